import { recordingLog } from '@actions-aws/action';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { openRegistry } from '@actions-aws/registry';
import {
  type BuiltImage,
  buildImage,
  buildIndex,
  buildReferrer,
  type ImageContents,
  pushImage,
} from '@actions-aws/testing/images';
import { BatchDeleteImageCommand, ECRClient, UpdateImageStorageClassCommand } from '@aws-sdk/client-ecr';
import { registryImages } from '../src/image/image.ts';
import { imageUri } from '../src/inputs/image-uri.ts';

// What is looked at before the first write: the image itself, in ECR of the local cloud.

let cloud: LocalAws;
let ecr: ECRClient;
let log = recordingLog();
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { scale: 0 } });
  ecr = client('AKIAPEOPLE');
});
// ECR takes ten manifests a second.
beforeEach(() => cloud.clock.advance(1_000));
afterAll(async () => {
  ecr.destroy();
  await cloud.stop();
});

function client(accessKeyId: string): ECRClient {
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  return new ECRClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
}

/** Looks at an image as the action does. */
async function read(text: string) {
  log = recordingLog();
  const env = { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: cloud.endpoint };
  const uri = await imageUri().parse(text, { env, filesMustExist: true });
  if (!uri.accepted) throw new Error(uri.refusals[0]?.message);
  const role = client('AKIAROLE');
  const until = Date.now() + 10_000;
  const clock = { now: Date.now, sleep: async () => {} };
  const opening = { env, action: 'test', mask() {}, clock, until, connectEcr: () => role };
  const images = registryImages(async ({ name }, signal) => openRegistry(name, { ...opening, signal }));
  return images.read(uri.value, { log, signal: new AbortController().signal }).finally(() => role.destroy());
}

/** The refusal: message and remedy. */
const refusalOf = (text: string): Promise<string> =>
  read(text).then(
    () => 'found',
    (error: Error & { hint?: string }) => `${error.name}: ${error.message} ${error.hint ?? ''}`,
  );

const push = (tag: string, image?: ImageContents | BuiltImage) => pushImage(cloud, `search:${tag}`, image);

test('a tag is resolved to its digest, which is said, and is what Lambda gets', async () => {
  const pushed = await push('v1', { files: { 'app.py': 'def handler(): pass' } });
  const found = await read(pushed.uri);
  expect(found).toEqual({
    codeSha256: pushed.digest.replace('sha256:', ''),
    size: 0,
    source: pushed.resolvedUri,
    upload: { ImageUri: pushed.resolvedUri },
    image: {
      repository: pushed.resolvedUri.split('@')[0],
      digest: pushed.digest,
      region: 'eu-west-1',
      architecture: 'x86_64',
      given: pushed.uri,
    },
  });
  expect(log.text()).toContain(`${pushed.uri} is ${pushed.digest} now`);
  // By its digest there is nothing to resolve.
  expect(await read(pushed.resolvedUri)).toMatchObject({ upload: { ImageUri: pushed.resolvedUri } });
  expect(log.text()).toBe('');
});

test.each([
  ['arm64', 'arm64', 'oci'],
  ['amd64', 'x86_64', 'docker'],
] as const)('an image for %s is one for %s', async (architecture, expected, format) => {
  const pushed = await push(`for-${architecture}`, { architecture, format });
  expect((await read(pushed.uri)).image?.architecture).toBe(expected);
});

const attestation = {
  ...buildImage({ files: { provenance: '{}' } }),
  platform: { os: 'unknown', architecture: 'unknown' },
};

test.each<[string, BuiltImage, string]>([
  ['index', buildIndex([buildImage(), attestation]), 'an index, which holds an image beside attestations of its build'],
  ['list', buildIndex([buildImage({ format: 'docker' })], { format: 'docker' }), 'manifest.list.v2+json'],
  ['two', buildIndex([buildImage(), buildImage({ architecture: 'arm64' })]), 'an index of images for 2 platforms'],
])('what buildx writes by default is refused, with how to build it: %s', async (tag, image, why) => {
  const { uri } = await push(tag, image);
  const refusal = await refusalOf(uri);
  expect(refusal).toContain(`UserError: Input \`image-uri\` is "${uri}", but it is `);
  expect(refusal).toContain(why);
  expect(refusal).toMatch(/`platforms: linux\/amd64` .* `provenance: false` and `sbom: false`.* as referrers/);
});

test('what Lambda cannot run is refused by name', async () => {
  const wrong = await push('riscv', { architecture: 'riscv64' });
  expect(await refusalOf(wrong.uri)).toContain('it is made for the architecture "riscv64", which Lambda does not have');
  const signature = buildReferrer(buildImage(), { artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json' });
  const signed = await push('signature', signature);
  expect(await refusalOf(signed.uri)).toContain('it is no image that can run');
});

test('an image that is not there, or archived, is told with what to do', async () => {
  const { uri, digest } = await push('v9', { files: { a: 'in no index' } });
  expect(await refusalOf(uri.replace('v9', 'v10'))).toMatch(/but there is no such image\. .* Push it before this step/);
  expect(await refusalOf(uri.replace('/search:', '/nowhere:'))).toMatch(/but there is no such image\./);
  const named = { repositoryName: 'search', imageId: { imageDigest: digest } };
  await ecr.send(new UpdateImageStorageClassCommand({ ...named, targetStorageClass: 'ARCHIVE' }));
  expect(await refusalOf(uri)).toMatch(
    new RegExp(`Lambda cannot read it\\. .* archived.* --repository-name search --image-id imageDigest=${digest} `),
  );
});

test('a tag that goes elsewhere after it was looked at changes nothing; a digest that is deleted is told', async () => {
  const first = await push('moves', { files: { a: '1' } });
  const found = await read(first.uri);
  await push('moves', { files: { a: '2' } });
  expect(found.upload).toEqual({ ImageUri: first.resolvedUri });
  await ecr.send(new BatchDeleteImageCommand({ repositoryName: 'search', imageIds: [{ imageDigest: first.digest }] }));
  expect(await refusalOf(first.resolvedUri)).toMatch(/there is no such image/);
});

test('what the role may not do is named', async () => {
  const { uri } = await push('v11');
  const deny = (Action: string) => ({
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action, Resource: '*' },
    ] as const,
  });
  for (const action of ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']) {
    await cloud.control.registerCredential({ accessKeyId: 'AKIAROLE', policy: deny(action) });
    expect(await refusalOf(uri)).toContain(`\`${action}\``);
  }
});
