import type { Pause, ServiceDeployment, Weights } from './deployment.ts';
import type { Deployments } from './ports.ts';
import { judgeHook, progressOf } from './states.ts';

/** The pauses of a deployment that wait for an answer. */
export function pausesOf({ hooks }: Pick<ServiceDeployment, 'hooks'>): readonly Pause[] {
  return hooks.filter((hook) => hook.type === 'PAUSE' && judgeHook(hook).is === 'act');
}

/**
 * Whether a pause that was seen to wait takes no answer any more. AWS's reads are eventually consistent, so that one of a deployment that goes
 * forward and does not name the pause is from before it: hooks that were active stay in the details
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html).
 */
export function isPauseOver(deployment: Pick<ServiceDeployment, 'status' | 'hooks'>, id: string): boolean {
  if (!['pending', 'under way'].includes(progressOf(deployment))) return true;
  const found = deployment.hooks.find((hook) => hook.id === id);
  return found !== undefined && judgeHook(found).is !== 'act';
}

/**
 * Has a deployment go on from each pause at which it waits, and gives how many these were: for one that takes users back to what they had,
 * which needs no proof. Where another answer came first, that is as good.
 */
export async function goOnFromPauses(
  deployment: Pick<ServiceDeployment, 'arn' | 'status' | 'hooks'>,
  deployments: Pick<Deployments, 'answer'>,
): Promise<number> {
  const pauses = progressOf(deployment) === 'under way' ? pausesOf(deployment) : [];
  for (const { id } of pauses) await deployments.answer(deployment.arn, id, 'CONTINUE');
  return pauses.length;
}

/**
 * What has to hold at a pause before it may go on, told by weights alone, since a hook does not name its stage and weights say the same
 * to each run that looks.
 */
export type DueAtPause =
  /** No one meets the candidate, not even by the test listener. */
  | { readonly is: 'nothing' }
  /** The test listener has it, and no user does. */
  | { readonly is: 'smoke' }
  /** Some users have it. */
  | { readonly is: 'gate'; readonly share: number }
  /** All users have it, and what was there before still runs. */
  | { readonly is: 'last gate' }
  /** AWS does not say how many users have it. */
  | { readonly is: 'unknown' };

/** Tells by the weights of a deployment's target what has to hold at its pause. */
export function dueAt({ testWeight, productionWeight }: Weights): DueAtPause {
  if (productionWeight === undefined) return { is: 'unknown' };
  if (productionWeight >= 100) return { is: 'last gate' };
  if (productionWeight > 0) return { is: 'gate', share: productionWeight };
  return testWeight !== undefined && testWeight >= 100 ? { is: 'smoke' } : { is: 'nothing' };
}
