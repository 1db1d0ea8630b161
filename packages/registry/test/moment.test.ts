import { type RegistryStub, startRegistryStub } from '@actions-aws/testing/images';
import type { Referrer } from '../src/index.ts';
import { type Content, configWith, descriptorOf, imageOf, indexOf } from './support/images.ts';
import { openedToWrite } from './support/opened.ts';

const config = configWith({});
const image = imageOf(config);
const about = (artifactType: string) => imageOf(config, { artifactType, subject: descriptorOf(image) });
const signature = about('application/vnd.example.signature');
const bill = about('application/spdx+json');
const fallbackTag = image.digest.replace(':', '-');

let stub: RegistryStub | undefined;
afterEach(() => stub?.stop());

async function start(referrers: 'api' | 'none', ...contents: readonly Content[]) {
  stub = await startRegistryStub({ referrers });
  for (const one of contents) push(one);
  return openedToWrite(stub.host);
}

/** What another run pushes. */
function push({ digest, mediaType, body }: Content, tag?: string): void {
  stub?.held().manifests.set(digest, { mediaType, bytes: Buffer.from(body) });
  if (tag !== undefined) stub?.held().tags.set(tag, digest);
}

const digests = (referrers: readonly Referrer[]) => referrers.map(({ digest }) => digest);

test('at one moment, what was described is not read again; at the next one it is', async () => {
  const registry = await start('api', image, signature, bill);
  const reads = () => stub?.came.filter((one) => one.endsWith(`/manifests/${signature.digest.slice(0, 11)}`)).length;
  for (let round = 1; round <= 2; round += 1) {
    const moment = registry.moment();
    const [described, referrers] = await Promise.all([
      moment.describe(signature.digest),
      moment.referrers(image.digest),
    ]);
    expect([described.state, referrers.length, reads()]).toEqual(['present', 2, round]);
  }
});

test.each(['api', 'none'] as const)(
  'what was absent, and is pushed before the list of referrers is read, is one of them (list of the registry: %s)',
  async (referrers) => {
    const moment = (await start(referrers, image)).moment();
    expect(await moment.describe(signature.digest)).toMatchObject({ state: 'absent' });
    push(signature);
    push(indexOf([descriptorOf(signature)]), fallbackTag);
    expect(digests(await moment.referrers(image.digest))).toEqual([signature.digest]);
    expect(await moment.describe(signature.digest)).toMatchObject({ state: 'present' });
  },
);
