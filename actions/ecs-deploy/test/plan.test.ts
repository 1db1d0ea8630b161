import { type JsonObject, serviceDeploymentIn } from '@actions-aws/ecs';
import type { Failure } from '@actions-aws/promotion';
import { contentFor } from '../src/plan/content.ts';
import type { Desired, Observed } from '../src/plan/state.ts';
import {
  bringing,
  deployment,
  desiring,
  image,
  LINEAR,
  order,
  ours,
  owner,
  planned,
  ROLLING,
  revision,
  rival,
  seeing,
  service,
} from './support/situations.ts';

const smoke = ['reach test', 'smoke', 'continue 0'];
const end = ['reach users', 'verify', 'reach end'];
const canary = [
  { share: 0.1, bakeMs: 300_000 },
  { share: 0.5, bakeMs: 600_000 },
];
const linear = { service: service({}, LINEAR) };
const rolling = { service: service({}, ROLLING) };
const theirs = { run: '800', attempt: 1, nonce: '00000001' };
const numbered = (number: number, workflow = order.workflow) => ({ owner: theirs, order: { workflow, number } });
const noSmoke = { smoke: [] };
const hookAt = (...lifecycleStages: string[]) => ({ lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages }] });
const twoPauses = hookAt('PRE_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT');

test.each<[string, Partial<Observed>, Partial<Desired>, readonly string[]]>([
  ['another image', {}, {}, ['register', 'update', ...smoke, ...end]],
  ['another image, and nothing to smoke', {}, noSmoke, ['register', 'update', ...end]],
  [
    'another image, and nothing to verify',
    {},
    { verify: [] },
    ['register', 'update', ...smoke, 'reach users', 'reach end'],
  ],
  ['the same image by another tag', { live: bringing('1', '2') }, {}, ['noop']],
  ['the same image of an older run', { live: bringing('1', '2', numbered(56)) }, {}, ['claim']],
  ['that it has noted', { live: bringing('1', '2', numbered(56)), claimed: true }, {}, ['noop']],
  ['the same image of a run without a number', { live: bringing('1', '2', { owner: theirs }) }, {}, ['claim']],
  ['the same image of a newer run', { live: bringing('1', '2', numbered(58)) }, {}, ['noop']],
  ['the same image of another workflow', { live: bringing('1', '2', numbered(1, 'ffffffffffff')) }, {}, ['noop']],
  [
    'the same image of an older run, to be staged',
    { live: bringing('1', '2', numbered(56)) },
    { until: 'staged' },
    ['noop'],
  ],
  ['the same image, by force', { live: bringing('1', '2') }, { force: true }, ['register', 'update', ...smoke, ...end]],
  ['what is registered already', { registered: bringing('2', '2').definition }, {}, ['update', ...smoke, ...end]],
  ['until the test listener has it', {}, { until: 'staged' }, ['register', 'update', 'reach test', 'smoke', 'hold 0']],
  [
    'until then, and nothing to smoke',
    {},
    { until: 'staged', smoke: [] },
    ['register', 'update', 'reach test', 'hold 0'],
  ],
  [
    'a canary',
    linear,
    { canary },
    [
      'register',
      'update',
      ...smoke,
      'reach 10',
      'gate 10',
      'continue 10',
      'reach 50',
      'gate 50',
      'continue 50',
      ...end,
    ],
  ],
  [
    'a canary that is held',
    linear,
    { canary, until: 0.1 },
    ['register', 'update', ...smoke, 'reach 10', 'gate 10', 'hold 10'],
  ],
  [
    'a share that is held, and not watched',
    linear,
    { until: 0.2 },
    ['register', 'update', ...smoke, 'reach 20', 'hold 20'],
  ],
  ['ROLLING', rolling, noSmoke, ['register', 'update', 'reach end', 'verify']],
])('%s', (_, observed, desired, steps) => {
  expect(planned(seeing(observed), desiring(desired))).toEqual(steps);
});

test.each<[string, Partial<Observed>, Partial<Desired>, readonly string[]]>([
  ['it is not shown yet', { ours: { ...ours(), deployment: undefined } }, {}, [...smoke, ...end]],
  [
    'an earlier attempt began it',
    { ours: { ...ours({ isAdopted: true }), lease: { definition: 'web:2', until: 1 } } },
    {},
    ['renew', ...smoke, ...end],
  ],
  ['it waits for another one', { ours: ours({ status: 'PENDING' }) }, {}, [...smoke, ...end]],
  ['tasks start', { ours: ours() }, {}, [...smoke, ...end]],
  [
    'it pauses before it scales up',
    { service: service({}, twoPauses), ours: ours({ isPaused: true }) },
    {},
    ['continue 0', ...smoke, ...end],
  ],
  ['the test listener has it', { ours: ours({ isPaused: true, test: 100 }) }, {}, ['smoke', 'continue 0', ...end]],
  ['it stood that', { ours: ours({ isPaused: true, test: 100 }), smoked: true }, {}, ['continue 0', ...end]],
  [
    'that pause is answered',
    { ours: ours({ isPaused: true, test: 100 }), smoked: true, answered: ['pause-1'] },
    {},
    end,
  ],
  ['it is held there', { ours: ours({ isPaused: true, test: 100 }), smoked: true }, { until: 'staged' }, ['hold 0']],
  [
    'some users have it',
    { ...linear, ours: ours({ isPaused: true, test: 100, users: 10 }), smoked: true },
    { canary },
    ['gate 10', 'continue 10', 'reach 50', 'gate 50', 'continue 50', ...end],
  ],
  [
    'they stood that',
    { ...linear, ours: ours({ isPaused: true, test: 100, users: 10 }), smoked: true, passed: [10] },
    { canary },
    ['continue 10', 'reach 50', 'gate 50', 'continue 50', ...end],
  ],
  [
    'a step between gates',
    { ...linear, ours: ours({ isPaused: true, test: 100, users: 20 }), smoked: true },
    { canary },
    ['continue 20', 'reach 50', 'gate 50', 'continue 50', ...end],
  ],
  [
    'a run goes on where it was held',
    { ...linear, ours: ours({ isPaused: true, test: 100, users: 10, isAdopted: true }) },
    { canary },
    ['smoke', 'gate 10', 'continue 10', 'reach 50', 'gate 50', 'continue 50', ...end],
  ],
  [
    'all users have it, and it pauses',
    { ours: ours({ isPaused: true, test: 100, users: 100 }), smoked: true },
    {},
    ['verify', 'continue 100', 'reach end'],
  ],
  ['all users have it', { ours: ours({ users: 100 }), smoked: true }, {}, ['verify', 'reach end']],
  ['that is verified', { ours: ours({ users: 100 }), smoked: true, verified: true }, {}, ['reach end']],
  [
    'some users have it, and another hand has answered the pause before them',
    { ...linear, ours: ours({ test: 100, users: 10 }) },
    { canary },
    ['smoke', 'reach 50', 'gate 50', 'continue 50', ...end],
  ],
  ['all users have it, and another hand has', { ours: ours({ users: 100 }) }, {}, ['smoke', 'verify', 'reach end']],
  [
    'all users have it, another hand has, and it pauses',
    { ours: ours({ isPaused: true, test: 100, users: 100 }) },
    {},
    ['smoke', 'verify', 'continue 100', 'reach end'],
  ],
  [
    'it is over, and another hand has',
    { ours: ours({ status: 'SUCCESSFUL', users: 100 }) },
    {},
    ['smoke', 'verify', 'reach end'],
  ],
  [
    'it is over, and where its load balancer brings users was not seen',
    { ours: ours({ status: 'SUCCESSFUL', users: 100 }), smoked: true, verified: true },
    {},
    ['reach end'],
  ],
  [
    'it is over, with nothing to verify, and where its load balancer brings users was not seen',
    { ours: ours({ status: 'SUCCESSFUL', users: 100 }), smoked: true },
    { verify: [] },
    ['reach end'],
  ],
  [
    'it is over, and no load balancer is known',
    { ours: ours({ status: 'SUCCESSFUL', users: 100 }), smoked: true, verified: true, productionRule: undefined },
    {},
    ['promoted'],
  ],
  [
    'it is over, and does not have all users',
    { ours: ours({ status: 'SUCCESSFUL', users: 90 }), smoked: true, verified: true, brings: 100 },
    {},
    ['reach end'],
  ],
  [
    'it is over, and not verified',
    { ours: ours({ status: 'SUCCESSFUL', users: 100 }), smoked: true },
    {},
    ['verify', 'reach end'],
  ],
  [
    'it is over',
    { ours: ours({ status: 'SUCCESSFUL', users: 100 }), smoked: true, verified: true, brings: 100 },
    {},
    ['promoted'],
  ],
  [
    'old tasks still run',
    {
      service: service({ currentServiceRevisions: [{ arn: 'old', runningTaskCount: 1 }] }),
      ours: ours({ status: 'SUCCESSFUL', users: 100 }),
      smoked: true,
      verified: true,
    },
    {},
    ['reach end'],
  ],
  [
    'old tasks still run, as the older view of the service has it',
    {
      service: service({ deployments: [{ id: 'ecs-svc/1', status: 'ACTIVE', runningCount: 1 }] }),
      ours: ours({ status: 'SUCCESSFUL', users: 100 }),
      smoked: true,
      verified: true,
    },
    {},
    ['reach end'],
  ],
  ['ROLLING pauses', { ...rolling, ours: ours({ isPaused: true }) }, noSmoke, ['continue 0', 'reach end', 'verify']],
  ['it is held', { ours: ours({ isPaused: true, test: 100 }), held: true }, { until: 'staged' }, ['held']],
  [
    'a run goes on where more users have it than it may have',
    { ...linear, ours: ours({ isPaused: true, test: 100, users: 20, isAdopted: true }) },
    { until: 0.1 },
    ['smoke', 'hold 20'],
  ],
  [
    'a run that holds it before users goes on where some have it',
    { ...linear, ours: ours({ isPaused: true, test: 100, users: 10, isAdopted: true }) },
    { until: 'staged' },
    ['smoke', 'hold 10'],
  ],
  ['it goes back by itself', { ours: ours({ status: 'ROLLBACK_IN_PROGRESS' }) }, {}, ['reach end']],
  ['it has a status from the future', { ours: ours({ status: 'PAUSED' }) }, {}, ['reach end']],
])('on the way: %s', (_, observed, desired, steps) => {
  expect(planned(seeing(observed), desiring(desired))).toEqual(steps);
});

const pause = { hookId: 'pause-1', targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' };
const waiting = (
  target: JsonObject,
  hooks: readonly JsonObject[] = [pause],
  lifecycleStage = '',
  deploymentConfiguration: JsonObject = {},
) => ({
  ours: {
    ...ours(),
    deployment: serviceDeploymentIn({
      ...deployment('2').raw,
      lifecycleStage,
      deploymentConfiguration,
      targetServiceRevision: { arn: revision('2'), ...target },
      lifecycleHookDetails: hooks,
    }),
    isAdopted: true,
  },
});
const before = { requestedProductionTrafficWeight: 0 };
const untested = { ...before, requestedTestTrafficWeight: 0 };
const tested = { ...before, requestedTestTrafficWeight: 100 };

// The step that looks finds the same, and ends the run: nothing is answered here with CONTINUE.
test.each<[string, Partial<Observed>, Partial<Desired>]>([
  ['AWS does not say how many users have it', waiting({ requestedTestTrafficWeight: 100 }), {}],
  ['AWS does not say whether the test listener has it', waiting(before), {}],
  ['nor does it where that must be held', waiting(before), { smoke: [], until: 'staged' }],
  ['the test listener should have it by now', waiting(untested, [pause], 'POST_TEST_TRAFFIC_SHIFT'), {}],
  ['the test listener should have it, by any stage that it tells', waiting(untested, [pause], 'SCALE_UP'), {}],
  [
    'the test listener should have it, and the first of two pauses is over',
    waiting(untested, [{ ...pause, hookId: 'pause-0', status: 'SUCCEEDED' }, pause], 'POST_SCALE_UP', twoPauses),
    {},
  ],
  ['two pauses wait', waiting(tested, [pause, { ...pause, hookId: 'pause-2' }]), {}],
  ['the pause goes on by itself', waiting(tested, [{ ...pause, timeoutAction: 'CONTINUE' }]), {}],
  [
    'all users have it, and the test listener does not, and it must be tested',
    waiting({ requestedProductionTrafficWeight: 100, requestedTestTrafficWeight: 0 }),
    {},
  ],
  ['the pause ends too soon', waiting(tested, [{ ...pause, expiresAt: 20 }]), {}],
])('a deployment that a run goes on with is not answered where %s', (_, observed, desired) => {
  expect(planned(seeing(observed), desiring(desired))).toEqual(['reach end']);
});

test('where another pause is left before users, the test listener need not have it, by any stage that it tells', () => {
  for (const stage of ['PRE_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT']) {
    expect(planned(seeing(waiting(untested, [pause], stage, twoPauses)))[0]).toBe('continue 0');
  }
});

test('where the test listener plays no part, that AWS says nothing of it is nothing', () => {
  expect(planned(seeing({ ...waiting(before), testRule: undefined }), desiring(noSmoke))[0]).toBe('continue 0');
});

const older = { order: { ...order, number: 56 }, owner: { ...owner, run: '811' } };
const newer = { order: { ...order, number: 58 }, owner: { ...owner, run: '813' } };
const whole = ['register', 'update', ...smoke, ...end];
const attempt2 = { deployer: { owner: { ...owner, attempt: 2, nonce: 'ffffffff' }, order } };

test.each<[string, Observed['rival'], Partial<Desired>, readonly string[]]>([
  ['of an older run', rival(older), {}, ['await-rival', ...whole]],
  [
    'of an older run, which is replaced',
    rival(older),
    { whenBusy: 'replace' },
    ['roll-back-rival', 'await-rival', ...whole],
  ],
  [
    'of an older run, which goes back',
    rival(older, 'ROLLBACK_IN_PROGRESS'),
    { whenBusy: 'replace' },
    ['await-rival', ...whole],
  ],
  [
    'of an earlier attempt, with other content',
    rival({ owner, order }),
    attempt2,
    ['roll-back-rival', 'await-rival', ...whole],
  ],
  [
    'of an earlier attempt, which goes back',
    rival({ owner, order }, 'ROLLBACK_REQUESTED'),
    attempt2,
    ['await-rival', ...whole],
  ],
  [
    'of an earlier attempt, which takes users back',
    rival({ owner, order, undid: '9' }),
    attempt2,
    ['await-rival', ...whole],
  ],
  [
    'of an older run, which takes users back, and which may be replaced',
    rival({ ...older, undid: '9' }),
    { whenBusy: 'replace' },
    ['await-rival', ...whole],
  ],
  [
    'of an earlier attempt, which waits to take users back',
    { ...rival({ owner, order, undid: '9' }), deployment: deployment('3', { isPaused: true, test: 100 }) },
    attempt2,
    ['await-rival', ...whole],
  ],
  ['of an older run, even of what is live', rival(older), { images: { app: image('1') } }, ['await-rival', ...whole]],
])('another deployment %s', (_, other, desired, steps) => {
  expect(planned(seeing({ rival: other }), desiring(desired))).toEqual(steps);
});

test('the content of what is wanted is that of the mark that it gets', () => {
  const desired = desiring();
  const same = rival({ ...newer, content: contentFor(seeing(), desired) });
  // Observing takes it for this run's own: nothing is awaited, and nothing is rolled back.
  expect(planned(seeing({ rival: same }), desired)).toEqual(whole);
});

const failure: Failure = { code: 'check-failed', message: 'x' };
const lost: Failure = { code: 'pointer-changed', message: 'x' };
const cancelled: Failure = { code: 'cancelled', message: 'x' };
const wholeBack = ['register-back', 'update-back', 'await-update-back'];

test.each<[string, Partial<Observed>, readonly string[]]>([
  ['before anything', { failure }, ['rejected']],
  ['by an error, before anything', { failure: { ...failure, code: 'error' } }, ['failed']],
  ['at its pause', { failure, ours: ours({ isPaused: true, test: 100 }) }, ['roll-back', 'await-back']],
  ['and it goes back', { failure, ours: ours({ status: 'ROLLBACK_IN_PROGRESS' }) }, ['await-back']],
  ['asked', { failure, ours: ours({ isPaused: true, test: 100 }), back: 'asked' }, ['await-back']],
  ['and it is back', { failure, ours: ours({ status: 'ROLLBACK_SUCCESSFUL' }), back: 'done' }, ['rejected']],
  [
    'and ECS had taken it back',
    { failure, ours: ours({ status: 'ROLLBACK_SUCCESSFUL' }), touched: 'yes' },
    ['rolled-back'],
  ],
  [
    'and users had met it',
    { failure, ours: ours({ status: 'ROLLBACK_SUCCESSFUL' }), back: 'done', touched: 'yes' },
    ['rolled-back'],
  ],
  [
    'and users may have met it',
    { failure, ours: ours({ status: 'STOPPED' }), back: 'done', touched: 'maybe' },
    ['rolled-back'],
  ],
  [
    'and it cannot be taken back',
    { failure, ours: ours({ users: 10 }), back: 'stuck', touched: 'yes' },
    ['rollback-failed'],
  ],
  [
    'and its pause cannot be answered',
    { failure, ours: ours({ isPaused: true, test: 100 }), back: 'stuck' },
    ['rejected'],
  ],
  ['when it is over', { failure, ours: ours({ status: 'SUCCESSFUL', users: 100 }), touched: 'yes' }, wholeBack],
  [
    'registered',
    { failure, ours: ours({ status: 'SUCCESSFUL' }), back: 'registered', touched: 'yes' },
    wholeBack.slice(1),
  ],
  ['deployed', { failure, ours: ours({ status: 'SUCCESSFUL' }), back: 'deployed', touched: 'yes' }, wholeBack.slice(2)],
  [
    'and that is back',
    { failure, ours: ours({ status: 'SUCCESSFUL' }), back: 'done', touched: 'yes' },
    ['rolled-back'],
  ],
  [
    'over, and nothing was before',
    { failure, before: undefined, ours: ours({ status: 'SUCCESSFUL' }), touched: 'yes' },
    ['rollback-failed'],
  ],
  ['lost to another', { failure: lost, ours: ours({ isPaused: true }) }, ['roll-back', 'await-back']],
  [
    'lost to another, and back',
    { failure: lost, ours: ours({ status: 'STOPPED' }), back: 'done', touched: 'yes' },
    ['superseded'],
  ],
  ['cancelled', { failure: cancelled, ours: ours() }, ['roll-back', 'await-back']],
  ['cancelled, and not waited for', { failure: cancelled, ours: ours(), back: 'not waited for' }, ['failed']],
  [
    'cancelled among users, and not waited for',
    { failure: cancelled, ours: ours({ users: 10 }), back: 'not waited for', touched: 'yes' },
    ['unknown'],
  ],
  [
    'cancelled, with all users on what was proved',
    { failure: cancelled, ours: ours({ users: 100 }), verified: true, touched: 'yes' },
    ['unknown'],
  ],
  [
    'cancelled, with all users on what was not',
    { failure: cancelled, ours: ours({ users: 100 }), touched: 'yes' },
    ['roll-back', 'await-back'],
  ],
  [
    'and ECS has stopped a ROLLING update on its way',
    { ...rolling, failure, ours: ours({ status: 'ROLLBACK_FAILED' }), touched: 'yes' },
    ['rollback-failed'],
  ],
  ['and nothing tells what was written', { failure, unreadable: true, back: 'stuck' }, ['unknown']],
])('it fails %s', (_, observed, steps) => {
  expect(planned(seeing(observed))).toEqual(steps);
});
