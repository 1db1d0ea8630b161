import { bakesMs, type DeploymentConfiguration, pausesAt } from '@actions-aws/ecs';
import type { CanaryStep } from '@actions-aws/gates';
import type { Desired } from './state.ts';

/** Stages after which the test listener has the candidate, and no user does. */
export const BEFORE_USERS = ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'] as const;
/** The stage before each step of a LINEAR or CANARY deployment. */
export const BEFORE_STEPS = ['PRE_PRODUCTION_TRAFFIC_SHIFT'] as const;

/** A share in percent, as AWS has it, of one from 0 to 1. */
export function percentOf(share: number): number {
  return Number((share * 100).toFixed(1));
}

/** The step of the canary that is due where so many percent of the users have the candidate. */
export function stepAt(percent: number, canary: readonly CanaryStep[]): CanaryStep | undefined {
  return canary.find(({ share }) => percentOf(share) === percent);
}

/** Whether the candidate has to stay where it has so many percent of the users; one that a run goes on with may have more already. */
export function isHeldAt(percent: number, { until }: Pick<Desired, 'until'>): boolean {
  return until !== undefined && percent >= (until === 'staged' ? 0 : percentOf(until));
}

/** The shares that the workflow has a word for, in percent and growing: those of the canary, and where it stops. */
export function wantedShares({ canary, until }: Pick<Desired, 'canary' | 'until'>): readonly number[] {
  const held = typeof until === 'number' ? [until] : [];
  const shares = [...canary.map(({ share }) => share), ...held].map(percentOf);
  return [...new Set(shares)].sort((a, b) => a - b);
}

/** How long a share is watched, in milliseconds; 0 where it is not. */
export function watchedMs(percent: number, { canary, settleMs }: Pick<Desired, 'canary' | 'settleMs'>): number {
  const step = stepAt(percent, canary);
  return step ? step.bakeMs + settleMs : 0;
}

/** How long the canary takes by itself, in milliseconds: so much longer the run may take. */
export function canaryMs({ canary, settleMs, until }: Pick<Desired, 'canary' | 'settleMs' | 'until'>): number {
  const last = until === undefined ? 100 : until === 'staged' ? 0 : percentOf(until);
  return canary
    .filter(({ share }) => percentOf(share) <= last)
    .reduce((sum, { share }) => sum + watchedMs(percentOf(share), { canary, settleMs }), 0);
}

/** How long the service itself takes between pauses, where all goes well, in milliseconds; `until` may end it before. */
export function ownMs(configuration: DeploymentConfiguration, { until }: Pick<Desired, 'until'>): number {
  return until === 'staged' ? 0 : bakesMs(configuration);
}

/** Whether the deployment pauses where the test listener has the candidate, and no user does. */
export function pausesBeforeUsers(configuration: DeploymentConfiguration): boolean {
  return configuration.strategy !== 'ROLLING' && pausesAt(configuration, BEFORE_USERS).length > 0;
}
