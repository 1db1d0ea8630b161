import { type Log, UserError } from '@actions-aws/action';
import { type CheckResult, failedInWords, prove } from '@actions-aws/checks';
import type { FunctionVersion } from '@actions-aws/lambda';
import type { Failure } from '@actions-aws/promotion';
import { lambdaTarget } from '../checks/lambda-target.ts';
import type { Package } from '../code/package.ts';
import type { Desired, Observed, Step } from '../plan/state.ts';
import type { PromotionContext } from '../ports.ts';
import { takenBackInWords } from '../report/words.ts';

/** What the steps of one promotion act with. */
export interface Stage {
  readonly desired: Desired;
  readonly code: Package | undefined;
  readonly context: PromotionContext;
  /** Collects how each check went, for the report. */
  readonly checked: CheckResult[];
}

/** Does one kind of step: writes at most once, and returns what is observed after it. */
type Apply<Do extends Step['do']> = (
  step: Extract<Step, { do: Do }>,
  observed: Observed,
  stage: Stage,
) => Promise<Observed>;

/** What does the steps. A share is watched for all functions together, and not by one. */
export type Steps = { readonly [Do in Exclude<Step['do'], 'bake'>]: Apply<Do> };

/** How often we look at what takes its time, in milliseconds. */
export const LOOK_MS = 1_000;

/** No wait has a deadline of its own: the signal aborts when the run's time is up, and says so. */
export const BY_SIGNAL = Number.POSITIVE_INFINITY;

/** How a step waits. */
export function waiting({ context }: Stage) {
  const { ports, clock, signal } = context;
  return { ...ports, clock, signal, deadline: BY_SIGNAL };
}

/** Puts the checks to what answers at a version or an alias, and says what is wrong with it. */
export async function proveAt(
  qualifier: string,
  version: string,
  checks: Desired['smoke'],
  timeoutMs: number,
  { desired, context, checked }: Stage,
): Promise<Failure | undefined> {
  const { ports, clock, signal } = context;
  const probe = desired.smoke.find((check) => check.kind !== 'url');
  const qualified = { functionName: desired.functionName, qualifier, version, timeoutMs, probe };
  const target = lambdaTarget(qualified, { invocations: ports.invocations, clock, signal });
  const results = await prove(checks, target, { addresses: ports.addresses, clock, signal });
  checked.push(...results);
  const wrong = failedInWords(results, qualifier);
  return wrong ? { code: 'check-failed', message: wrong } : undefined;
}

/** Warns of a version that was taken back from its users, as soon as it is known that this run promotes it. */
export function warnOfTakenBack(
  seen: Pick<Observed, 'alias'>,
  candidate: FunctionVersion | undefined,
  desired: Desired,
  log: Log,
): void {
  const warning = takenBackInWords(seen, candidate?.version, desired);
  if (warning) log.warning(warning, { title: 'Taken back before' });
}

/** The function was there when the run began. */
export function gone({ functionName }: Desired): UserError {
  return broken(`The function ${functionName} is gone`, 'it was deleted while this run was under way');
}

/** What only a person can put right, in the infrastructure code unless the hint says otherwise. */
export function broken(
  what: string,
  why = '',
  hint = 'Put the function right in your infrastructure code, then run the job again: it goes on from what it finds.',
): UserError {
  return new UserError(`${what}${why ? ` (${why})` : ''}.`, { code: 'not-ready', hint });
}
