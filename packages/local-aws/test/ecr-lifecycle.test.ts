import * as sdk from '@aws-sdk/client-ecr';
import { type BuiltImage, type EcrCloud, ecrCloud, image, indexOf, types } from './ecr-cloud.ts';

const [registryId, repositoryName] = ['123456789012', 'app'];
const day = 24 * 3_600_000;
let it: EcrCloud;
beforeEach(async () => {
  it = await ecrCloud();
  await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName }));
});
afterEach(() => it.cloud.stop());

interface Rule {
  readonly selection: object;
  readonly action?: object;
  readonly rulePriority?: unknown;
}

/** A policy of rules in the order of their priority. */
function policyOf(...rules: readonly Rule[]): string {
  const whole = rules.map((rule, index) => ({
    rulePriority: index + 1,
    description: 'so that the text is as long as ECR asks, with a hundred characters',
    action: { type: 'expire' },
    ...rule,
  }));
  return JSON.stringify({ rules: whole });
}

const any = { tagStatus: 'any' };
const tagged = (...tagPatternList: readonly string[]) => ({ tagStatus: 'tagged', tagPatternList });
const moreThan = (countNumber: number) => ({ countType: 'imageCountMoreThan', countNumber });
const days = (countType: string, countNumber: number) => ({ countType, countUnit: 'days', countNumber });
const transition = { type: 'transition', targetStorageClass: 'archive' };

const start = (lifecyclePolicyText?: string) =>
  it.ecr.send(new sdk.StartLifecyclePolicyPreviewCommand({ repositoryName, lifecyclePolicyText }));
const get = (input: Partial<sdk.GetLifecyclePolicyPreviewRequest> = {}) =>
  it.ecr.send(new sdk.GetLifecyclePolicyPreviewCommand({ repositoryName, ...input }));
const put = (lifecyclePolicyText: string) =>
  it.ecr.send(new sdk.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
const move = (imageDigest: string, targetStorageClass: sdk.TargetStorageClass) =>
  it.ecr.send(new sdk.UpdateImageStorageClassCommand({ repositoryName, imageId: { imageDigest }, targetStorageClass }));

/** Pushes an image with tags, a minute after what was pushed before. */
async function pushed(tags: readonly string[], built = image()): Promise<BuiltImage> {
  await it.cloud.clock.advance(60_000);
  for (const tag of tags.length > 0 ? tags : [built.digest])
    expect((await it.push(repositoryName, tag, built)).status).toBe(201);
  return built;
}

/** What a policy would do, by digest: the rule and the action. */
async function preview(text: string): Promise<Readonly<Record<string, string>>> {
  await start(text);
  await it.cloud.clock.advance(5_000);
  const { status, previewResults = [] } = await get();
  expect(status).toBe('COMPLETE');
  return Object.fromEntries(
    previewResults.map(({ imageDigest = '', appliedRulePriority, action }) => [
      imageDigest,
      `${appliedRulePriority} ${action?.type}`,
    ]),
  );
}

async function images(): Promise<Readonly<Record<string, string>>> {
  const filter = { imageStatus: 'ANY' as const };
  const { imageDetails = [] } = await it.ecr.send(new sdk.DescribeImagesCommand({ repositoryName, filter }));
  return Object.fromEntries(imageDetails.map(({ imageDigest, imageStatus }) => [imageDigest, imageStatus]));
}

describe('a preview', () => {
  test('takes its time, then tells each image with its rule, and is over after a day', async () => {
    await expect(get()).rejects.toMatchObject({ name: 'LifecyclePolicyPreviewNotFoundException' });
    await expect(start()).rejects.toMatchObject({ name: 'LifecyclePolicyNotFoundException' });
    const old = await pushed(['v1']);
    await pushed(['v2']);
    const text = policyOf({ selection: { ...any, ...moreThan(1) } });
    expect(await start(text)).toMatchObject({ registryId, lifecyclePolicyText: text, status: 'IN_PROGRESS' });
    await expect(start(text)).rejects.toMatchObject({ name: 'LifecyclePolicyPreviewInProgressException' });
    const running = await get();
    expect([running.status, running.previewResults]).toEqual(['IN_PROGRESS', undefined]);
    await it.cloud.clock.advance(5_000);
    expect(await get()).toMatchObject({
      registryId,
      repositoryName,
      lifecyclePolicyText: text,
      status: 'COMPLETE',
      summary: { expiringImageTotalCount: 1 },
      previewResults: [
        {
          imageDigest: old.digest,
          imageTags: ['v1'],
          imagePushedAt: new Date(Date.UTC(2026, 0, 1, 0, 1)),
          action: { type: 'EXPIRE' },
          appliedRulePriority: 1,
          storageClass: 'STANDARD',
        },
      ],
    });
    await it.cloud.clock.advance(day);
    expect((await get()).status).toBe('EXPIRED');
  });

  test('comes in pages, of images that are named, or by their tags', async () => {
    const [one, two, untagged] = [await pushed(['one']), await pushed(['two']), await pushed([])];
    await pushed(['new']);
    await preview(policyOf({ selection: { ...any, ...moreThan(1) } }));
    const first = await get({ maxResults: 2 });
    const second = await get({ maxResults: 2, nextToken: first.nextToken });
    expect([first, second].map(({ previewResults }) => previewResults?.length)).toEqual([2, 1]);
    const digests = async (input: Partial<sdk.GetLifecyclePolicyPreviewRequest>) =>
      (await get(input)).previewResults?.map(({ imageDigest }) => imageDigest).sort();
    expect(await digests({ imageIds: [{ imageTag: 'one' }, { imageTag: 'new' }] })).toEqual([one.digest]);
    expect(await digests({ filter: { tagStatus: 'TAGGED' } })).toEqual([one.digest, two.digest].sort());
    expect(await digests({ filter: { tagStatus: 'UNTAGGED' } })).toEqual([untagged.digest]);
    const both = get({ imageIds: [{ imageTag: 'one' }], maxResults: 2 });
    await expect(both).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(get({ maxResults: 101 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('keeps the youngest, by tag, and each image to the first rule that has its tags', async () => {
    const prod = [await pushed(['prod-1']), await pushed(['prod-2']), await pushed(['prod-3', 'test-1'])];
    const other = [await pushed(['test-2']), await pushed([]), await pushed(['test-3'])];
    const found = await preview(
      policyOf(
        { selection: { ...tagged('prod*'), ...moreThan(2) } },
        { selection: { tagStatus: 'tagged', tagPrefixList: ['test'], ...moreThan(1) } },
        { selection: { ...any, ...moreThan(5) } },
      ),
    );
    // What belongs to the first rule is not expired by another, but counted there: of all six the oldest is one of the first.
    expect(found).toEqual({ [prod[0]!.digest]: '1 EXPIRE', [other[0]!.digest]: '2 EXPIRE' });
    expect(await preview(policyOf({ selection: { ...tagged('prod*', '*-1'), ...moreThan(1) } }))).toEqual({
      [prod[0]!.digest]: '1 EXPIRE',
    });
    expect(await preview(policyOf({ selection: { tagStatus: 'untagged', ...days('sinceImagePushed', 1) } }))).toEqual(
      {},
    );
  });

  test('tells age by push, by pull and by the time in the archive', async () => {
    const [pulled, idle] = [await pushed(['pulled']), await pushed(['idle'])];
    await it.cloud.clock.advance(10 * day);
    await it.ecr.send(new sdk.BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'pulled' }] }));
    const idleFor = policyOf({ selection: { ...any, ...days('sinceImagePulled', 9) }, action: transition });
    expect(await preview(idleFor)).toEqual({ [idle.digest]: '1 TRANSITION' });
    expect((await get()).summary).toEqual({
      expiringImageTotalCount: 0,
      transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: 1 }],
    });
    const pushedBefore = policyOf({ selection: { ...any, ...days('sinceImagePushed', 9) } });
    expect(Object.keys(await preview(pushedBefore)).sort()).toEqual([pulled.digest, idle.digest].sort());
    await move(idle.digest, 'ARCHIVE');
    const archived = { ...any, storageClass: 'archive', ...days('sinceImageTransitioned', 90) };
    await it.cloud.clock.advance(90 * day);
    expect(await preview(policyOf({ selection: archived }))).toEqual({});
    await it.cloud.clock.advance(day);
    expect(await preview(policyOf({ selection: archived }))).toEqual({ [idle.digest]: '1 EXPIRE' });
    expect((await get()).previewResults).toMatchObject([{ storageClass: 'ARCHIVE' }]);
    // Restored, it is as young as that.
    await move(idle.digest, 'STANDARD');
    await it.cloud.clock.advance(day);
    expect(await preview(pushedBefore)).toEqual({ [pulled.digest]: '1 EXPIRE' });
  });

  test('leaves what an index needs, and counts a referrer as an image', async () => {
    const children = [await pushed([]), await pushed([])];
    const index = await pushed(['all'], indexOf(...children));
    const subject = { mediaType: types.index, digest: index.digest, size: index.bytes.length };
    const signature = await pushed([], image({ artifactType: 'application/vnd.example.signature', subject }));
    expect(await preview(policyOf({ selection: { ...any, ...moreThan(1) } }))).toEqual({ [index.digest]: '1 EXPIRE' });
    await pushed(['new']);
    expect(await preview(policyOf({ selection: { ...any, ...moreThan(1) } }))).toEqual({
      [index.digest]: '1 EXPIRE',
      [signature.digest]: '1 EXPIRE',
    });
  });
});

describe('a policy', () => {
  const keepOne = policyOf({ selection: { ...any, ...moreThan(1) } });
  const ask = () => it.ecr.send(new sdk.GetLifecyclePolicyCommand({ repositoryName }));

  test('is put, got and deleted, and acts a day later', async () => {
    await expect(ask()).rejects.toMatchObject({
      name: 'LifecyclePolicyNotFoundException',
      message: `Lifecycle policy does not exist for the repository with name 'app' in the registry with id '${registryId}'`,
    });
    const [old, young] = [await pushed(['v1']), await pushed(['v2'])];
    await put(keepOne);
    expect(await ask()).toMatchObject({ lifecyclePolicyText: keepOne, lastEvaluatedAt: new Date(0) });
    await it.cloud.clock.advance(day - 1);
    expect(await images()).toEqual({ [old.digest]: 'ACTIVE', [young.digest]: 'ACTIVE' });
    await it.cloud.clock.advance(1);
    expect(await images()).toEqual({ [young.digest]: 'ACTIVE' });
    const { failures } = await it.ecr.send(
      new sdk.BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }),
    );
    expect(failures).toMatchObject([{ failureCode: 'ImageNotFound' }]);
    expect((await ask()).lastEvaluatedAt).toEqual(new Date(Date.UTC(2026, 0, 2, 0, 2)));
    const deleted = await it.ecr.send(new sdk.DeleteLifecyclePolicyCommand({ repositoryName }));
    expect(deleted.lifecyclePolicyText).toBe(keepOne);
    const imageManifest = indexOf(young).bytes.toString('utf8');
    await it.ecr.send(new sdk.PutImageCommand({ repositoryName, imageManifest }));
    await it.cloud.clock.advance(3 * day);
    expect(Object.keys(await images())).toHaveLength(2);
  });

  test('takes an index first, its children the day after, and its referrers with it', async () => {
    const child = await pushed([]);
    const index = await pushed(['all'], indexOf(child));
    const subject = { mediaType: types.index, digest: index.digest, size: index.bytes.length };
    const signature = await pushed([], image({ artifactType: 'application/vnd.example.signature', subject }));
    const young = await pushed(['new']);
    const old = policyOf(
      { selection: { ...tagged('all'), ...days('sinceImagePushed', 1) } },
      { selection: { tagStatus: 'untagged', ...days('sinceImagePushed', 30) } },
    );
    await put(old);
    await it.cloud.clock.advance(2 * day);
    expect(await images()).toEqual({ [child.digest]: 'ACTIVE', [young.digest]: 'ACTIVE' });
    expect(signature.digest in (await images())).toBe(false);
    await it.cloud.clock.advance(30 * day);
    expect(await images()).toEqual({ [young.digest]: 'ACTIVE' });
  });

  test('archives, and with an image its referrers', async () => {
    const built = await pushed(['v1']);
    const subject = { mediaType: types.image, digest: built.digest, size: built.bytes.length };
    const signature = await pushed(['sig'], image({ artifactType: 'application/vnd.example.signature', subject }));
    await put(policyOf({ selection: { ...tagged('v*'), ...days('sinceImagePulled', 1) }, action: transition }));
    await it.cloud.clock.advance(2 * day);
    expect(await images()).toEqual({ [built.digest]: 'ARCHIVED', [signature.digest]: 'ARCHIVED' });
  });
});

const invalid = (what: string) =>
  `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${what}'`;
const unreadable = invalid('Could not map policyString into LifecyclePolicy.');
const untagged = { selection: { tagStatus: 'untagged', ...moreThan(1) } };

test.each([
  ['no JSON', 'x'.repeat(100), unreadable],
  [
    'fifty-one rules',
    policyOf(...Array.from({ length: 51 }, (_, index) => ({ selection: { ...tagged(`v${index}`), ...moreThan(1) } }))),
    invalid('A policy has fifty rules at most.'),
  ],
  ['no rules', JSON.stringify({ rules: [], padding: 'x'.repeat(100) }), unreadable],
  ['a member that there is not', policyOf({ selection: { ...any, ...moreThan(1), odd: 1 } }), unreadable],
  ['no number', policyOf({ selection: { ...any, ...moreThan(0) } }), unreadable],
  ['a count that there is not', policyOf({ selection: { ...any, ...days('sinceImageSeen', 1) } }), unreadable],
  [
    'two rules for untagged images',
    policyOf(untagged, untagged),
    invalid('Only one rule can select Untagged images per storage class.'),
  ],
  [
    'a rule for all before another',
    policyOf({ selection: { ...any, ...moreThan(1) } }, untagged),
    invalid('Rule for tagStatus=ANY must have the lowest priority per storage class'),
  ],
  [
    'no tags',
    policyOf({ selection: { tagStatus: 'tagged', ...moreThan(1) } }),
    invalid('Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.'),
  ],
  [
    'one priority twice',
    policyOf(untagged, { ...untagged, selection: { ...tagged('a'), ...moreThan(1) }, rulePriority: 1 }),
    invalid('Rule priorities must be unique.'),
  ],
  [
    'five wildcards',
    policyOf({ selection: { ...tagged('*a*b*c*d*'), ...moreThan(1) } }),
    invalid('A tag pattern has four wildcards at most.'),
  ],
  [
    'images that are pulled no more expired',
    policyOf({ selection: { ...any, ...days('sinceImagePulled', 9) } }),
    invalid('sinceImagePulled cannot expire images.'),
  ],
  [
    'the archive left after 89 days',
    policyOf({ selection: { ...any, storageClass: 'archive', ...days('sinceImageTransitioned', 89) } }),
    invalid('countNumber must be at least 90 for sinceImageTransitioned.'),
  ],
  [
    'a unit for a count',
    policyOf({ selection: { ...any, ...moreThan(1), countUnit: 'days' } }),
    invalid('countUnit must be left out for imageCountMoreThan.'),
  ],
  [
    'no target',
    policyOf({ selection: { ...any, ...moreThan(1) }, action: { type: 'transition' } }),
    invalid('targetStorageClass must be archive for transition, and left out for expire.'),
  ],
])('a policy with %s is refused', async (_, text, message) => {
  for (const sent of [put(text), start(text)])
    await expect(sent).rejects.toMatchObject({ name: 'InvalidParameterException', message });
});

test('a snapshot leads back to before a policy acted', async () => {
  const [old, young] = [await pushed(['v1']), await pushed(['v2'])];
  await put(policyOf({ selection: { ...any, ...moreThan(1) } }));
  await it.cloud.control.snapshot('before');
  await it.cloud.clock.advance(day);
  expect(Object.keys(await images())).toEqual([young.digest]);
  await it.cloud.control.restore('before');
  expect(Object.keys(await images())).toHaveLength(2);
  await it.cloud.clock.advance(day);
  expect(old.digest in (await images())).toBe(false);
});
