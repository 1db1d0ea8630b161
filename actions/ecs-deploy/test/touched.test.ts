import { type JsonObject, serviceDeploymentIn } from '@actions-aws/ecs';
import { touchedBy } from '../src/plan/touched.ts';
import { deployment, ROLLING, seeing, service } from './support/situations.ts';

const TWO = { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_SCALE_UP'] }] };
const NONE = { lifecycleHooks: [] };
const hook = (hookStatus: string, timeoutAction = 'ROLLBACK') => ({
  hookId: hookStatus,
  targetType: 'PAUSE',
  status: hookStatus,
  timeoutAction,
});
const BACK = 'ROLLBACK_SUCCESSFUL';

/** A deployment that has begun, with what became of its hooks. */
function seen(status: string, users: number, hooks: readonly JsonObject[], configuration: JsonObject = TWO) {
  return serviceDeploymentIn({
    ...deployment('2', { status, users }).raw,
    startedAt: 1,
    deploymentConfiguration: { strategy: 'BLUE_GREEN', ...configuration },
    lifecycleHookDetails: hooks,
  });
}

test.each([
  ['is on its way, and users do not have it', seen('IN_PROGRESS', 0, [], NONE), 'no', 'no'],
  ['has users', seen('IN_PROGRESS', 10, []), 'no', 'yes'],
  ['had users', seen(BACK, 0, []), 'yes', 'yes'],
  ['is back, before its first pause', seen(BACK, 0, []), 'no', 'no'],
  ['is back from the pause before users', seen(BACK, 0, [hook('SUCCEEDED'), hook('FAILED')]), 'no', 'no'],
  ['may have gone on, and was kept', seen(BACK, 0, [hook('SUCCEEDED'), hook('FAILED')]), 'maybe', 'no'],
  ['is back by the timeout of that', seen(BACK, 0, [hook('SUCCEEDED'), hook('TIMED_OUT')]), 'no', 'no'],
  ['goes back after it', seen('ROLLBACK_IN_PROGRESS', 0, [hook('SUCCEEDED'), hook('SUCCEEDED')]), 'no', 'maybe'],
  ['is back after it', seen(BACK, 0, [hook('SUCCEEDED'), hook('SUCCEEDED')]), 'no', 'maybe'],
  ['went on when its time was up', seen(BACK, 0, [hook('SUCCEEDED'), hook('TIMED_OUT', 'CONTINUE')]), 'no', 'maybe'],
  ['is back, and never paused', seen(BACK, 0, [], NONE), 'no', 'maybe'],
  ['was stopped, and never paused', seen('STOPPED', 0, [], NONE), 'no', 'maybe'],
  ['waits at its pause', seen('IN_PROGRESS', 0, [hook('AWAITING_ACTION')]), 'maybe', 'no'],
] as const)('a deployment that %s', (_, one, before, expected) => {
  expect(touchedBy(seeing({ touched: before }), one)).toBe(expected);
});

test('one that was taken back before it began has met no one', () => {
  const raw = { ...seen(BACK, 0, [], NONE).raw };
  delete (raw as Record<string, unknown>).startedAt;
  expect(touchedBy(seeing(), serviceDeploymentIn(raw))).toBe('no');
});

test('ROLLING meets users with its first task', () => {
  expect(touchedBy(seeing({ service: service({}, ROLLING) }), seen('IN_PROGRESS', 0, []))).toBe('yes');
});
