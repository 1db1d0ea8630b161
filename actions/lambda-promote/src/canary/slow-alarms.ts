import { showDuration } from '@actions-aws/action';
import { leastWatchMs } from '../plan/canary.ts';
import type { Refusal } from '../plan/refusal.ts';
import type { Desired } from '../plan/state.ts';
import type { WatchedAlarm } from './alarms.ts';

/** What alarms that are too slow for a canary come to. */
export interface Slow {
  /** None of the alarms could ever fire: nothing would watch the candidate. */
  readonly refusal: Refusal | undefined;
  /** Some could not, each in a sentence. */
  readonly warnings: readonly string[];
}

/**
 * Finds alarms that need longer to fire than any share is watched: that they are OK says nothing of the candidate. Of some,
 * such as composite ones, nobody can tell.
 */
export function slowAlarms(alarms: readonly WatchedAlarm[], desired: readonly Desired[]): Slow {
  const watchedMs = Math.max(0, ...desired.map(leastWatchMs));
  const slow = alarms.filter(({ needsMs = 0 }) => needsMs > watchedMs);
  const nothing = { refusal: undefined, warnings: [] };
  if (slow.length === 0 || watchedMs === 0) return nothing;
  const sentences = slow.map(
    ({ name, needsMs = 0 }) =>
      `The alarm ${name} takes ${showDuration(needsMs)} to fire at the least, and no share is watched for longer than ${showDuration(watchedMs)}.`,
  );
  const hint = 'Lengthen a share of `canary`, or `settle`, or let the alarm look at less time.';
  if (slow.length < alarms.length) return { ...nothing, warnings: sentences.map((sentence) => `${sentence} ${hint}`) };
  return {
    ...nothing,
    refusal: {
      code: 'unsafe',
      of: 'all',
      message: `${sentences.join(' ')} Input \`alarms\` names no other: nothing would watch the candidate.`,
      hint,
    },
  };
}
