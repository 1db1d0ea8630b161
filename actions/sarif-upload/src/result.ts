import type { Failure, Outcome } from './outcome.ts';
import type { Analysis, Target } from './ports.ts';
import type { Preparation, Prepared } from './steps/prepare.ts';

/** What became of an analysis. */
export type Fate =
  | { readonly state: 'waiting' }
  /** It went out, and it is not known what became of it. */
  | { readonly state: 'sent' }
  | { readonly state: 'landed'; readonly analysis: Analysis }
  | { readonly state: 'refused'; readonly why: string };

/** How an upload went, at any end. */
export interface Result {
  readonly outcome: Outcome;
  readonly target: Target;
  readonly preparation: Preparation;
  readonly fates: ReadonlyMap<Prepared, Fate>;
  readonly failure: Failure | undefined;
}
