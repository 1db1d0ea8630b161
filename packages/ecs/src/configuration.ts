import { flagIn, type JsonObject, numberIn, objectIn, objectsIn, textIn, textsIn } from './json.ts';

/** How a service is deployed: that is its infrastructure code's, and read only. */
export interface DeploymentConfiguration {
  /** `ROLLING`, `BLUE_GREEN`, `LINEAR`, `CANARY`, or what AWS has added since; a service that names none is `ROLLING`. */
  readonly strategy: string;
  /** How long both revisions run after all users were shifted, in minutes. */
  readonly bakeMinutes: number;
  readonly hooks: readonly Hook[];
  readonly breaker: Breaker;
  readonly alarms: { readonly names: readonly string[]; readonly enable: boolean; readonly rollback: boolean };
  readonly linear: { readonly stepPercent: number; readonly stepBakeMinutes: number };
  readonly canary: { readonly percent: number; readonly bakeMinutes: number };
  readonly earlySuccess: { readonly enable: boolean; readonly cleanup: string };
  readonly minimumHealthyPercent: number | undefined;
  readonly maximumPercent: number | undefined;
}

/** A hook of the deployment's life, as it is configured. */
export interface Hook {
  /** `PAUSE` or `AWS_LAMBDA`; where DescribeServices leaves it out, it is told by whether there is a function to call. */
  readonly type: string;
  readonly stages: readonly string[];
  /** How long the pause waits, in minutes; `undefined` where AWS does not say. */
  readonly timeoutMinutes: number | undefined;
  /** What ECS does then: `ROLLBACK` or `CONTINUE`; `undefined` where AWS does not say. */
  readonly timeoutAction: string | undefined;
}

/** The circuit breaker. Whether it can trip, and whether that rolls back, is for {@link breakerOf} to say. */
export interface Breaker {
  readonly enable: boolean;
  readonly rollback: boolean;
  readonly resetOnHealthyTask: boolean;
  readonly threshold: { readonly type: string; readonly value: number };
}

/**
 * Reads the configuration out of a service or a service deployment. The defaults are AWS's:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html,
 * API_LinearConfiguration, API_CanaryConfiguration and API_DeploymentCircuitBreaker beside it.
 */
export function configurationIn(holder: JsonObject): DeploymentConfiguration {
  const given = objectIn(holder, 'deploymentConfiguration');
  const breaker = objectIn(given, 'deploymentCircuitBreaker');
  const threshold = objectIn(breaker, 'thresholdConfiguration');
  const alarms = objectIn(given, 'alarms');
  const linear = objectIn(given, 'linearConfiguration');
  const canary = objectIn(given, 'canaryConfiguration');
  const early = objectIn(given, 'earlySuccessCriteria');
  return {
    strategy: textIn(given, 'strategy') || 'ROLLING',
    bakeMinutes: numberIn(given, 'bakeTimeInMinutes') ?? 0,
    hooks: objectsIn(given, 'lifecycleHooks').map(hookOf),
    breaker: {
      enable: flagIn(breaker, 'enable') ?? false,
      rollback: flagIn(breaker, 'rollback') ?? false,
      resetOnHealthyTask: flagIn(breaker, 'resetOnHealthyTask') ?? true,
      threshold: { type: textIn(threshold, 'type') || 'BOUNDED_PERCENT', value: numberIn(threshold, 'value') ?? 50 },
    },
    alarms: {
      names: textsIn(alarms, 'alarmNames'),
      enable: flagIn(alarms, 'enable') ?? false,
      rollback: flagIn(alarms, 'rollback') ?? false,
    },
    linear: {
      stepPercent: numberIn(linear, 'stepPercent') ?? 10,
      stepBakeMinutes: numberIn(linear, 'stepBakeTimeInMinutes') ?? 6,
    },
    canary: {
      percent: numberIn(canary, 'canaryPercent') ?? 5,
      bakeMinutes: numberIn(canary, 'canaryBakeTimeInMinutes') ?? 10,
    },
    earlySuccess: {
      enable: flagIn(early, 'enable') ?? false,
      cleanup: textIn(early, 'sourceServiceRevisionCleanup'),
    },
    minimumHealthyPercent: numberIn(given, 'minimumHealthyPercent'),
    maximumPercent: numberIn(given, 'maximumPercent'),
  };
}

/** AWS_LAMBDA is the default of the API, and a function's ARN is required with it: a hook without one pauses. */
function hookOf(given: JsonObject): Hook {
  const timeout = objectIn(given, 'timeoutConfiguration');
  return {
    type: textIn(given, 'targetType') || (textIn(given, 'hookTargetArn') ? 'AWS_LAMBDA' : 'PAUSE'),
    stages: textsIn(given, 'lifecycleStages'),
    timeoutMinutes: numberIn(timeout, 'timeoutInMinutes'),
    timeoutAction: textIn(timeout, 'action') || undefined,
  };
}

/** What a breaker does for a service of so many tasks. */
export type BreakerVerdict =
  | {
      readonly is: 'on';
      readonly failures: number;
      /** A task that becomes healthy sets their count back to 0. */
      readonly isInARow: boolean;
    }
  /** It is off, or leaves the failed deployment where it is. */
  | { readonly is: 'off'; readonly why: string }
  /** It is on, and no deployment of this service makes it trip. */
  | { readonly is: 'never'; readonly why: string };

/**
 * Whether the circuit breaker ends a deployment that cannot start its tasks. Its threshold is COUNT, UNBOUNDED_PERCENT or, within
 * 3 to 200, BOUNDED_PERCENT of the desired count:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ThresholdConfiguration.html. "A task that reaches a healthy state resets the
 * failure count to 0" unless `resetOnHealthyTask` is false (API_DeploymentCircuitBreaker), so that they have to come in a row. AWS names no bound
 * of what may be set; it waits longer and longer before it starts a task again, up to 15 minutes
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html), so that hundreds of failures of two tasks take
 * days. What needs each task to fail more than {@link MOST_OF_EACH} times counts as never.
 */
export function breakerOf(
  { enable, rollback, threshold, resetOnHealthyTask }: Breaker,
  desiredCount: number,
): BreakerVerdict {
  if (!enable) return { is: 'off', why: 'it has no circuit breaker' };
  if (!rollback) return { is: 'off', why: 'its circuit breaker does not roll back' };
  const share = Math.ceil((threshold.value * desiredCount) / 100);
  const known: Readonly<Record<string, number>> = {
    COUNT: threshold.value,
    UNBOUNDED_PERCENT: share,
    BOUNDED_PERCENT: Math.min(200, Math.max(3, share)),
  };
  const failures = Object.hasOwn(known, threshold.type) ? known[threshold.type] : undefined;
  if (failures === undefined) {
    return {
      is: 'never',
      why: `its circuit breaker has a threshold of the kind ${threshold.type}, which is not known`,
    };
  }
  const failed = `${failures} failed tasks${resetOnHealthyTask ? ' in a row' : ''}`;
  if (failures < 1)
    return { is: 'never', why: `its circuit breaker trips after ${failed}, of which AWS tells no meaning` };
  if (failures > MOST_OF_EACH * Math.max(1, desiredCount)) {
    return {
      is: 'never',
      why: `its circuit breaker trips after ${failed}, which is as good as never where ${desiredCount} are desired`,
    };
  }
  return { is: 'on', failures, isInARow: resetOnHealthyTask };
}

/** How often each task may fail: AWS's own default asks for three times of one task, and less of each of several. */
const MOST_OF_EACH = 10;

/** How many minutes a deployment takes by itself, pauses and the starts of tasks apart: it bakes between steps and at the end. */
export function bakesMs(configuration: DeploymentConfiguration): number {
  const { strategy, bakeMinutes, linear, canary } = configuration;
  // "This bake time is not applied after reaching 100 percent traffic": API_LinearConfiguration.
  const steps = Math.ceil(100 / linear.stepPercent) - 1;
  const between =
    strategy === 'LINEAR' ? steps * linear.stepBakeMinutes : strategy === 'CANARY' ? canary.bakeMinutes : 0;
  return (between + bakeMinutes) * 60_000;
}

/** The shares of production traffic, in percent, at which the strategy stops on its way, without 0 and 100. */
export function sharesOf({ strategy, linear, canary }: DeploymentConfiguration): readonly number[] {
  if (strategy === 'CANARY') return canary.percent < 100 ? [canary.percent] : [];
  if (strategy !== 'LINEAR') return [];
  const shares: number[] = [];
  // In tenths of a percent, as AWS takes them: 3.3 % thirty times is not 99 in floating point.
  const step = Math.round(linear.stepPercent * 10);
  for (let share = step; share < 1000; share += step) shares.push(share / 10);
  return shares;
}

/** The pauses that are configured. */
export function pausesIn({ hooks }: Pick<DeploymentConfiguration, 'hooks'>): readonly Hook[] {
  return hooks.filter(({ type }) => type === 'PAUSE');
}

/** Those that are configured at one of these stages. */
export function pausesAt(configuration: DeploymentConfiguration, stages: readonly string[]): readonly Hook[] {
  return pausesIn(configuration).filter((hook) => hook.stages.some((stage) => stages.includes(stage)));
}
