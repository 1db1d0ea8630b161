import { randomUUID } from 'node:crypto';
import * as sdk from '@aws-sdk/client-ecr';
import { type BuiltImage, type EcrCloud, ecrCloud, image, indexOf, piece, types } from './ecr-cloud.ts';

const registryId = '123456789012';
const repositoryName = 'app';
let it: EcrCloud;
beforeEach(async () => {
  it = await ecrCloud();
  await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName }));
});
afterEach(() => it.cloud.stop());

/** PutImage, after its layers were uploaded. */
async function put(built: BuiltImage, more: Partial<sdk.PutImageCommandInput> = {}) {
  for (const blob of built.blobs) await it.upload(repositoryName, blob);
  return it.ecr.send(new sdk.PutImageCommand({ repositoryName, imageManifest: built.bytes.toString('utf8'), ...more }));
}
const mutability = (imageTagMutability: sdk.ImageTagMutability, ...filters: string[]) =>
  it.ecr.send(
    new sdk.PutImageTagMutabilityCommand({
      repositoryName,
      imageTagMutability,
      ...(filters.length > 0 && {
        imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD' as const, filter })),
      }),
    }),
  );
const describeImages = (more: Partial<sdk.DescribeImagesCommandInput> = {}) =>
  it.ecr.send(new sdk.DescribeImagesCommand({ repositoryName, ...more }));
const get = (imageIds: sdk.ImageIdentifier[], more: Partial<sdk.BatchGetImageCommandInput> = {}) =>
  it.ecr.send(new sdk.BatchGetImageCommand({ repositoryName, imageIds, ...more }));
const remove = (...imageIds: sdk.ImageIdentifier[]) =>
  it.ecr.send(new sdk.BatchDeleteImageCommand({ repositoryName, imageIds }));
const move = (imageTag: string, targetStorageClass: sdk.TargetStorageClass) =>
  it.ecr.send(new sdk.UpdateImageStorageClassCommand({ repositoryName, imageId: { imageTag }, targetStorageClass }));

describe('PutImage', () => {
  test('keeps the very bytes, under the digest that they have', async () => {
    const built = image();
    const answer = await put(built, { imageTag: 'v1', imageDigest: built.digest });
    expect(answer.image).toMatchObject({
      registryId,
      repositoryName,
      imageId: { imageDigest: built.digest, imageTag: 'v1' },
      imageManifest: built.bytes.toString('utf8'),
      imageManifestMediaType: types.image,
    });
    const { images } = await get([{ imageTag: 'v1' }]);
    expect(images).toMatchObject([{ imageManifest: built.bytes.toString('utf8') }]);
  });

  test.each(['MUTABLE', 'IMMUTABLE'] as const)(
    'of what is there as it is says so, in a repository that is %s',
    async (mode) => {
      await mutability(mode);
      const built = image();
      await put(built, { imageTag: 'v1' });
      await expect(put(built, { imageTag: 'v1' })).rejects.toMatchObject({
        name: 'ImageAlreadyExistsException',
        message: `Image with digest '${built.digest}' and tag 'v1' already exists in the repository with name 'app' in registry with id '${registryId}'`,
      });
      // Another tag on it is new, though.
      await put(built, { imageTag: 'v2' });
      expect((await describeImages()).imageDetails?.[0]?.imageTags).toEqual(['v1', 'v2']);
    },
  );

  test.each([
    ['MUTABLE', [], 'v1', true],
    ['IMMUTABLE', [], 'v1', false],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest', 'dev-*'], 'v1', false],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest', 'dev-*'], 'dev-7', true],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest', 'dev-*'], 'latest', true],
    ['IMMUTABLE_WITH_EXCLUSION', ['latest', 'dev-*'], 'latest-2', false],
    ['IMMUTABLE_WITH_EXCLUSION', ['*-rc*'], '1.2-rc1', true],
    ['IMMUTABLE_WITH_EXCLUSION', ['v.1'], 'v-1', false],
    ['MUTABLE_WITH_EXCLUSION', ['sha-*'], 'sha-1', false],
    ['MUTABLE_WITH_EXCLUSION', ['sha-*'], 'main', true],
  ] as const)('in a repository that is %s except for %j moves %s: %s', async (mode, filters, imageTag, moves) => {
    await mutability(mode, ...filters);
    const [before, after] = [image(), image()];
    await put(before, { imageTag });
    const moving = put(after, { imageTag });
    if (moves) await moving;
    else
      await expect(moving).rejects.toMatchObject({
        name: 'ImageTagAlreadyExistsException',
        message: `The image tag '${imageTag}' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.`,
      });
    const { imageDetails } = await describeImages({ imageIds: [{ imageTag }] });
    expect(imageDetails?.[0]?.imageDigest).toBe(moves ? after.digest : before.digest);
  });

  test('a digest that is not the manifest’s is refused', async () => {
    await expect(put(image(), { imageDigest: image().digest })).rejects.toMatchObject({
      name: 'ImageDigestDoesNotMatchException',
    });
  });

  test('layers and images that are not there are named', async () => {
    const lost = image();
    const layers = it.ecr.send(new sdk.PutImageCommand({ repositoryName, imageManifest: lost.bytes.toString('utf8') }));
    await expect(layers).rejects.toMatchObject({
      name: 'LayersNotFoundException',
      message: expect.stringContaining(lost.blobs[0]?.digest ?? '-'),
    });
    await expect(put(indexOf(lost))).rejects.toMatchObject({
      name: 'ReferencedImagesNotFoundException',
      message: `Images with digests '[${lost.digest}]' required for pushing image into repository with name 'app' in the registry with id '${registryId}' do not exist`,
    });
  });

  test.each([
    ['no JSON', () => piece('{"schemaVersion":2')],
    ['a document of no type', () => image({ mediaType: undefined })],
    ['a type of the first schema', () => image({ mediaType: 'application/vnd.docker.distribution.manifest.v1+json' })],
    ['an artifact type with parameters', () => image({ artifactType: 'application/vnd.x+json;version=0.2' })],
    ['layers that are no list', () => image({ layers: {} })],
    ['a subject without a digest', () => image({ subject: {} })],
  ])('%s is no manifest', async (_, made) => {
    const { bytes } = made();
    const pushed = it.ecr.send(new sdk.PutImageCommand({ repositoryName, imageManifest: bytes.toString('utf8') }));
    await expect(pushed).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    });
  });

  test('a type that the document lacks may stand beside it, and not contradict it', async () => {
    const bare = image({ mediaType: undefined });
    await put(bare, { imageManifestMediaType: types.image, imageTag: 'v1' });
    const contradicted = put(image(), { imageManifestMediaType: types.dockerImage });
    await expect(contradicted).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('layers that may not be handed on need not be there', async () => {
    const { digest, bytes } = piece('of another company');
    const layers = [
      { mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', digest, size: bytes.length },
      { mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', digest, size: bytes.length },
    ];
    await put(image({ layers }), { imageTag: 'windows' });
  });

  test('more than 4 MiB are too much', async () => {
    const large = image({ annotations: { a: 'x'.repeat(4 * 1024 * 1024) } });
    await expect(put(large)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "Invalid parameter at 'imageManifest' failed to satisfy constraint: 'Member must have length less than or equal to 4194304'",
    });
  });

  test.each(['-x', 'a/b', 'a b', 'x'.repeat(129)])('a tag %s is refused', async (imageTag) => {
    await expect(put(image(), { imageTag })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('DescribeImages', () => {
  test('tells all of an image, an index and a referrer', async () => {
    const [small, large] = [image(), image({}, Buffer.alloc(1000))];
    await put(small, { imageTag: 'a' });
    await put(large);
    const index = indexOf(small, large);
    await put(index, { imageTag: 'all' });
    const subject = { mediaType: types.index, digest: index.digest, size: index.bytes.length };
    const signature = image({ artifactType: 'application/vnd.example.signature', subject });
    await put(signature);
    const { imageDetails = [] } = await describeImages();
    const of = ({ digest }: BuiltImage) => imageDetails.find(({ imageDigest }) => imageDigest === digest);
    const size = (built: BuiltImage) => built.blobs.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(of(small)).toEqual({
      registryId,
      repositoryName,
      imageDigest: small.digest,
      imageTags: ['a'],
      imageSizeInBytes: size(small),
      imagePushedAt: new Date(Date.UTC(2026, 0, 1)),
      imageManifestMediaType: types.image,
      artifactMediaType: 'application/vnd.oci.image.config.v1+json',
      imageStatus: 'ACTIVE',
    });
    expect(of(large)).not.toHaveProperty('imageTags');
    expect(of(index)).toMatchObject({ imageSizeInBytes: size(large), imageManifestMediaType: types.index });
    expect(of(signature)).toMatchObject({
      artifactMediaType: 'application/vnd.example.signature',
      subjectManifestDigest: index.digest,
    });
  });

  test('filters by tag status', async () => {
    const [tagged, untagged] = [image(), image()];
    await put(tagged, { imageTag: 'v1' });
    await put(untagged);
    const by = async (tagStatus: sdk.TagStatus) =>
      (await describeImages({ filter: { tagStatus } })).imageDetails?.map(({ imageDigest }) => imageDigest);
    expect(await by('TAGGED')).toEqual([tagged.digest]);
    expect(await by('UNTAGGED')).toEqual([untagged.digest]);
    expect((await by('ANY'))?.sort()).toEqual([tagged.digest, untagged.digest].sort());
  });

  test('says which image there is not', async () => {
    await expect(describeImages({ imageIds: [{ imageTag: 'none' }] })).rejects.toMatchObject({
      name: 'ImageNotFoundException',
      message: `The image with imageId {imageDigest:'null', imageTag:'none'} does not exist within the repository with name 'app' in the registry with id '${registryId}'`,
    });
    await put(image(), { imageTag: 'v1' });
    const elsewhere = describeImages({ imageIds: [{ imageTag: 'v1', imageDigest: image().digest }] });
    await expect(elsewhere).rejects.toMatchObject({ name: 'ImageNotFoundException' });
  });

  test('images that are named do not come in pages', async () => {
    await put(image(), { imageTag: 'v1' });
    await expect(describeImages({ imageIds: [{ imageTag: 'v1' }], maxResults: 1 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

test('ListImages has each tag, and images without, a hundred at a time and in no useful order', async () => {
  const built = image();
  for (let count = 1; count <= 101; count++) {
    await it.cloud.clock.advance(100);
    await put(built, { imageTag: `v${count}` });
  }
  const untagged = image();
  await put(untagged);
  const first = await it.ecr.send(new sdk.ListImagesCommand({ repositoryName }));
  expect(first.imageIds).toHaveLength(100);
  const { imageIds, nextToken } = await it.ecr.send(
    new sdk.ListImagesCommand({ repositoryName, nextToken: first.nextToken }),
  );
  expect(nextToken).toBeUndefined();
  const all = [...(first.imageIds ?? []), ...(imageIds ?? [])];
  expect(all).toHaveLength(102);
  expect(all).toContainEqual({ imageDigest: untagged.digest });
  expect(all).toContainEqual({ imageDigest: built.digest, imageTag: 'v101' });
  const tooMany = it.ecr.send(new sdk.ListImagesCommand({ repositoryName, maxResults: 1001 }));
  await expect(tooMany).rejects.toMatchObject({
    message:
      "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'",
  });
});

test('BatchGetImage gives what is there, says what is not, and only what the client takes', async () => {
  const built = image();
  await put(built, { imageTag: 'v1' });
  const { images, failures } = await get([
    { imageTag: 'v1' },
    { imageTag: 'none' },
    {},
    { imageDigest: 'none' },
    { imageTag: 'v1', imageDigest: image().digest },
  ]);
  expect(images).toMatchObject([{ imageId: { imageTag: 'v1', imageDigest: built.digest } }]);
  expect(failures?.map(({ failureCode, failureReason }) => [failureCode, failureReason])).toEqual([
    ['ImageNotFound', 'Requested image not found'],
    ['MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null'],
    [
      'InvalidImageDigest',
      "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    ],
    ['ImageNotFound', 'Requested image not found'],
  ]);
  const docker = await get([{ imageTag: 'v1' }], { acceptedMediaTypes: [types.dockerImage] });
  expect(docker).toMatchObject({ images: [], failures: [{ failureCode: 'ImageNotFound' }] });
  // Noted as a pull.
  const { imageDetails } = await describeImages();
  expect(imageDetails?.[0]?.lastRecordedPullTime).toEqual(new Date(Date.UTC(2026, 0, 1)));
});

test('a tag goes alone, the image with its last one, or with all at once; never under an index', async () => {
  const [built, other] = [image(), image()];
  await put(built, { imageTag: 'v1' });
  await put(built, { imageTag: 'v2' });
  expect(await remove({ imageTag: 'v1' })).toMatchObject({
    imageIds: [{ imageTag: 'v1', imageDigest: built.digest }],
    failures: [],
  });
  expect((await describeImages()).imageDetails?.[0]?.imageTags).toEqual(['v2']);
  const index = indexOf(built);
  await put(index);
  expect(await remove({ imageDigest: built.digest })).toMatchObject({
    imageIds: [],
    failures: [
      {
        failureCode: 'ImageReferencedByManifestList',
        failureReason: `Requested image referenced by manifest list: [${index.digest}]`,
      },
    ],
  });
  await remove({ imageDigest: index.digest });
  await put(other);
  expect(await remove({ imageTag: 'v2' }, { imageDigest: other.digest }, { imageTag: 'v2' })).toMatchObject({
    imageIds: [{ imageTag: 'v2' }, { imageDigest: other.digest }],
    failures: [{ failureCode: 'ImageNotFound' }],
  });
  expect((await describeImages()).imageDetails).toEqual([]);
});

describe('an archived image', () => {
  const status = async () =>
    (await describeImages({ filter: { imageStatus: 'ANY' } })).imageDetails?.map(({ imageStatus }) => imageStatus);

  test('is in no list that does not ask for it', async () => {
    const built = image();
    await put(built, { imageTag: 'v1' });
    expect((await move('v1', 'ARCHIVE')).imageStatus).toBe('ARCHIVED');
    expect((await describeImages()).imageDetails).toEqual([]);
    expect((await it.ecr.send(new sdk.ListImagesCommand({ repositoryName }))).imageIds).toEqual([]);
    const named = { imageIds: [{ imageTag: 'v1' }] };
    await expect(describeImages(named)).rejects.toMatchObject({ name: 'ImageNotFoundException' });
    expect((await get([{ imageTag: 'v1' }])).failures).toMatchObject([{ failureCode: 'ImageNotFound' }]);
    const filter = { imageStatus: 'ANY' as const };
    expect((await describeImages({ ...named, filter })).imageDetails).toMatchObject([
      { imageTags: ['v1'], imageStatus: 'ARCHIVED', lastArchivedAt: new Date(Date.UTC(2026, 0, 1)) },
    ]);
    expect((await it.ecr.send(new sdk.ListImagesCommand({ repositoryName, filter }))).imageIds).toHaveLength(1);
  });

  test('is restored after its time, which a snapshot knows', async () => {
    await put(image(), { imageTag: 'v1' });
    await move('v1', 'ARCHIVE');
    expect((await move('v1', 'STANDARD')).imageStatus).toBe('ACTIVATING');
    expect((await describeImages({ filter: { imageStatus: 'ACTIVATING' } })).imageDetails).toHaveLength(1);
    await it.cloud.control.snapshot('activating');
    await it.cloud.clock.advance(20 * 60_000 - 1);
    expect(await status()).toEqual(['ACTIVATING']);
    await it.cloud.clock.advance(1);
    expect((await describeImages()).imageDetails).toMatchObject([
      { imageStatus: 'ACTIVE', lastActivatedAt: new Date(Date.UTC(2026, 0, 1, 0, 20)) },
    ]);
    await it.cloud.control.restore('activating');
    expect(await status()).toEqual(['ACTIVATING']);
    await it.cloud.control.call('ecr.pace', { activation: 0 }, { region: 'eu-west-1' });
  });

  test('is restored by a push at once', async () => {
    const built = image();
    await put(built, { imageTag: 'v1' });
    await move('v1', 'ARCHIVE');
    await put(built, { imageTag: 'v1' });
    expect(await status()).toEqual(['ACTIVE']);
  });

  test('is not there for a new index, nor are its layers for a new image', async () => {
    const built = image();
    await put(built, { imageTag: 'v1' });
    await move('v1', 'ARCHIVE');
    await expect(put(indexOf(built))).rejects.toMatchObject({ name: 'ReferencedImagesNotFoundException' });
    const imageManifest = Buffer.from(JSON.stringify({ ...JSON.parse(built.bytes.toString('utf8')), annotations: {} }));
    const again = it.ecr.send(
      new sdk.PutImageCommand({ repositoryName, imageManifest: imageManifest.toString('utf8') }),
    );
    await expect(again).rejects.toMatchObject({ name: 'LayersNotFoundException' });
  });

  test('is not one that an index needs, until that is archived', async () => {
    const built = image();
    await put(built, { imageTag: 'v1' });
    await put(indexOf(built), { imageTag: 'all' });
    await expect(move('v1', 'ARCHIVE')).rejects.toMatchObject({ name: 'ImageStorageClassUpdateNotSupportedException' });
    await move('all', 'ARCHIVE');
    expect((await move('v1', 'ARCHIVE')).imageStatus).toBe('ARCHIVED');
    expect(await remove({ imageTag: 'v1' })).toMatchObject({
      failures: [{ failureCode: 'ImageReferencedByManifestList' }],
    });
    expect((await remove({ imageTag: 'all' }, { imageTag: 'v1' })).failures).toEqual([]);
  });

  test('keeps its tag where tags are immutable', async () => {
    await mutability('IMMUTABLE');
    await put(image(), { imageTag: 'v1' });
    await move('v1', 'ARCHIVE');
    await expect(put(image(), { imageTag: 'v1' })).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' });
  });

  test('is not archived again, nor one that is active restored', async () => {
    await put(image(), { imageTag: 'v1' });
    await expect(move('v1', 'STANDARD')).rejects.toMatchObject({
      name: 'ImageStorageClassUpdateNotSupportedException',
    });
    await move('v1', 'ARCHIVE');
    await expect(move('v1', 'ARCHIVE')).rejects.toMatchObject({
      name: 'ImageStorageClassUpdateNotSupportedException',
    });
  });
});

describe('layers by the API', () => {
  const layer = piece(`layer ${randomUUID()}`);
  const start = async () => (await it.ecr.send(new sdk.InitiateLayerUploadCommand({ repositoryName }))).uploadId ?? '';
  const send = (uploadId: string, first: number, bytes: Buffer) =>
    it.ecr.send(
      new sdk.UploadLayerPartCommand({
        repositoryName,
        uploadId,
        partFirstByte: first,
        partLastByte: first + bytes.length - 1,
        layerPartBlob: bytes,
      }),
    );
  const complete = (uploadId: string, digest = layer.digest) =>
    it.ecr.send(new sdk.CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] }));

  test('are uploaded, checked, and had once an image refers to them', async () => {
    const uploadId = await start();
    await send(uploadId, 0, layer.bytes);
    expect((await complete(uploadId)).layerDigest).toBe(layer.digest);
    const { layers, failures } = await it.ecr.send(
      new sdk.BatchCheckLayerAvailabilityCommand({
        repositoryName,
        layerDigests: [layer.digest, piece('none').digest, 'odd'],
      }),
    );
    expect(layers?.map(({ layerAvailability }) => layerAvailability)).toEqual(['AVAILABLE', 'UNAVAILABLE']);
    expect(failures).toMatchObject([{ layerDigest: 'odd', failureCode: 'InvalidLayerDigest' }]);
    const url = () => it.ecr.send(new sdk.GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: layer.digest }));
    await expect(url()).rejects.toMatchObject({ name: 'LayerInaccessibleException' });
    await put(image({}, layer.bytes), { imageTag: 'v1' });
    const { downloadUrl = '' } = await url();
    expect(Buffer.from(await (await fetch(downloadUrl)).arrayBuffer())).toEqual(layer.bytes);
    expect((await fetch(`${downloadUrl}0`)).status).toBe(403);
    await it.cloud.clock.advance(3_600_000);
    expect((await fetch(downloadUrl)).status).toBe(403);
    await move('v1', 'ARCHIVE');
    await expect(url()).rejects.toMatchObject({ name: 'LayersNotFoundException' });
  });

  test('each has its error', async () => {
    await expect(send(randomUUID(), 0, layer.bytes)).rejects.toMatchObject({ name: 'UploadNotFoundException' });
    const uploadId = await start();
    await expect(complete(uploadId)).rejects.toMatchObject({ name: 'EmptyUploadException' });
    await expect(send(uploadId, 7, layer.bytes)).rejects.toMatchObject({
      name: 'InvalidLayerPartException',
      lastValidByteReceived: -1,
    });
    await send(uploadId, 0, layer.bytes);
    await expect(complete(uploadId, piece('other').digest)).rejects.toMatchObject({ name: 'InvalidLayerException' });
    await complete(uploadId);
    const again = await start();
    await send(again, 0, layer.bytes);
    await expect(complete(again)).rejects.toMatchObject({ name: 'LayerAlreadyExistsException' });
  });
});

test('what the local cloud lacks is named', async () => {
  const replication = it.ecr.send(new sdk.DescribeRegistryCommand({}));
  await expect(replication).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
});
