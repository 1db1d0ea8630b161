import { type JsonObject, serviceDeploymentIn } from '@actions-aws/ecs';
import type { Failure } from '@actions-aws/promotion';
import { outcomeOf } from '../src/plan/plan.ts';
import type { Observed } from '../src/plan/state.ts';
import { stuck } from '../src/plan/stuck.ts';
import { deployment, desiring, LINEAR, ROLLING, revision, seeing, service } from './support/situations.ts';

// The way back failed: what was seen last tells where users are, or does not.

const failure: Failure = { code: 'check-failed', message: 'x' };
const refused: Failure = { code: 'credentials-invalid', message: 'y', hint: 'z' };
const unavailable: Failure = { code: 'unavailable', message: 'y' };
const PAUSE = { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }] };
const hook = (status: string, timeoutAction = 'ROLLBACK', expiresAt = 60) => ({
  hookId: 'pause-1',
  targetType: 'PAUSE',
  status,
  timeoutAction,
  expiresAt,
});

function seen(
  users: number,
  hooks: readonly JsonObject[],
  { status = 'IN_PROGRESS', configuration = PAUSE }: { status?: string; configuration?: JsonObject } = {},
) {
  const { raw } = deployment('2', { status, users });
  const deploymentConfiguration = { strategy: 'BLUE_GREEN', ...configuration };
  const made = serviceDeploymentIn({ ...raw, startedAt: 1, deploymentConfiguration, lifecycleHookDetails: hooks });
  return { ours: { revision: revision('2'), deployment: made, isAdopted: false } };
}

const unseen = { ours: { revision: revision('2'), deployment: undefined, isAdopted: false } };
const waiting = [hook('AWAITING_ACTION')];
const answered = { answered: ['pause-1'], touched: 'maybe' } as const;
const doubted = { inDoubt: ['pause-1'], touched: 'maybe' } as const;
const linear = { configuration: LINEAR };
const rolling = { configuration: ROLLING };

test.each<[string, Partial<Observed>, Partial<Parameters<typeof stuck>[1]>, outcome: string]>([
  ['waits at the pause before users', seen(0, waiting), {}, 'rejected'],
  ['waits there, and AWS keeps failing', seen(0, waiting), { failure: unavailable }, 'rejected'],
  ['waited there, and its time is up', seen(0, waiting), { now: 90_000 }, 'rejected'],
  ['waits there, and would go on by itself', seen(0, [hook('AWAITING_ACTION', 'CONTINUE')]), {}, 'unknown'],
  ['is before that pause', seen(0, []), {}, 'rejected'],
  ['was let go on from there', { ...seen(0, waiting), ...answered }, {}, 'unknown'],
  ['may have been let go on from there', { ...seen(0, waiting), ...doubted }, {}, 'unknown'],
  ['has gone on from there', { ...seen(0, [hook('SUCCEEDED')]), touched: 'maybe' }, {}, 'unknown'],
  ['has no pause', seen(0, [], { configuration: {} }), {}, 'unknown'],
  ['waits at a share', { ...seen(10, waiting, linear), touched: 'yes' }, {}, 'rollback-failed'],
  [
    'waited at a share, and its time is up',
    { ...seen(10, waiting, linear), touched: 'yes' },
    { now: 90_000 },
    'unknown',
  ],
  ['may have been let go on from a share', { ...seen(10, waiting, linear), ...doubted, touched: 'yes' }, {}, 'unknown'],
  ['had a share', { ...seen(10, [], linear), touched: 'yes' }, {}, 'unknown'],
  [
    'has a share, as a look has just shown',
    { ...seen(10, [], linear), touched: 'yes' },
    { isFresh: true },
    'rollback-failed',
  ],
  [
    'has none yet, as a look has just shown',
    { ...seen(0, [hook('SUCCEEDED')]), touched: 'maybe' },
    { isFresh: true },
    'unknown',
  ],
  ['had all', { ...seen(100, []), touched: 'yes' }, {}, 'unknown'],
  ['is over', { ...seen(100, [], { status: 'SUCCESSFUL' }), touched: 'yes' }, {}, 'rollback-failed'],
  [
    'is over, and AWS keeps failing',
    { ...seen(100, [], { status: 'SUCCESSFUL' }), touched: 'yes' },
    { failure: unavailable },
    'unknown',
  ],
  [
    'is over, and may be taken back',
    { ...seen(100, [], { status: 'SUCCESSFUL' }), touched: 'yes' },
    { isUncertain: true },
    'unknown',
  ],
  ['deploys by ROLLING', { service: service({}, ROLLING), ...seen(0, [], rolling), touched: 'yes' }, {}, 'unknown'],
  [
    'deploys by ROLLING, as a look has just shown',
    { service: service({}, ROLLING), ...seen(0, [], rolling), touched: 'yes' },
    { isFresh: true },
    'rollback-failed',
  ],
  ['is not shown yet, and will pause', unseen, {}, 'rejected'],
  ['is not shown yet, and will not', { ...unseen, service: service({}, { lifecycleHooks: [] }) }, {}, 'unknown'],
  [
    'is not shown yet, and deploys by ROLLING',
    { ...unseen, service: service({}, ROLLING), touched: 'yes' },
    {},
    'unknown',
  ],
])('a deployment that %s', (_, observed, by, outcome) => {
  const how = { failure: refused, isUncertain: false, isFresh: false, now: 30_000, ...by };
  const after = stuck(seeing({ failure, ...observed }), how);
  expect(outcomeOf(after, desiring())).toBe(outcome);
  expect(after).toMatchObject({ back: 'stuck', failure: { message: 'x Going back failed as well: y' } });
});

test('what this role lacks is what helps', () => {
  const how = { isUncertain: false, isFresh: false, now: 0 };
  expect(stuck(seeing(), { ...how, failure: refused }).remedy).toBe('z');
  expect(stuck(seeing(), { ...how, failure: { ...unavailable, hint: 'z' } }).remedy).toBe('');
});
