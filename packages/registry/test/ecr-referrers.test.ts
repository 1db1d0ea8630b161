import { UpdateImageStorageClassCommand } from '@aws-sdk/client-ecr';
import { dockerHome, entry } from './support/docker-home.ts';
import { type EcrWorld, ecrWorld } from './support/ecr-world.ts';
import { type Content, configWith, descriptorOf, imageOf } from './support/images.ts';

let the: EcrWorld;
beforeEach(async () => {
  the = await ecrWorld();
});
afterEach(() => the.stop());

const config = configWith({ revision: 'abc' });
const about = (subject: Content, more: object = {}) =>
  imageOf(config, { artifactType: 'application/vnd.example.signature', subject: descriptorOf(subject), ...more });
const bytesOf = ({ body, digest, mediaType }: Content) => ({ bytes: Buffer.from(body), digest, mediaType });

test('referrers are written, and found, over all pages', async () => {
  // ECR takes ten manifests a second: the others are waited with.
  const { now, advance } = the.cloud.clock;
  const clock = { now, sleep: (ms: number) => advance(ms) };
  const registry = await the.openedToWrite({ clock, until: now() + 600_000 });
  const signatures = Array.from({ length: 51 }, (_, index) => about(the.image, { annotations: { index: `${index}` } }));
  await Promise.all(signatures.map((one) => registry.putManifest(bytesOf(one))));
  const referrers = await registry.referrers(the.image.digest);
  expect(referrers.map(({ digest }) => digest).sort()).toEqual(signatures.map(({ digest }) => digest).sort());
  expect(referrers[0]).toMatchObject({ found: 'api', artifactType: 'application/vnd.example.signature' });
  await the.called();
  await registry.recordReferrers(the.image, referrers);
  expect(await the.called()).toEqual([]);
  // To who knows nothing of AWS, by the registry.
  const home = await dockerHome({ auths: { [the.names.local.registry]: entry('AWS', await the.password()) } });
  const plain = await the.opened({ name: the.names.local, env: home.env });
  expect(await plain.referrers(the.image.digest)).toHaveLength(51);
  expect(await the.called()).not.toContain('ListImageReferrers');
  await home.remove();
});

test('one by a tag of cosign is found, too, and none where there is none', async () => {
  const registry = await the.openedToWrite();
  expect(await registry.referrers(the.image.digest)).toEqual([]);
  const tag = `${the.image.digest.replace(':', '-')}.sig`;
  const cosigned = imageOf(config, { annotations: { signature: 'abc' } });
  await registry.putManifest(bytesOf(cosigned), tag);
  expect(await registry.referrers(the.image.digest)).toMatchObject([
    { digest: cosigned.digest, found: 'cosign-tag', tag },
  ]);
});

test.each(['a list', 'a tag'])('an archived one, in %s, is an error that says so', async (where) => {
  const registry = await the.openedToWrite();
  const signature = about(the.image);
  const tag = `${the.image.digest.replace(':', '-')}.att`;
  await registry.putManifest(bytesOf(signature), where === 'a tag' ? tag : undefined);
  const image = { repositoryName: 'team/api', imageId: { imageDigest: signature.digest } };
  await the.ecr.send(new UpdateImageStorageClassCommand({ ...image, targetStorageClass: 'ARCHIVE' }));
  await expect(registry.referrers(the.image.digest)).rejects.toMatchObject({
    code: 'archived',
    hint: expect.stringContaining('Restore'),
  });
  const told: string[] = [];
  expect(await registry.referrers(the.image.digest, ({ error }) => told.push(error.code ?? ''))).toEqual([]);
  expect([...new Set(told)]).toEqual(['archived']);
});
