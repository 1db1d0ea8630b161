import { canaryMs, watchMs } from '../src/plan/canary.ts';
import { outcomeOf } from '../src/plan/plan.ts';
import { refusal } from '../src/plan/refusal.ts';
import type { Desired, Observed } from '../src/plan/state.ts';
import { alias, desired, published, settled, steps, uploaded, version } from './support/situations.ts';

const canary: Desired['canary'] = [
  { share: 0.1, bakeMs: 300_000 },
  { share: 0.5, bakeMs: 600_000 },
];

const known = { ...settled, latest: uploaded, candidate: published };

/** Version 6 is live, and version 7 on trial, by somebody and until some time from when it is seen. */
function trial(
  share: number,
  { run = '812.1 nonce=00000001', minutes = 5, held = false, candidate = 'new-code' } = {},
): Partial<Observed> {
  const until = new Date(settled.at + minutes * 60_000).toISOString().slice(0, 19);
  const mark = `lambda-promote to=6 from=5 ${held ? 'held' : 'canary'}=7 share=${share * 100}% until=${until}Z run=${run} order=aaaa:57`;
  return {
    latest: uploaded,
    alias: alias('live', '6', mark, { 7: share }),
    canary: version('7', candidate, { description: published.description }),
  };
}

const byEarlier = { run: '812.1 nonce=0000000f' };
const secondAttempt: Partial<Desired> = {
  deployer: { owner: { run: '812', attempt: 2, nonce: '00000009' }, order: { workflow: 'aaaa', number: 57 } },
};
const other = { run: '900.1 nonce=00000002' };

const byOlder: Partial<Observed> = {
  ...known,
  alias: alias('live', '7', 'lambda-promote to=7 from=6 run=900.1 nonce=00000002 order=aaaa:56'),
  live: published,
};

const all = 'shift 7 0 > 0.1, bake 7 0.1, shift 7 0.1 > 0.5, bake 7 0.5, remember 6, move 6 > 7, verify';

test.each<[string, Partial<Observed>, Partial<Desired>, string]>([
  ['a proved version', known, {}, all],
  ['a tenth is given', trial(0.1), {}, all.replace('shift 7 0 > 0.1, ', '')],
  [
    'a tenth was watched',
    { ...trial(0.1), baked: 0.1 },
    {},
    'shift 7 0.1 > 0.5, bake 7 0.5, remember 6, move 6 > 7, verify',
  ],
  ['half is given', { ...trial(0.5), baked: 0.1 }, {}, 'bake 7 0.5, remember 6, move 6 > 7, verify'],
  ['half was watched', { ...trial(0.5), baked: 0.5 }, {}, 'remember 6, move 6 > 7, verify'],
  ['a first promotion', { ...known, alias: undefined, previousAlias: undefined }, {}, 'move nothing > 7, verify'],
  ['live already', { ...known, alias: alias('live', '7'), live: published }, {}, 'verify'],
  ['live already by an older run', byOlder, {}, 'verify, claim 7'],
  ['live already by an older run, to be held', byOlder, { until: 0.1 }, 'claim 7'],
  // Where a promotion stops before its first share, it says nothing to the alias.
  ['live already by an older run, to be staged', byOlder, { until: 'staged' }, ''],
  // What is found by whoever comes later.
  [
    'an earlier attempt was killed at a tenth',
    trial(0.1, byEarlier),
    secondAttempt,
    all.replace('0 > 0.1', '0.1 > 0.1'),
  ],
  [
    'an earlier attempt was killed at half',
    trial(0.5, byEarlier),
    secondAttempt,
    'shift 7 0.5 > 0.5, bake 7 0.5, remember 6, move 6 > 7, verify',
  ],
  [
    'an earlier attempt was killed with other code',
    { ...trial(0.1, { ...byEarlier, candidate: 'other-code' }), candidate: version('8', 'new-code') },
    secondAttempt,
    `heal 7, smoke 8, ${all.replaceAll('7', '8')}`,
  ],
  [
    'held for us at a tenth',
    trial(0.1, { ...other, held: true }),
    {},
    'shift 7 0.1 > 0.5, bake 7 0.5, remember 6, move 6 > 7, verify',
  ],
  ['held for us, to the end', trial(0.1, { ...other, held: true }), { canary: [] }, 'remember 6, move 6 > 7, verify'],
  [
    "another's is under way",
    { ...trial(0.1, other), candidate: version('8', 'new-code', { description: published.description }) },
    { canary: [] },
    'await-canary 7, remember 6, move 6 > 8, verify',
  ],
  [
    "another's was left behind",
    {
      ...trial(0.1, { ...other, minutes: -1 }),
      candidate: version('8', 'new-code', { description: published.description }),
    },
    { canary: [] },
    'heal 7, remember 6, move 6 > 8, verify',
  ],
  [
    "another's, of the same code, was left behind",
    trial(0.1, { ...other, minutes: -1 }),
    { canary: [], smoke: [] },
    'heal 7, publish, await-version new, remember 6, move 6 > new, verify',
  ],
  // Stopping on the way.
  ['until it is staged', known, { until: 'staged' }, ''],
  ['until a tenth', known, { until: 0.1 }, 'shift 7 0 > 0.1, bake 7 0.1, hold 7 0.1'],
  ['until a fifth', known, { until: 0.2 }, 'shift 7 0 > 0.1, bake 7 0.1, shift 7 0.1 > 0.2, hold 7 0.2'],
  ['until a tenth, and nothing watches', known, { until: 0.1, canary: [] }, 'shift 7 0 > 0.1, hold 7 0.1'],
  ['until a tenth, where it is held by another', trial(0.1, { ...other, held: true }), { until: 0.1 }, 'hold 7 0.1'],
  ['until a tenth, where it is held', trial(0.1, { held: true }), { until: 0.1 }, ''],
  ['until it is staged, where it is held at a tenth', trial(0.1, { held: true }), { until: 'staged' }, ''],
])('%s', (_, observed, asked, expected) => {
  expect(steps(observed, { canary, ...asked })).toBe(expected);
});

const breach = { code: 'check-failed', message: 'At 10% of the users: the alarm errors fired.' } as const;
const cancelled = { code: 'cancelled', message: 'The workflow was cancelled.' } as const;

test.each<[string, Partial<Observed>, Partial<Desired>, string, string]>([
  ['ours, breached', { ...trial(0.1), failure: breach }, {}, 'move-back 7 > 6', 'rollback-failed'],
  ['ours, cancelled', { ...trial(0.1), failure: cancelled }, {}, 'move-back 7 > 6', 'rollback-failed'],
  [
    "an earlier attempt's, cancelled",
    { ...trial(0.1, byEarlier), failure: cancelled },
    secondAttempt,
    'move-back 7 > 6',
    'rollback-failed',
  ],
  [
    'held by another, breached',
    { ...trial(0.1, { ...other, held: true }), failure: breach },
    {},
    'move-back 7 > 6',
    'rollback-failed',
  ],
  ['held by another, cancelled', { ...trial(0.1, { ...other, held: true }), failure: cancelled }, {}, '', 'failed'],
  ["another's", { ...trial(0.1, other), failure: cancelled }, {}, '', 'failed'],
  ['taken back', { ...trial(0.1), alias: alias('live', '6'), restored: true, failure: breach }, {}, '', 'rolled-back'],
  [
    'the description was rewritten, and the share is still there',
    { ...known, moved: true, alias: alias('live', '6', 'Managed by Terraform', { 7: 0.1 }), failure: cancelled },
    {},
    '',
    'rollback-failed',
  ],
])('in failure: %s', (_, observed, asked, expected, outcome) => {
  expect(steps(observed, { canary, ...asked })).toBe(expected);
  expect(outcomeOf({ ...settled, ...observed }, { ...desired, canary, ...asked })).toBe(outcome);
});

test.each<[string, Partial<Observed>, Partial<Desired>, string]>([
  ['staged', known, { until: 'staged' }, 'held'],
  ['held', trial(0.1, { held: true }), { until: 0.1 }, 'held'],
  ['live already', { ...known, alias: alias('live', '7'), live: published }, { until: 'staged' }, 'noop'],
])('where it stops: %s', (_, observed, asked, outcome) => {
  expect(outcomeOf({ ...settled, ...observed }, { ...desired, canary, ...asked })).toBe(outcome);
});

test.each<[string, Partial<Observed>, Partial<Desired>, RegExp | undefined]>([
  ['a canary', known, {}, undefined],
  [
    'a newer run has a canary',
    trial(0.1, other),
    { deployer: { ...desired.deployer, order: { workflow: 'aaaa', number: 56 } } },
    /is older than run 57, which promoted what is live on api:live, or found it there/,
  ],
  [
    'somebody split the traffic by hand',
    { ...known, alias: alias('live', '6', '', { 7: 0.1 }) },
    {},
    /splits its traffic, 10% to version 7/,
  ],
  [
    'provisioned concurrency',
    { ...known, provisioned: { ready: true, failure: '' } },
    {},
    /provisioned concurrency, which AWS does not take/,
  ],
  [
    'another role',
    { ...known, candidate: { ...published, configuration: { Role: 'arn:other' } } },
    {},
    /has another Role than what is live/,
  ],
  ['nobody to share with', { ...known, alias: undefined }, { until: 0.1 }, /is not there yet/],
])('refused before anything is written: %s', (_, observed, asked, message) => {
  const found = refusal({ ...settled, ...observed }, { ...desired, canary, ...asked });
  if (message) expect(found?.message).toMatch(message);
  else expect(found).toBeUndefined();
});

test('a canary takes the times of its shares, each with the time that data may be late', () => {
  const given = { canary, until: undefined, settle: 120_000, minInvocations: 1, functions: [{}] };
  expect(canaryMs(given)).toBe(19 * 60_000);
  expect(canaryMs({ ...given, until: 0.1 })).toBe(7 * 60_000);
  expect(canaryMs({ ...given, until: 'staged' })).toBe(0);
  expect(canaryMs({ ...given, canary: undefined })).toBe(0);
});

test('a short share is watched until a whole minute of it can be counted, where calls are wanted', () => {
  const short = [{ share: 0.1, bakeMs: 30_000 }];
  const given = { canary: short, until: undefined, settle: 120_000, minInvocations: 1, functions: [{}] };
  expect(canaryMs(given)).toBe(120_000 + 120_000);
  expect(canaryMs({ ...given, minInvocations: 0 })).toBe(30_000 + 120_000);
  expect(canaryMs({ ...given, minInvocations: 0, functions: [{ 'min-invocations': 5 }] })).toBe(240_000);
  expect(canaryMs({ ...given, functions: [{ 'min-invocations': 0 }] })).toBe(150_000);
  const minute = Date.UTC(2026, 0, 1);
  expect(watchMs(30_000, minute, true)).toBe(60_000);
  expect(watchMs(30_000, minute + 1, true)).toBe(119_999);
  expect(watchMs(30_000, minute + 50_000, true)).toBe(70_000);
  expect(watchMs(30_000, minute + 1, false)).toBe(30_000);
  expect(watchMs(300_000, minute + 1, true)).toBe(300_000);
});
