import type { JsonObject } from '@actions-aws/ecs';
import { refusal } from '../src/plan/refusal.ts';
import type { Desired, Observed } from '../src/plan/state.ts';
import {
  bringing,
  desiring,
  image,
  LINEAR,
  order,
  ours,
  owner,
  ROLLING,
  revision,
  rival,
  seeing,
  service,
} from './support/situations.ts';

const canary = [{ share: 0.1, bakeMs: 300_000 }];
const pause = (hook: JsonObject) => ({
  lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'], ...hook }],
});
const without = { smoke: [], verify: [] };

test.each<[string, Partial<Observed>, Partial<Desired>]>([
  ['BLUE_GREEN with a pause before users', {}, {}],
  ['LINEAR with pauses before each step', { service: service({}, LINEAR) }, { canary, alarms: ['errors'] }],
  ['ROLLING with a breaker', { service: service({}, ROLLING) }, without],
  ['no test listener, and no smoke', { testRule: undefined }, without],
  [
    'what is live already, however it deploys',
    { live: bringing('1', '2'), service: service({}, pause({ timeoutConfiguration: { action: 'CONTINUE' } })) },
    {},
  ],
])('nothing is in the way of %s', (_, observed, desired) => {
  expect(refusal(seeing(observed), desiring(desired))).toBeUndefined();
});

const TWO = ['1', '3'].map((id) => ({ arn: revision(id), requestedTaskCount: 1, runningTaskCount: 1 }));
const rule = seeing().productionRule;
const older = { order: { ...order, number: 56 }, owner: { ...owner, run: '811' } };
const newer = { order: { ...order, number: 58 }, owner: { ...owner, run: '813' } };

test.each<[string, Partial<Observed>, Partial<Desired>, code: string, message: string, hint: string]>([
  [
    'CodeDeploy',
    { service: service({ deploymentController: { type: 'CODE_DEPLOY' } }) },
    {},
    'unsafe',
    'its deployment controller is CODE_DEPLOY',
    'aws ecs update-service',
  ],
  [
    'an Express service',
    { service: service({ resourceManagementType: 'ECS' }) },
    {},
    'unsafe',
    'Express service',
    'other means',
  ],
  [
    'one that is deleted',
    { service: service({ status: 'DRAINING' }) },
    {},
    'unsafe',
    'its status is DRAINING',
    'infrastructure code',
  ],
  ['a daemon', { service: service({ schedulingStrategy: 'DAEMON' }) }, {}, 'unsafe', 'DAEMON', 'other means'],
  [
    'a strategy from the future',
    { service: service({}, { strategy: 'PURPLE' }) },
    {},
    'unsafe',
    'its strategy is PURPLE',
    'other means',
  ],
  ['no tasks', { service: service({ desiredCount: 0 }) }, {}, 'unsafe', 'its desired count is 0', 'at least one task'],
  [
    'a container that is not there',
    {},
    { images: { web: image('2') } },
    'unsafe',
    '`images` names web, but the containers of its task definition are app',
    'Write each container',
  ],
  ['nothing live and no file', { live: undefined }, {}, 'unsafe', 'nothing is live yet', '`task-definition`'],
  ['a rule that is gone', { missingRules: ['rule-1'] }, {}, 'unsafe', 'not there: rule-1', 'advancedConfiguration'],
  [
    'a Network Load Balancer',
    { productionRule: rule && { ...rule, kind: 'network' } },
    {},
    'unsafe',
    'of the type network',
    'other means',
  ],
  [
    'a target group of a Network Load Balancer',
    {
      service: service({}, ROLLING),
      targetGroups: [
        { arn: 'web', protocol: 'HTTP' },
        { arn: 'net', protocol: 'TLS' },
      ],
    },
    without,
    'unsafe',
    'its target group net has the protocol TLS, so that it is not behind an Application Load Balancer',
    'other means',
  ],
  [
    'a target group of which AWS tells no protocol',
    { service: service({}, ROLLING), targetGroups: [{ arn: 'net', protocol: '' }] },
    without,
    'unsafe',
    'has no protocol that AWS tells',
    'other means',
  ],
  [
    'a target group that is gone',
    { service: service({}, ROLLING), missingGroups: ['net'] },
    without,
    'unsafe',
    'it names target groups that are not there: net',
    'infrastructure code',
  ],
  [
    'weights of another hand',
    { productionRule: rule && { ...rule, weights: { blue: 1, green: 1 } } },
    {},
    'unsafe',
    'splits users between 2 target groups',
    'Another hand',
  ],
  ['smoke and no test listener', { testRule: undefined }, {}, 'unsafe', 'no test listener rule', '`smoke: none`'],
  [
    'smoke and no pause',
    { service: service({}, { lifecycleHooks: [] }) },
    {},
    'unsafe',
    'does not pause before users',
    'ROLLBACK',
  ],
  [
    'held and no pause',
    { service: service({}, { lifecycleHooks: [] }) },
    { smoke: [], until: 'staged' },
    'unsafe',
    'does not pause before users',
    'ROLLBACK',
  ],
  [
    'held behind a test listener that is not there',
    { testRule: undefined },
    { smoke: [], until: 'staged' },
    'unsafe',
    '`until` is `staged`, and it has no test listener rule',
    'testListenerRule',
  ],
  ['smoke and ROLLING', { service: service({}, ROLLING) }, {}, 'unsafe', 'deploys by ROLLING', '`smoke: none`'],
  [
    'ROLLING without a breaker',
    { service: service({}, { strategy: 'ROLLING' }) },
    without,
    'unsafe',
    'no circuit breaker',
    'circuit breaker with rollback',
  ],
  [
    'ROLLING with a breaker that never trips',
    {
      service: service(
        {},
        {
          ...ROLLING,
          deploymentCircuitBreaker: {
            enable: true,
            rollback: true,
            thresholdConfiguration: { type: 'COUNT', value: 9999 },
          },
        },
      ),
    },
    without,
    'unsafe',
    'trips after 9999 failed tasks',
    'threshold',
  ],
  [
    'a canary and BLUE_GREEN',
    {},
    { canary },
    'unsafe',
    '`canary` wants 10% of the users, and its strategy is BLUE_GREEN, which stops at no share',
    'LINEAR',
  ],
  [
    'a canary that is not reached',
    { service: service({}, LINEAR) },
    { canary: [{ share: 0.15, bakeMs: 1 }] },
    'unsafe',
    'wants 15%',
    'LINEAR',
  ],
  [
    'a canary and no pause before steps',
    { service: service({}, { ...pause({}), strategy: 'LINEAR' }) },
    { canary },
    'unsafe',
    'no PAUSE hook at PRE_PRODUCTION_TRAFFIC_SHIFT',
    'ROLLBACK',
  ],
  [
    'a share to hold at that is not reached',
    { service: service({}, LINEAR) },
    { until: 0.15 },
    'unsafe',
    '`until` wants 15%',
    'LINEAR',
  ],
  [
    'a pause that goes on by itself',
    { service: service({}, pause({ timeoutConfiguration: { action: 'CONTINUE' } })) },
    {},
    'unsafe',
    'ends by CONTINUE when no answer comes',
    'ROLLBACK',
  ],
  [
    'two pauses at once',
    { service: service({}, { lifecycleHooks: [...pause({}).lifecycleHooks, ...pause({}).lifecycleHooks] }) },
    {},
    'unsafe',
    'two of its pauses are at POST_TEST_TRAFFIC_SHIFT',
    'one PAUSE hook',
  ],
  [
    'a pause that is too short',
    { service: service({}, LINEAR) },
    { canary: [{ share: 0.1, bakeMs: 3_600_000 }] },
    'unsafe',
    'ends after 60 minutes',
    'timeoutInMinutes',
  ],
  [
    'bake times that are too long',
    { service: service({}, { bakeTimeInMinutes: 60 }) },
    {},
    'unsafe',
    'its own bake times take 1h',
    'timeout',
  ],
  [
    'a deployment by another hand',
    { rival: rival() },
    {},
    'pointer-changed',
    'by another hand is under way (IN_PROGRESS)',
    'concurrency',
  ],
  [
    'a deployment of a newer run',
    { rival: rival(newer) },
    {},
    'pointer-changed',
    'by run 813 (ecs-deploy)',
    'concurrency',
  ],
  [
    'a deployment of an older run, and no patience',
    { rival: rival(older) },
    { whenBusy: 'fail' },
    'unsafe',
    '`when-busy` is `fail`',
    '`when-busy: wait`',
  ],
  [
    'a rollback that runs',
    { rival: rival(undefined, 'ROLLBACK_IN_PROGRESS') },
    {},
    'unsafe',
    'ECS rolls back',
    'once it has ended',
  ],
  [
    'a deployment that is not listed',
    { isHidden: true },
    {},
    'pointer-changed',
    'ECS does not list it',
    'run the job again',
  ],
  [
    'a deployment that is not listed, even where the same content seems to be live',
    { isHidden: true, live: bringing('1', '2') },
    {},
    'pointer-changed',
    'ECS does not list it',
    'run the job again',
  ],
  [
    'a newer run that is live',
    { live: bringing('1', '1', newer) },
    {},
    'older-run',
    'Run 57 of this workflow is older than run 58',
    '`allow-older: true`',
  ],
])('%s is in the way', (_, observed, desired, code, message, hint) => {
  expect(refusal(seeing(observed), desiring(desired))).toMatchObject({
    code,
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
  expect(refusal(seeing(observed), desiring(desired))?.message).toMatch(/(^| )web\b/);
});

test.each<[string, Partial<Observed>]>([
  ['a deployment is under way', { rival: rival(older) }],
  ['ours is', { ours: ours() }],
  ['one broke off between two revisions', { service: service({ currentServiceRevisions: TWO }) }],
])('weights that ECS may have set are not in the way: %s', (_, observed) => {
  const split = rule && { ...rule, weights: { blue: 1, green: 1 } };
  expect(refusal(seeing({ productionRule: split, ...observed }), desiring())).toBeUndefined();
});

test('the last deployment, which AWS tells of once it is over as well, does not say that one is under way', () => {
  const productionRule = rule && { ...rule, weights: { blue: 1, green: 1 } };
  const seen = seeing({ productionRule, service: service({ currentServiceDeployment: 'arn:aws:ecs:last' }) });
  expect(refusal(seen, desiring())?.message).toContain('splits users between 2 target groups');
});

test('an older run may, where the workflow says so; and one of another workflow', () => {
  const live = bringing('1', '1', newer);
  expect(refusal(seeing({ live }), desiring({ allowOlder: true }))).toBeUndefined();
  const other = { deployer: { owner, order: { workflow: 'ffffffffffff', number: 1 } } };
  expect(refusal(seeing({ live }), desiring(other))).toBeUndefined();
});
