import { randomBytes } from 'node:crypto';
import { type BuiltImage, buildImage } from '@actions-aws/testing/images';
import { json, run } from './support/run.ts';
import { type ImageWorld, image, imageWorld, inBoth, nameOf, signature, step, twoPlatforms } from './support/world.ts';

let world: ImageWorld;
beforeAll(async () => {
  world = await imageWorld();
});
afterAll(() => world.stop());

let count = 0;
/** Two repositories of their own, with an image in the first, and what refers to it. */
async function pair(built: (text: string) => BuiltImage = image, referrers: readonly BuiltImage[] = []) {
  count += 1;
  const { from, to } = inBoth(`across-${count}`);
  await world.make(from);
  await world.make(to, { imageTagMutability: 'IMMUTABLE' });
  const digest = await world.push(from, built(`app ${count}`), ['dev']);
  for (const one of referrers) await world.push(from, one);
  await world.cloud.control.clearJournal();
  const promoted = (inputs: Readonly<Record<string, string>> = {}) =>
    run(step(world, { from: nameOf(from), to: nameOf(to), digest, tags: 'prod-1', ...inputs }), world);
  return { from, to, digest, promoted };
}

test('an image comes along byte for byte, and gets its tag last', async () => {
  const { to, digest, promoted } = await pair();
  const ended = await promoted();
  expect(ended).toMatchObject({ failure: '', warnings: [] });
  expect(ended.outputs).toMatchObject({ outcome: 'promoted', digest, 'image-by-digest': `${nameOf(to)}@${digest}` });
  expect(Number(ended.outputs.bytes)).toBeGreaterThan(100);
  expect(json(ended, 'report')).toMatchObject({ blobs: { sent: 3, mounted: 0, there: 0 } });
  expect(await world.tagsOf(to)).toEqual({ 'prod-1': digest });
  const writes = (await world.called()).filter((one) => one === 'PutManifest');
  expect(writes.length).toBe(2);
  expect(ended.summary).toContain('3 blobs sent');
});

test('a second run sends nothing, and another image only what is not there', async () => {
  const { from, to, promoted } = await pair();
  await promoted();
  await world.cloud.control.clearJournal();
  const again = await promoted();
  expect(again.outputs).toMatchObject({ outcome: 'noop', bytes: '0' });
  expect((await world.called()).filter((one) => /Put|Upload/.test(one))).toEqual([]);

  const next = await world.push(from, image('the next one'), ['next']);
  const ended = await promoted({ digest: next, tags: 'prod-2' });
  expect(ended.failure).toBe('');
  expect(json(ended, 'report')).toMatchObject({ blobs: { sent: 2, there: 1 } });
  expect(await world.tagsOf(to)).toMatchObject({ 'prod-2': next });
});

test('an index comes with its platforms, and what refers to each of them', async () => {
  const index = twoPlatforms('an index');
  const [child] = index.children;
  if (!child) throw new Error('an index has children');
  const ours = signature(index);
  const theirs = signature(child, 'of a platform');
  const ofReferrer = signature(ours, 'of a signature');
  const { to, promoted } = await pair(() => index, [ours, theirs, ofReferrer]);
  const ended = await promoted();
  expect(ended).toMatchObject({ failure: '', warnings: [] });
  const all = [index, ...index.children, ours, theirs, ofReferrer].map(({ digest }) => digest).sort();
  expect(await world.digestsOf(to)).toEqual(all);
  const came = json<{ digest: string; subject: string; came: boolean }[]>(ended, 'referrers');
  expect(came.every((one) => one.came)).toBe(true);
  expect(new Map(came.map(({ digest, subject }) => [digest, subject]))).toEqual(
    new Map([
      [ours.digest, index.digest],
      [theirs.digest, child.digest],
      [ofReferrer.digest, ours.digest],
    ]),
  );
  expect(ended.summary).toContain('application/vnd.example.signature.v1+json');
  expect((await promoted()).outputs.outcome).toBe('noop');
  expect((await promoted({ referrers: 'none', tags: 'prod-2' })).outputs).toMatchObject({ referrers: '[]' });
});

test('referrers stay behind where that is asked for', async () => {
  const built = image('signed, and promoted without');
  const { to, digest, promoted } = await pair(() => built, [signature(built)]);
  const ended = await promoted({ referrers: 'none' });
  expect(ended.failure).toBe('');
  expect(await world.digestsOf(to)).toEqual([digest]);
});

test.each(['require', 'try'])('a referrer that cannot be read, with `referrers: %s`', async (referrers) => {
  const built = image(`signed, ${referrers}`);
  const signed = signature(built, `signed, ${referrers}`);
  const { from, to, digest, promoted } = await pair(() => built, [signed]);
  const { control } = world.cloud;
  const resource = `arn:aws:ecr:${from.region}:123456789012:repository/${from.repository}@${signed.digest}`;
  const error = { code: 'DENIED', status: 403 };
  await control.addFault({ operation: 'GetManifest', resource, since: 1, times: 100, kind: 'error', error });
  const ended = await promoted({ referrers }).finally(() => control.clearFaults());
  if (referrers === 'require') {
    expect(ended.outputs.outcome).toBe('failed');
    expect(json(ended, 'report')).toMatchObject({ code: 'not-allowed' });
    expect(await world.digestsOf(to)).toEqual([]);
  } else {
    expect(ended.failure).toBe('');
    expect(await world.digestsOf(to)).toEqual([digest]);
    expect(ended.warnings).toEqual([expect.stringMatching(/^sha256:.*, which refers to .* did not come along/)]);
    expect(json(ended, 'referrers')).toEqual([
      expect.objectContaining({
        digest: signed.digest,
        subject: digest,
        came: false,
        why: expect.stringContaining('403'),
      }),
    ]);
  }
});

test('of two referrers one comes, and of the other the run says why not', async () => {
  const built = image('signed twice');
  const [lost, kept] = [signature(built, 'lost'), signature(built, 'kept')];
  const { from, to, digest, promoted } = await pair(() => built, [lost, kept]);
  const { control } = world.cloud;
  const resource = `arn:aws:ecr:${from.region}:123456789012:repository/${from.repository}@${lost.blobs[1]?.digest}`;
  const error = { code: 'DENIED', status: 403 };
  await control.addFault({ operation: 'GetBlob', resource, since: 1, times: 100, kind: 'error', error });
  const refused = await promoted();
  expect(refused.failure).toContain('a referrer, could not come along');
  expect(await world.tagsOf(to)).toEqual({});
  const ended = await promoted({ referrers: 'try' }).finally(() => control.clearFaults());
  expect(ended).toMatchObject({ failure: '', outputs: { outcome: 'promoted' } });
  expect(await world.digestsOf(to)).toEqual([digest, kept.digest].sort());
  expect(json(ended, 'referrers')).toEqual([
    expect.objectContaining({ digest: kept.digest, came: true }),
    expect.objectContaining({ digest: lost.digest, came: false, why: expect.stringContaining('403') }),
  ]);
  expect(ended.warnings).toEqual([expect.stringContaining('did not come along')]);
});

test('a registry that fails has not said that it has no referrers', async () => {
  const { from, to, promoted } = await pair();
  const { control } = world.cloud;
  const resource = `arn:aws:ecr:${from.region}:123456789012:repository/${from.repository}`;
  await control.addFault({ operation: 'ListImageReferrers', resource, since: 1, times: 1_000_000, kind: 'error' });
  const ended = await promoted({ timeout: '30s' }).finally(() => control.clearFaults());
  expect(json(ended, 'report')).toMatchObject({
    outcome: 'failed',
    code: expect.stringMatching(/unavailable|timed-out/),
  });
  expect(await world.digestsOf(to)).toEqual([]);
});

test('within one registry, blobs may be mounted, and a repository may be made', async () => {
  const { from, digest, promoted } = await pair();
  const made = { ...from, repository: `${from.repository}-prod` };
  const refused = await promoted({ to: nameOf(made) });
  expect(json(refused, 'report')).toMatchObject({ outcome: 'failed', code: 'no-repository' });
  expect(refused.failure).toContain('create: true');
  expect(refused.log).toMatch(/Refused: none of these steps is taken\..*give it the tag prod-1/s);
  expect(refused.log + refused.summary).not.toMatch(/create the repository/i);
  const ended = await promoted({ to: nameOf(made), create: 'true', moving: 'prod' });
  expect(ended.failure).toBe('');
  expect(ended.log).toContain(`create the repository ${nameOf(made)}`);
  expect(ended.log).not.toContain('Refused');
  expect(await world.tagsOf(made)).toEqual({ prod: digest, 'prod-1': digest });
});

test('an image whose blob cannot be read gets no tag, and all of them once it can', async () => {
  const built = buildImage({ files: { 'app/random': randomBytes(1_000) } });
  const { to, promoted } = await pair(() => built);
  const { control } = world.cloud;
  await control.addFault({ operation: 'GetLayer', since: 1, times: 1_000_000, kind: 'error' });
  const ended = await promoted({ timeout: '30s' }).finally(() => control.clearFaults());
  expect(ended.outputs).toMatchObject({ outcome: 'failed', 'image-by-digest': '' });
  expect(await world.tagsOf(to)).toEqual({});
  expect((await promoted()).outputs.outcome).toBe('promoted');
});
