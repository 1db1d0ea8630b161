import type { CheckResult } from '@actions-aws/checks';
import type { Clash } from '@actions-aws/site';
import type { Desired, Observed, Step } from '../plan/state.ts';
import type { PromotionContext } from '../ports.ts';

/** What the steps of one promotion act with. */
export interface Stage {
  readonly desired: Desired;
  readonly context: PromotionContext;
  /** Collects how each check went, for the report. */
  readonly checked: CheckResult[];
  /** Collects what a person should know, as sentences. */
  readonly notes: string[];
  /** Collects hashed names that stand for two contents. */
  readonly clashes: Clash[];
}

/** Does one kind of step: writes at most once, and returns what is observed after it. */
type Apply<Do extends Step['do']> = (
  step: Extract<Step, { do: Do }>,
  observed: Observed,
  stage: Stage,
) => Promise<Observed>;

/** What does the steps. */
export type Steps = { readonly [Do in Step['do']]: Apply<Do> };

/** No wait has a deadline of its own: the signal aborts when the run's time is up, and says so. */
export const BY_SIGNAL = Number.POSITIVE_INFINITY;
