import { buildIndex } from '@actions-aws/testing/images';
import { PutLifecyclePolicyCommand, UpdateImageStorageClassCommand } from '@aws-sdk/client-ecr';
import { otherRegistries } from './support/registries.ts';
import { json, run } from './support/run.ts';
import {
  DEV,
  type ImageWorld,
  image,
  imageWorld,
  inBoth,
  nameOf,
  type Place,
  signature,
  step,
  twoPlatforms,
} from './support/world.ts';

let world: ImageWorld;
beforeAll(async () => {
  world = await imageWorld();
});
afterAll(() => world.stop());

const registries = otherRegistries();
afterEach(registries.stop);

let count = 0;
async function promotion(build = image) {
  count += 1;
  const { from, to } = inBoth(`gates-${count}`);
  await world.make(from);
  await world.make(to);
  const built = build(`gates ${count}`);
  const digest = await world.push(from, built, ['dev']);
  const promoted = (inputs: Readonly<Record<string, string>> = {}) =>
    run(step(world, { from: nameOf(from), to: nameOf(to), digest, tags: 'prod-1', ...inputs }), world);
  return { from, to, digest, built, promoted };
}

const scanned = (imageDigest: string, result: object) =>
  world.cloud.control.call('ecr.scanResult', { imageDigest, ...result }, { region: DEV.region });

test('an index passes when the scan of each platform does, and not before', async () => {
  const { to, built, promoted } = await promotion(twoPlatforms);
  const [amd, arm] = built.children.map(({ digest }) => digest);
  await scanned(amd ?? '', { status: 'COMPLETE', findings: [{ name: 'CVE-1', severity: 'MEDIUM' }] });
  const early = await promoted({ 'max-severity': 'medium' });
  expect(json(early, 'report')).toMatchObject({ outcome: 'rejected', code: 'scan-not-clean' });
  expect(early.failure).toMatch(/was never scanned.*\n.*scan on push.*start-image-scan.*max-severity/);
  expect(early.summary).toContain('1 MEDIUM');
  await scanned(arm ?? '', { status: 'ACTIVE', findings: [{ name: 'CVE-2', severity: 'HIGH' }] });
  const late = await promoted({ 'max-severity': 'medium' });
  expect(late.failure).toMatch(/1 HIGH.*\n.*without what it found/);
  expect(late.failure).not.toContain('scan on push');
  expect(await world.digestsOf(to)).toEqual([]);
  expect((await promoted({ 'max-severity': 'high' })).outputs.outcome).toBe('promoted');
});

test('an enhanced scan that is active, and has not come to its end once, is not clean', async () => {
  const { digest, promoted } = await promotion();
  await scanned(digest, { status: 'ACTIVE', hasEnded: false });
  const early = await promoted({ 'max-severity': 'critical' });
  expect(early.outputs).toMatchObject({ outcome: 'rejected' });
  expect(early.failure).toContain('no scan of it has come to its end');
  await scanned(digest, { status: 'ACTIVE' });
  expect((await promoted({ 'max-severity': 'critical' })).outputs.outcome).toBe('promoted');
});

test('what calls itself an attestation, and has a platform that runs, is scanned as well', async () => {
  const two = (text: string) => {
    const [amd, arm] = twoPlatforms(text).children;
    if (!amd || !arm) throw new Error('there are two');
    const disguised = { 'vnd.docker.reference.type': 'attestation-manifest' };
    return buildIndex([{ ...amd, entry: { annotations: disguised } }, arm]);
  };
  const { built, promoted } = await promotion(two);
  const [, arm] = built.children.map(({ digest }) => digest);
  await scanned(arm ?? '', { status: 'COMPLETE', findings: [] });
  const ended = await promoted({ 'max-severity': 'medium' });
  expect(json(ended, 'report')).toMatchObject({ outcome: 'rejected', code: 'scan-not-clean' });
});

test('a registry without scans is not clean', async () => {
  const from = await registries.start();
  const digest = await from.push(image('of a registry that scans nothing'), 'dev');
  const inputs = { from: from.name, digest, tags: 'prod-1', 'require-tag': 'dev', 'max-severity': 'critical' };
  const ended = await run(step(world, inputs), world);
  expect(json(ended, 'report')).toMatchObject({ outcome: 'rejected', code: 'scan-not-clean' });
  expect(ended.failure).toContain('has no scans to go by');
  expect(ended.failure).toContain('Only ECR has scans');
  expect(ended.failure).not.toMatch(/start-image-scan|Wait for/);
  expect([...from.at.tags.keys()]).toEqual(['dev']);
  expect((await run(step(world, { ...inputs, 'max-severity': 'any' }), world)).outputs.outcome).toBe('promoted');
});

const archive = async ({ region, repository: repositoryName }: Place, imageDigest: string) => {
  const which = { repositoryName, imageId: { imageDigest } };
  await world.ecr(region).send(new UpdateImageStorageClassCommand({ ...which, targetStorageClass: 'ARCHIVE' }));
};

test('an archived image is told before anything is asked of the destination', async () => {
  const { from, digest, promoted } = await promotion();
  await archive(from, digest);
  const ended = await promoted();
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'archived' });
  expect(ended.failure).toContain('Restore it in ECR');
});

test('an archived platform of an index is named before anything is written', async () => {
  const { from, to, digest, built, promoted } = await promotion(twoPlatforms);
  const child = built.children[1]?.digest ?? '';
  // ECR archives what an index needs only after the index, which is then pushed again.
  await archive(from, digest);
  await archive(from, child);
  await world.push(from, { ...built, blobs: [], children: [] });
  const ended = await promoted();
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'archived' });
  expect(ended.failure).toContain(child);
  expect(ended.failure).toMatch(/It belongs to sha256:.*Restore it in ECR/s);
  expect(await world.digestsOf(to)).toEqual([]);
});

test('an archived referrer is named before anything is written, unless it may stay behind', async () => {
  const { from, to, digest, built, promoted } = await promotion();
  const signed = await world.push(from, signature(built));
  await archive(from, signed);
  const ended = await promoted();
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'archived' });
  expect(ended.failure).toContain(signed);
  expect(await world.digestsOf(to)).toEqual([]);
  const tried = await promoted({ referrers: 'try' });
  expect(tried.failure).toBe('');
  expect(tried.warnings.at(-1)).toMatch(/did not come along: .*has the status ARCHIVED/);
  expect(await world.digestsOf(to)).toEqual([digest]);
});

test('an image that was archived where it goes is brought there again, with the tag that it had', async () => {
  const { to, built, digest, promoted } = await promotion(twoPlatforms);
  expect((await promoted()).outputs.outcome).toBe('promoted');
  for (const one of [built, ...built.children]) await archive(to, one.digest);
  expect(await world.tagsOf(to)).toEqual({});
  const again = await promoted();
  expect(again).toMatchObject({ failure: '', outputs: { outcome: 'promoted' } });
  expect(json(again, 'report')).toMatchObject({ blobs: { there: 0 } });
  expect(await world.tagsOf(to)).toEqual({ 'prod-1': digest });
  expect(await world.digestsOf(to)).toEqual([built, ...built.children].map((one) => one.digest).sort());
});

test.each(['DescribeImageScanFindings', 'StartLifecyclePolicyPreview', 'GetLifecyclePolicyPreview'])(
  'where %s gives no answer, nothing is written',
  async (operation) => {
    const { from, to, digest, promoted } = await promotion();
    await scanned(digest, { status: 'COMPLETE' });
    await keepOne(from, 'any');
    const { control } = world.cloud;
    await control.addFault({ operation, since: 1, times: 1_000_000, kind: 'error' });
    const asked = { 'max-severity': 'high' };
    const ended = await promoted({ ...asked, timeout: '2m' }).finally(() => control.clearFaults());
    // Which comes first, the last answer or the end of the time, is the machine's pace.
    expect(json(ended, 'report')).toMatchObject({
      outcome: 'failed',
      code: expect.stringMatching(/^(unavailable|timed-out)$/),
    });
    expect(ended.failure).not.toBe('');
    expect(await world.digestsOf(to)).toEqual([]);
    expect((await promoted(asked)).outputs.outcome).toBe('promoted');
  },
);

/** Has a repository keep its newest image alone, of those that a rule is about. */
const keepOne = ({ region, repository: repositoryName }: Place, tagStatus: 'any' | 'untagged') => {
  const rule = {
    rulePriority: 1,
    description: 'few images',
    selection: { tagStatus, countType: 'imageCountMoreThan', countNumber: 1 },
    action: { type: 'expire' },
  };
  const lifecyclePolicyText = JSON.stringify({ rules: [rule] });
  return world.ecr(region).send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
};

test('an image that the lifecycle policy is about to take away stays where it is', async () => {
  const { from, to, promoted } = await promotion();
  await world.push(from, image('one more'), ['newer']);
  await keepOne(from, 'any');
  const ended = await promoted();
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'expiring' });
  expect(ended.failure).toMatch(/about to take away.*rule 1/);
  expect(await world.digestsOf(to)).toEqual([]);
});

test('a finished promotion is noop again, and warns, when the policy is about to take the image away where it came from', async () => {
  const { from, to, digest, promoted } = await promotion();
  expect((await promoted()).outputs.outcome).toBe('promoted');
  await world.push(from, image('one more'), ['newer']);
  await keepOne(from, 'any');
  const again = await promoted();
  expect(again).toMatchObject({ failure: '', outputs: { outcome: 'noop', digest } });
  expect(again.warnings).toContainEqual(expect.stringMatching(/about to take away.*the run is green/));
  expect((await promoted({ tags: 'prod-1, prod-2' })).outputs.outcome).toBe('failed');
  expect(await world.tagsOf(to)).toEqual({ 'prod-1': digest });
});

test('within one repository, too, what the policy is about to take away of an image and its referrers is named', async () => {
  const { from, built, promoted } = await promotion(twoPlatforms);
  const [platform] = built.children;
  const signed = signature(built);
  const above = signature(signed, 'of a signature');
  for (const one of [signed, above]) await world.push(from, one);
  const within = { to: nameOf(from) };
  expect((await promoted({ ...within, tags: 'staging-1' })).outputs.outcome).toBe('promoted');
  await world.push(from, image('without a tag, and newer'));
  await keepOne(from, 'untagged');
  const ended = await promoted(within);
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'expiring' });
  for (const { digest } of [signed, above]) expect(ended.failure).toContain(`${digest.slice(0, 19)}…, which refers to`);
  expect(ended.failure).not.toContain(platform?.digest.slice(0, 19));
  expect(await world.tagsOf(from)).toEqual({ dev: built.digest, 'staging-1': built.digest });
  expect((await promoted({ ...within, referrers: 'none' })).outputs.outcome).toBe('promoted');
});

test('a referrer that the policy is about to take away is named before anything is written', async () => {
  const { from, to, built, promoted } = await promotion();
  const signed = await world.push(from, signature(built));
  await world.push(from, image('without a tag, and newer'));
  await keepOne(from, 'untagged');
  const ended = await promoted();
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'expiring' });
  expect(ended.failure).toContain(`take away ${signed.slice(0, 19)}…, which refers to ${built.digest.slice(0, 19)}…`);
  expect(await world.digestsOf(to)).toEqual([]);
});
