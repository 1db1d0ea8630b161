import type { NormalResult } from '@actions-aws/findings';

/** Why a result is not sent. */
export const REASONS = [
  'suppressed',
  'accepted',
  'excluded',
  'absent',
  'nothing to judge',
  'no place',
  'above a limit',
] as const;
export type Reason = (typeof REASONS)[number];

/** A result of a report, and what was decided about it. */
export interface Candidate {
  readonly result: NormalResult;
  /** `open`, or why it is not. */
  readonly fate: 'open' | Reason;
  /** It made a gate red, so that it is left out last. */
  readonly blocks: boolean;
}

/** How many results of a run are left out, by the reason. */
export type LeftOut = Readonly<Partial<Record<Reason, number>>>;

/** How many results there were, and what became of each. */
export interface Counts {
  readonly read: number;
  readonly sent: number;
  readonly left: LeftOut;
}

/** A result that has no place in the checkout, for people. */
export interface Placeless {
  readonly rule: string;
  readonly count: number;
}
