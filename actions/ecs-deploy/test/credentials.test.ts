import { accessKeyOf, type EndedBundle } from '@actions-aws/testing';
import type { EcsWorldOptions } from '@actions-aws/testing/ecs';
import { type Deploys, errorsOf, stepsOf, type World, world } from './support/world.ts';

// The credentials end, or a permission is missing, once ECS was told to go on: it does so by itself, and no look tells how far.

const EXPIRED = { code: 'ExpiredTokenException', status: 400, message: 'The security token is expired' };
const DENIED = { code: 'AccessDeniedException', status: 400, message: 'not authorized' };
const NOT_KNOWN = 'What api does by now is not known: it was not seen to go back, and users may have the new tasks.';
const FOREVER = 1_000_000;

let one: World;
afterEach(async () => {
  await one.stage?.clear();
  await one.stop();
});

/** Runs a deployment whose calls are refused from a moment on: all of them, or those that are named. */
async function refusedFrom(
  isThere: (world: World) => boolean | Promise<boolean>,
  how: { readonly options?: EcsWorldOptions; readonly deploys?: Deploys; readonly denied?: readonly string[] } = {},
): Promise<EndedBundle> {
  one = await world(how.options);
  await one.script('v1', { answers: { paths: { '/checkout': { status: 500 } } } });
  const run = await one.start(how.deploys ?? {});
  await one.goOnUntil(run, () => isThere(one));
  const all = { accessKeyId: accessKeyOf('step'), kind: 'error', times: FOREVER } as const;
  const { control } = one.cloud;
  if (!how.denied) await control.addFault({ ...all, error: EXPIRED });
  for (const operation of how.denied ?? []) await control.addFault({ ...all, operation, error: DENIED });
  await one.stage?.finish();
  return run.ended;
}

const after =
  (operation: string, times = 1) =>
  async (made: World) =>
    (await made.calls(operation)) === times;
/** The rules of the listeners are looked at once more, for the checks at the pause. */
const isProved = async (made: World) =>
  (await made.calls('UpdateService')) === 1 && (await made.calls('DescribeRules')) > 4;
/** A share has had the new tasks for half a minute. */
const isWatched = () => {
  let until = Number.POSITIVE_INFINITY;
  return async ({ cloud, live }: World) => {
    if (((await live()).production.green ?? 0) > 0) until = Math.min(until, cloud.clock.now() + 30_000);
    return cloud.clock.now() >= until;
  };
};
const anHourLater = async () => {
  await one.cloud.clock.advance(60 * 60_000);
  return (await one.live()).versions;
};

const LINEAR: EcsWorldOptions = {
  strategy: 'LINEAR',
  hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'],
  configuration: { linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 0 } },
};
const CANARY = { inputs: { canary: '10%/5m', alarms: 'none' } };

test.each<[string, Parameters<typeof refusedFrom>, left: string]>([
  ['right after the answer to its pause', [after('ContinueServiceDeployment')], 'v1'],
  [
    'right after the answer to its pause before a share',
    [after('ContinueServiceDeployment', 2), { options: LINEAR, deploys: CANARY }],
    'v0',
  ],
  [
    'right after an update that no pause stops',
    [after('UpdateService'), { options: { hooks: [] }, deploys: { inputs: { smoke: 'none' } } }],
    'v1',
  ],
  ['right after an update by ROLLING', [after('UpdateService'), { options: { strategy: 'ROLLING' } }], 'v1'],
])('credentials that end %s leave it unknown what users have', async (_, [when, how], left) => {
  const ended = await refusedFrom(when, how);
  expect(ended.exitCode).toBe(1);
  expect(ended.outputs).toMatchObject({ outcome: 'unknown', share: '', 'promoted-revision': '' });
  expect(errorsOf(ended)).toContain(NOT_KNOWN);
  expect(errorsOf(ended)).toContain('Assume the role right before this step');
  expect(errorsOf(ended)).toContain(`run ecs-rollback with \`only-if: ${ended.outputs.revision}\``);
  expect(await anHourLater()).toEqual([left]);
});

test('the end of the job takes back what is under way, where it may', async () => {
  const ended = await refusedFrom(after('ContinueServiceDeployment'));
  const post = await ended.post();
  expect(post.stdout).toContain('users may have had: ECS rolls it back');
  expect(post.exitCode).toBe(0);
  expect(await anHourLater()).toEqual(['v0']);
});

test('and says that it could not, where it may not either', async () => {
  const ended = await refusedFrom(after('ContinueServiceDeployment'));
  const accessKeyId = accessKeyOf('steppost');
  await one.cloud.control.addFault({ accessKeyId, kind: 'error', times: FOREVER, error: EXPIRED });
  const post = await ended.post();
  expect(post.exitCode).toBe(1);
  expect(errorsOf(post)).toContain('So what this run deployed on api was not taken back: users may have it.');
  expect(errorsOf(post)).toContain('Run ecs-rollback');
});

test('credentials that end while a share is watched: that share keeps the new tasks until its pause has timed out', async () => {
  const ended = await refusedFrom(isWatched(), { options: LINEAR, deploys: CANARY });
  expect(ended.outputs).toMatchObject({ outcome: 'rollback-failed', share: '10' });
  expect(errorsOf(ended)).toMatch(/the timeout of its pause takes it back at 2026-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
  expect(errorsOf(ended)).toContain('Run ecs-rollback now. Assume the role');
  expect(await anHourLater()).toEqual(['v0']);
});

test.each<[string, Parameters<typeof refusedFrom>[0], said: string]>([
  [
    'before the pause',
    after('UpdateService'),
    'No user has the new tasks; the timeout of their pause takes them back.',
  ],
  ['at the pause', isProved, 'No user has the new tasks; the timeout of its pause takes it back at 2026-'],
])('credentials that end %s: no user gets the new tasks', async (_, when, said) => {
  const ended = await refusedFrom(when);
  expect(ended.outputs).toMatchObject({ outcome: 'failed', share: '0' });
  expect(errorsOf(ended)).toContain(said);
  expect(await anHourLater()).toEqual(['v0']);
});

test('credentials that end once a way back was begun by a deployment of its own: users may not be back', async () => {
  const options: EcsWorldOptions = { strategy: 'ROLLING' };
  const deploys = { inputs: { verify: 'GET /checkout' } };
  const ended = await refusedFrom(after('UpdateService', 2), { options, deploys });
  expect(ended.outputs).toMatchObject({ outcome: 'unknown', share: '' });
  expect(errorsOf(ended)).toContain('What the service api does was not waited for: ECS is taking its users back.');
  expect((await one.live()).versions).toEqual(['v1']);
  expect(await anHourLater()).toEqual(['v0']);
});

test('what a role may not look at any more is stopped all the same', async () => {
  const ended = await refusedFrom(after('ContinueServiceDeployment'), { denied: ['ListServiceDeployments'] });
  expect(ended.outputs).toMatchObject({ outcome: 'unknown', share: '' });
  expect(errorsOf(ended)).toContain('was not waited for: ECS is taking its users back');
  expect(errorsOf(ended)).toContain('Allow `ecs:ListServiceDeployments`');
  expect(await anHourLater()).toEqual(['v0']);
});

test.each<[string, readonly string[], outcome: string, said: string]>([
  ['may not look either', ['DescribeServices', 'StopServiceDeployment'], 'unknown', NOT_KNOWN],
  [
    'sees that all users have it',
    ['StopServiceDeployment'],
    'rollback-failed',
    'Run ecs-rollback now. Allow `ecs:StopServiceDeployment`',
  ],
])('what a role may not stop, and %s', async (_, denied, outcome, said) => {
  const deploys = { inputs: { verify: 'GET /checkout' } };
  const ended = await refusedFrom(after('ContinueServiceDeployment'), { deploys, denied });
  expect(ended.outputs.outcome).toBe(outcome);
  expect(errorsOf(ended)).toContain(said);
  expect(stepsOf(ended)).not.toContain('await-back');
});
