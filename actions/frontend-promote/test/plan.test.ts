import type { Failure } from '@actions-aws/promotion';
import { type Manifest, sharing } from '@actions-aws/site';
import { refusal } from '../src/plan/refusal.ts';
import type { Desired, Observed } from '../src/plan/state.ts';
import { buildOf, fileOf } from './support/builds.ts';
import { desiring, live, next, owner, planned, pointer, seeing } from './support/situations.ts';

const failed: Failure = { code: 'check-failed', message: 'It failed.' };
const cancelled: Failure = { code: 'cancelled', message: 'It was cancelled.' };
const [other, third] = ['v8', 'v9'].map((version) => buildOf(version).manifest) as [Manifest, Manifest];
const asCarried = ({ id: from, files }: Manifest) => files.map((file) => ({ ...file, from }));
const ours = pointer(next.id, { owner, from: live.id });
const earlier = pointer(next.id, { owner: { ...owner, attempt: 1, nonce: 'cccccccc' }, from: live.id });
const others = pointer(next.id, { owner: { run: '900', attempt: 1, nonce: 'dddddddd' }, from: live.id });
const proved = {
  isWhole: true,
  isProved: true,
  carried: [
    { from: live.id, into: next.id },
    { from: next.id, into: live.id },
  ],
};
const moved = { ...proved, app: ours, moved: true };

/** Another run's write of the release, of a run with this number. */
const ordered = (number: number, workflow = '3f9a1c22d0e4') =>
  pointer(next.id, { owner: { run: '900', attempt: 1, nonce: 'cccccccc' }, order: { workflow, number } });
const beside = sharing({
  files: ['assets/app.js', 'assets/app.js.LICENSE.txt'].map((path) => fileOf(path, path)),
});
const ended = { isSpread: true, isServed: true, verified: true };

test.each<[string, Partial<Observed>, readonly string[], Partial<Desired>?]>([
  ['all of it', {}, ['look-at-objects', 'prove', 'carry', 'carry', 'note', 'move', 'spread', 'await-served', 'verify']],
  ['proved: what is left is to move', proved, ['note', 'move', 'spread', 'await-served', 'verify']],
  [
    'TEST is not asked where the workflow says none',
    {},
    ['look-at-objects', 'carry', 'carry', 'note', 'move', 'spread', 'await-served', 'verify'],
    { asksTest: false },
  ],
  ['nothing to verify', proved, ['note', 'move', 'spread', 'await-served'], { verify: [] }],
  [
    'a first promotion carries nothing',
    { app: pointer(undefined), live: undefined, kept: [] },
    ['look-at-objects', 'prove', 'note', 'move', 'spread', 'await-served', 'verify'],
  ],
  [
    'releases that were live before it: theirs comes, and its own goes into each, by what those lack',
    { kept: [live, other, { ...third, carried: [next, live, other].flatMap(asCarried) }] },
    ['look-at-objects', 'prove', ...Array(5).fill('carry'), 'note', 'move', 'spread', 'await-served', 'verify'],
  ],
  [
    'what could not be carried is not tried again',
    { carried: [{ from: live.id, into: next.id }] },
    ['look-at-objects', 'prove', 'carry', 'note', 'move', 'spread', 'await-served', 'verify'],
  ],
  ['moved: it spreads, is served, and verified', moved, ['spread', 'await-served', 'verify']],
  ['spread', { ...moved, isSpread: true }, ['await-served', 'verify']],
  ['served', { ...moved, isSpread: true, isServed: true }, ['verify']],
  ['done', { ...moved, isSpread: true, isServed: true, verified: true }, ['promoted']],
  ['an earlier attempt moved it: this one goes on', { app: earlier }, ['spread', 'await-served', 'verify']],
  [
    'an earlier attempt came to the end',
    { app: earlier, isSpread: true, isServed: true, verified: true },
    ['promoted'],
  ],
  [
    'another run promoted it, and may have been cut short: what it waited for is waited for, and the order is noted',
    { app: others },
    ['spread', 'await-served', 'verify', 'claim'],
  ],
  [
    'another run promoted it a moment ago',
    { app: pointer(next.id, { owner: { ...owner, run: '900', nonce: 'dddddddd' } }, false) },
    ['spread', 'await-served', 'verify', 'claim'],
  ],
  ['it was there already', { ...ended, app: ordered(57) }, ['noop']],
  ['an older run put it there', { ...ended, app: ordered(56) }, ['claim']],
  ['a newer run put it there', { ...ended, app: ordered(58) }, ['noop']],
  ['a run of another workflow put it there', { ...ended, app: ordered(1, 'ffffffffffff') }, ['noop']],
  ['a run without an order', { ...ended, app: ordered(56) }, ['noop'], { deployer: { owner } }],
  ['under a store', { ...ended, app: { ...ordered(56), kind: 'key-value-store' }, isSpread: false }, ['claim']],
  [
    'under a store, with licences beside scripts',
    { ...ended, app: { ...ordered(56), kind: 'key-value-store' }, manifest: beside },
    ['share-beside', 'claim'],
  ],
  [
    'under a store, with licences that are there',
    { ...ended, app: { ...ordered(57), kind: 'key-value-store' }, manifest: beside, isBesideShared: true },
    ['noop'],
  ],
  ['it was put there by hand', { app: pointer(next.id), isServed: true, verified: true }, ['noop']],
])('%s', (_, some, expected, desired = {}) => {
  expect(planned(seeing(some), desiring(desired))).toEqual(expected);
});

test.each<[string, Partial<Observed>, readonly string[]]>([
  ['a failed proof before the move leaves the pointer alone', { failure: failed }, ['rejected']],
  ['what we moved goes back', { ...moved, failure: failed }, ['move-back']],
  ['what we moved goes back, also when the run was cancelled', { ...moved, failure: cancelled }, ['move-back']],
  [
    'what an earlier attempt moved goes back where it failed its proof',
    { app: earlier, failure: failed },
    ['move-back'],
  ],
  [
    'what an earlier attempt moved stays where this one was cancelled',
    { app: earlier, failure: cancelled },
    ['failed'],
  ],
  ['what another run moved stays', { app: others, failure: failed }, ['rejected']],
  [
    'a first promotion has nothing to go back to',
    { ...moved, app: pointer(next.id, { owner }), failure: failed },
    ['rollback-failed'],
  ],
  ['the way back failed', { ...moved, failure: failed, stuck: true }, ['rollback-failed']],
  ['what the pointer holds is not known', { ...proved, failure: failed, unreadable: true }, ['unknown']],
  ['the mark was rewritten by hand', { ...moved, app: pointer(next.id), failure: failed }, ['rollback-failed']],
  [
    'another run won while it spread',
    {
      ...moved,
      app: pointer('f'.repeat(16), { owner: { ...owner, run: '900', nonce: 'dddddddd' } }),
      failure: { code: 'pointer-changed', message: 'Lost.' },
    },
    ['superseded'],
  ],
  [
    'back: all edges are waited for',
    { ...moved, app: pointer(live.id, { owner, undid: next.id }), failure: failed, restored: true },
    ['spread-back'],
  ],
  [
    'back everywhere',
    {
      ...moved,
      app: pointer(live.id, { owner, undid: next.id }),
      failure: failed,
      restored: true,
      isBackEverywhere: 'yes',
    },
    ['rolled-back'],
  ],
  [
    'back, and edges are not waited for',
    {
      ...moved,
      app: pointer(live.id, { owner, undid: next.id }),
      failure: cancelled,
      restored: true,
      isBackEverywhere: 'not waited for',
    },
    ['rolled-back'],
  ],
])('%s', (_, some, expected) => {
  expect(planned(seeing(some))).toEqual(expected);
});

const stage = { by: 'frontend-stage', owner: { run: '701', attempt: 1, nonce: 'eeeeeeee' } };
const newer = pointer(live.id, {
  owner: { run: '600', attempt: 1, nonce: 'bbbbbbbb' },
  order: { workflow: '3f9a1c22d0e4', number: 58 },
});

test.each<[string, Partial<Observed>, string, string, Partial<Desired>?]>([
  [
    'another release is staged',
    { test: pointer('f'.repeat(16), stage) },
    'code-changed',
    'it is at /r/ffffffffffffffff now, by run 701 (frontend-stage)',
  ],
  [
    'the same release was staged once more',
    { test: pointer(next.id, stage) },
    'code-changed',
    'it was staged once more, by run 701',
  ],
  ['TEST was moved by hand', { test: pointer(next.id) }, 'code-changed', 'by another hand'],
  ['the release has no manifest', { manifest: undefined }, 'not-whole-release', 'was never finished'],
  [
    'a job did not prove it',
    {},
    'not-proved',
    'The job e2e ended with failure.',
    { unproved: ['The job e2e ended with failure.'] },
  ],
  [
    'a newer run is live',
    { app: newer },
    'older-run',
    'Run 57 of this workflow is older than run 58, which promoted what is live on APP (E2APP)',
  ],
  [
    'the sites are unlike',
    {
      verdicts: [
        {
          verdict: 'disabled',
          about: 'app',
          found: '`E2APP` is disabled',
          level: 'red',
          subject: 'Distribution',
          remedy: 'Enable it.',
        },
      ],
    },
    'unsafe',
    'E2APP',
  ],
])('it is refused where %s', (_, some, code, message, desired = {}) => {
  expect(refusal(seeing(some), desiring(desired))).toMatchObject({ code, message: expect.stringContaining(message) });
});

test.each<[string, Partial<Observed>, Partial<Desired>?]>([
  ['all is as it should be', {}],
  ['a newer run is live, and the workflow says that it may be replaced', { app: newer }, { allowOlder: true }],
  ['it is live already, though TEST has moved on', { app: ours, test: pointer('f'.repeat(16), stage) }],
])('it is not refused where %s', (_, some, desired = {}) => {
  expect(refusal(seeing(some), desiring(desired))).toBeUndefined();
});
