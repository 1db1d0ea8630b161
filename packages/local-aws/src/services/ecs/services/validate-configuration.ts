import { member, members } from '../engine/moment.ts';
import { invalidParameter, notImplemented } from '../errors.ts';
import type { Document } from '../state.ts';

const STRATEGIES = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'];

/** Throws ECS's error for the first thing in a deployment configuration that it does not take. */
export function assertConfiguration(settings: Document, controller: string): void {
  const configuration = member(settings, 'deploymentConfiguration');
  const { strategy = 'ROLLING' } = configuration;
  const has = (name: string) => configuration[name] !== undefined;
  if (!STRATEGIES.includes(String(strategy))) throw invalidParameter(`Invalid deployment strategy: ${strategy}.`);
  if (controller !== 'ECS') assertOtherController(configuration);
  assertRange(configuration, 'bakeTimeInMinutes', 0, 1440);
  // "You must provide this parameter when you use the BLUE_GREEN deployment strategy": DeploymentConfiguration.
  if (strategy === 'BLUE_GREEN' && !has('bakeTimeInMinutes'))
    throw invalidParameter('bakeTimeInMinutes is required for the deployment strategy BLUE_GREEN.');
  // "Only valid when the deployment strategy is LINEAR", and so on: the same page.
  if (has('linearConfiguration') && strategy !== 'LINEAR')
    throw invalidParameter('linearConfiguration is only valid for the deployment strategy LINEAR.');
  if (has('canaryConfiguration') && strategy !== 'CANARY')
    throw invalidParameter('canaryConfiguration is only valid for the deployment strategy CANARY.');
  assertTenths(member(configuration, 'linearConfiguration'), 'stepPercent', 3);
  assertTenths(member(configuration, 'canaryConfiguration'), 'canaryPercent', 0.1);
  assertRange(member(configuration, 'linearConfiguration'), 'stepBakeTimeInMinutes', 0, 1440);
  assertRange(member(configuration, 'canaryConfiguration'), 'canaryBakeTimeInMinutes', 0, 1440);
  assertBreaker(configuration);
  assertEarlySuccess(configuration, String(strategy));
  assertHooks(members(configuration, 'lifecycleHooks'));
}

/** The messages are ECS's own: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-deployment-controller-migration.html */
function assertOtherController(configuration: Document): void {
  const advice = 'is only supported with ECS deployment controller. Update to ECS deployment controller and try again.';
  if (member(configuration, 'deploymentCircuitBreaker').enable === true)
    throw invalidParameter(`Deployment circuit breaker feature ${advice}`);
  if (member(configuration, 'alarms').enable === true) throw invalidParameter(`Alarm based rollback feature ${advice}`);
}

function assertRange(document: Document, name: string, min: number, max: number): void {
  const value = document[name];
  if (value === undefined) return;
  if (!Number.isInteger(value) || Number(value) < min || Number(value) > max)
    throw invalidParameter(`${name} must be a whole number between ${min} and ${max}.`);
}

/** "Valid values are multiples of 0.1". */
function assertTenths(document: Document, name: string, min: number): void {
  const value = document[name];
  if (value === undefined) return;
  const isTenth = Math.abs(Number(value) * 10 - Math.round(Number(value) * 10)) < 1e-9;
  if (!isTenth || Number(value) < min || Number(value) > 100)
    throw invalidParameter(`${name} must be a multiple of 0.1 between ${min} and 100.`);
}

/** Ranges of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html#threshold-configuration. */
function assertBreaker(configuration: Document): void {
  const threshold = member(member(configuration, 'deploymentCircuitBreaker'), 'thresholdConfiguration');
  if (threshold.type === undefined) return;
  if (!['COUNT', 'BOUNDED_PERCENT', 'UNBOUNDED_PERCENT'].includes(String(threshold.type)))
    throw invalidParameter(`Invalid threshold type: ${threshold.type}.`);
  assertRange(threshold, 'value', 1, threshold.type === 'COUNT' ? Number.MAX_SAFE_INTEGER : 100);
}

/** "You can use early success criteria only with rolling deployment strategy", and what it needs: DeploymentEarlySuccessCriteria. */
function assertEarlySuccess(configuration: Document, strategy: string): void {
  const early = member(configuration, 'earlySuccessCriteria');
  if (early.enable !== true) return;
  if (strategy !== 'ROLLING')
    throw invalidParameter('earlySuccessCriteria is only valid for the deployment strategy ROLLING.');
  if (early.healthyPercent === undefined || early.sourceServiceRevisionCleanup === undefined)
    throw invalidParameter('earlySuccessCriteria needs healthyPercent and sourceServiceRevisionCleanup.');
  assertRange(early, 'healthyPercent', 0, 100);
  if (Number(early.healthyPercent) < Number(configuration.minimumHealthyPercent ?? 100))
    throw invalidParameter('healthyPercent must be greater than or equal to minimumHealthyPercent.');
}

// "Pause hooks cannot be configured at the TEST_TRAFFIC_SHIFT or PRODUCTION_TRAFFIC_SHIFT stages": pause-lifecycle-hooks.html
const PAUSES = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
];

/**
 * Constraints of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html#pause-hooks-constraints,
 * in the words of troubleshooting-blue-green.html where that has them.
 */
function assertHooks(hooks: readonly Document[]): void {
  for (const hook of hooks) {
    const { targetType = 'AWS_LAMBDA', lifecycleStages = [], hookTargetArn, roleArn } = hook;
    // "You must provide this parameter when configuring an AWS_LAMBDA lifecycle hook", which is the default: so is what
    // DescribeServices shows of a pause hook, when it is written back.
    if (targetType === 'AWS_LAMBDA' && hookTargetArn === undefined)
      throw invalidParameter('hookTargetArn is required for a lifecycle hook of the type AWS_LAMBDA.');
    if (targetType === 'AWS_LAMBDA') throw notImplemented('lifecycle hooks of AWS_LAMBDA');
    if (targetType !== 'PAUSE') throw invalidParameter('Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE');
    const stages = lifecycleStages as readonly string[];
    if (stages.length === 0) throw invalidParameter('A lifecycle hook needs at least one lifecycle stage.');
    if (stages.some((stage) => !PAUSES.includes(stage)))
      throw invalidParameter('Invalid lifecycle stage provided for Pause Hook');
    if (hookTargetArn !== undefined || roleArn !== undefined)
      throw invalidParameter('Pause hooks do not use hookTargetArn or roleArn.');
    const timeout = member(hook, 'timeoutConfiguration');
    assertRange(timeout, 'timeoutInMinutes', 1, 20_160);
    if (timeout.action !== undefined && !['CONTINUE', 'ROLLBACK'].includes(String(timeout.action)))
      throw invalidParameter(`Invalid timeout action: ${timeout.action}.`);
  }
  if (hooks.length > 10) throw invalidParameter('You can configure a maximum of 10 pause hooks per service.');
}
