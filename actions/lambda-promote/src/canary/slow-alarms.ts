import { slowAlarms as slowIn, type WatchedAlarm } from '@actions-aws/gates';
import { leastWatchMs } from '../plan/canary.ts';
import type { Refusal } from '../plan/refusal.ts';
import type { Desired } from '../plan/state.ts';

/** What alarms that are too slow for a canary come to. */
export interface Slow {
  /** None of the alarms could ever fire: nothing would watch the candidate. */
  readonly refusal: Refusal | undefined;
  /** Some could not, each in a sentence. */
  readonly warnings: readonly string[];
}

/** Finds alarms that need longer to fire than any share is watched. */
export function slowAlarms(alarms: readonly WatchedAlarm[], desired: readonly Desired[]): Slow {
  const { sentences, isAll } = slowIn(alarms, Math.max(0, ...desired.map(leastWatchMs)));
  const hint = 'Lengthen a share of `canary`, or `settle`, or let the alarm look at less time.';
  if (!isAll) return { refusal: undefined, warnings: sentences.map((sentence) => `${sentence} ${hint}`) };
  const message = `${sentences.join(' ')} Input \`alarms\` names no other: nothing would watch the candidate.`;
  return { refusal: { code: 'unsafe', of: 'all', message, hint }, warnings: [] };
}
