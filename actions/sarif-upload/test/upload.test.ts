import type { ReportedRun } from '../src/reading/report.ts';
import type { Given } from './support/results.ts';
import { runOf } from './support/runs.ts';
import { fates, uploading } from './support/uploading.ts';
import { type UploadWorld, uploadWorld } from './support/world.ts';

let world: UploadWorld;
beforeEach(async () => {
  world = await uploadWorld();
});
afterEach(() => world.stop());

/** A run that GitHub refuses where its own setup of CodeQL is on. */
function badRun(category: string): ReportedRun {
  return runOf([{}], { tool: 'CodeQL', category });
}

const twenty = (bad: number) =>
  Array.from({ length: 20 }, (_, index) =>
    index === bad ? badRun(`c${index}`) : runOf([{ line: index + 1 }], { category: `c${index}` }),
  );

test('it reads the ref, sends, asks until it is processed, and reads the ref again', async () => {
  const result = await uploading(world, [runOf([{}], { category: 'a' }), runOf([], { tool: 'Clean' })]);
  expect([result.outcome, result.failure]).toEqual(['uploaded', undefined]);
  expect(fates(result)).toEqual(['Lint a landed', 'Clean landed']);
  expect(world.asked()).toEqual([
    'GET commits/heads%2Fmain',
    'POST code-scanning/sarifs',
    'GET code-scanning/sarifs/…',
    'GET code-scanning/sarifs/…',
    'GET code-scanning/analyses',
    'GET commits/heads%2Fmain',
  ]);
  expect(world.waits).toEqual([2000, 3000]);
});

test('a dry run asks nothing', async () => {
  const result = await uploading(world, [runOf([{}])], { dryRun: true });
  expect([result.outcome, world.asked()]).toEqual(['planned', []]);
});

test('of a file that is refused each analysis goes by itself: 19 land, and the bad one is named with GitHub’s words', async () => {
  world.local.setCodeScanning({ defaultSetup: true });
  const result = await uploading(world, twenty(7));
  expect(result.outcome).toBe('rejected');
  expect(fates(result).filter((fate) => fate.endsWith('landed'))).toHaveLength(19);
  expect(result.failure).toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/category c7, run 1 of .*: .*\.$/),
  });
  expect(world.asked().filter((one) => one.startsWith('POST'))).toHaveLength(21);
});

test('an incomplete scan makes the run red, and all others are there', async () => {
  const failures = [{ kind: 'partial' as const, message: 'One file could not be read.', hint: 'Correct it.' }];
  const result = await uploading(world, [runOf([{}]), runOf([], { tool: 'Torn', failures })]);
  expect([result.outcome, fates(result)]).toEqual(['rejected', ['Lint landed']]);
  expect(result.failure).toEqual({
    code: 'incomplete',
    message: 'Not sent, since the scan did not see everything: Torn without a category (One file could not be read.).',
    hint: 'Correct it.',
  });
});

test('where nothing can be sent, nothing is asked of code scanning', async () => {
  const failures = [{ kind: 'partial' as const, message: 'One file could not be read.' }];
  const result = await uploading(world, [runOf([], { failures })]);
  expect([result.outcome, world.asked().filter((one) => one.includes('scanning'))]).toEqual(['rejected', []]);
});

describe('a newer commit', () => {
  test('that is there before is not overwritten', async () => {
    world.history.commit('main', { 'src/app.js': 'a\n' });
    const result = await uploading(world, [runOf([{}])]);
    expect([result.outcome, result.failure?.code, fates(result)]).toEqual([
      'superseded',
      'newer-commit',
      ['Lint waiting'],
    ]);
    expect(world.asked()).toEqual(['GET commits/heads%2Fmain']);
  });

  test('that comes meanwhile makes the run red: its results may be overwritten', async () => {
    const { clock } = world;
    const sleep: typeof clock.sleep = async (ms, signal) => {
      if (ms === 2000) world.history.commit('main', { 'src/app.js': 'a\n' });
      return clock.sleep(ms, signal);
    };
    const result = await uploading({ ...world, clock: { ...clock, sleep } }, [runOf([{}])]);
    expect([result.outcome, fates(result)]).toEqual(['superseded', ['Lint landed']]);
  });

  test('is one also where the ref is gone', async () => {
    const result = await uploading(world, [runOf([{}])], { target: { ref: 'refs/heads/gone', sha: world.sha } });
    expect([result.outcome, result.failure?.message]).toEqual([
      'superseded',
      expect.stringContaining('refs/heads/gone is gone'),
    ]);
  });

  test('of a pull request is another head, while its test merge may be another commit', async () => {
    const head = world.history.commit('topic', { 'src/b.js': 'b\n' }, { parents: [world.sha] });
    const merge = world.history.commit('merged', {}, { parents: [world.sha, head] });
    const pull = (sha: string) =>
      world.local.setPull({ number: 5, base: { ref: 'main', sha: world.sha }, head: { ref: 'topic', sha } });
    pull(head);
    const of = async (target: { ref: string; sha: string; head?: string }) =>
      (await uploading(world, [runOf([{}])], { target })).outcome;
    expect(await of({ ref: 'refs/pull/5/merge', sha: merge, head })).toBe('uploaded');
    // Without the event the second parent tells.
    expect(await of({ ref: 'refs/pull/5/merge', sha: merge })).toBe('uploaded');
    expect(await of({ ref: 'refs/pull/5/head', sha: head })).toBe('uploaded');
    pull(world.history.commit('topic', { 'src/b.js': 'c\n' }));
    expect(await of({ ref: 'refs/pull/5/merge', sha: merge, head })).toBe('superseded');
    expect(await of({ ref: 'refs/pull/5/merge', sha: merge })).toBe('superseded');
    expect(await of({ ref: 'refs/pull/5/head', sha: head })).toBe('superseded');
  });

  test('is told from a tag that stays', async () => {
    world.history.point({ 'refs/tags/v1': world.sha });
    world.history.commit('main', { 'src/app.js': 'a\n' });
    const result = await uploading(world, [runOf([{}])], { target: { ref: 'refs/tags/v1', sha: world.sha } });
    expect(result.outcome).toBe('uploaded');
  });
});

describe('the deadline', () => {
  test('ends the wait for what is never processed: unknown', async () => {
    world.local.setCodeScanning({ processingMs: Number.POSITIVE_INFINITY });
    const result = await uploading(world, [runOf([{}])]);
    expect([result.outcome, result.failure?.code, fates(result)]).toEqual(['unknown', 'not-processed', ['Lint sent']]);
    expect(world.waits.slice(0, 6)).toEqual([2000, 3000, 5000, 10_000, 15_000, 15_000]);
    // At a cadence that code scanning's own limit of requests allows for.
    expect(world.asked().length).toBeLessThan(50);
  });

  test('is not reached where GitHub takes its time', async () => {
    world.local.setCodeScanning({ processingMs: 300_000 });
    expect((await uploading(world, [runOf([{}])])).outcome).toBe('uploaded');
  });

  test('an upload that cannot be found at first is asked for again', async () => {
    world.local.setCodeScanning({ hiddenMs: 4000 });
    expect((await uploading(world, [runOf([{}])])).outcome).toBe('uploaded');
  });
});

describe('a token', () => {
  const reads = { contents: 'read', pull_requests: 'read', security_events: 'read' } as const;

  test('of a fork may not upload: skipped, and the files stay', async () => {
    const result = await uploading(world, [runOf([{}])], { token: world.local.tokenWith(reads), isForeign: true });
    expect([result.outcome, result.failure?.code, fates(result)]).toEqual(['skipped', 'no-upload', ['Lint waiting']]);
    expect(result.preparation.deliveries).toHaveLength(1);
  });

  test('of the repository that may not upload is an error that names the permission', async () => {
    const result = await uploading(world, [runOf([{}])], { token: world.local.tokenWith(reads) });
    expect([result.outcome, result.failure]).toEqual([
      'failed',
      expect.objectContaining({ code: 'not-allowed', hint: expect.stringContaining('security-events: write') }),
    ]);
  });
});

test.each<[availability: 'off' | 'no advanced security', whenUnavailable: 'fail' | 'skip', outcome: string]>([
  ['off', 'fail', 'failed'],
  ['off', 'skip', 'skipped'],
  ['no advanced security', 'fail', 'failed'],
  ['no advanced security', 'skip', 'skipped'],
])('code scanning is %s, and the workflow says %s: %s', async (availability, whenUnavailable, outcome) => {
  world.local.setCodeScanning({ availability });
  const result = await uploading(world, [runOf([{}])], { whenUnavailable });
  expect([result.outcome, result.failure?.code]).toEqual([outcome, 'not-enabled']);
});

test('a repository that is archived is no reason to skip', async () => {
  world.local.setCodeScanning({ availability: 'archived' });
  const result = await uploading(world, [runOf([{}])], { whenUnavailable: 'skip' });
  expect([result.outcome, result.failure?.message]).toEqual(['failed', expect.stringContaining('archived')]);
});

test('more than a file takes goes in several, which GitHub processes side by side', async () => {
  const runs = Array.from({ length: 45 }, (_, index) =>
    runOf([{ line: index + 1 } satisfies Given], { category: `c${index}` }),
  );
  const result = await uploading(world, runs);
  expect(result.outcome).toBe('uploaded');
  expect(world.asked().filter((one) => one.startsWith('POST'))).toHaveLength(3);
  expect(world.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(12_000);
});
