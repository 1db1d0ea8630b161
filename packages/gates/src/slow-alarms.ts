import { showDuration } from '@actions-aws/action';
import type { WatchedAlarm } from './alarms.ts';

/** What alarms that are too slow come to; each in a sentence. */
export interface Slow {
  readonly sentences: readonly string[];
  /** None of the alarms could ever fire: nothing would watch the candidate. */
  readonly isAll: boolean;
}

/**
 * Finds alarms that need longer to fire than any share is watched, `watchedMs`: that they are OK says nothing of the candidate.
 * Of some, such as composite ones, that cannot be told.
 */
export function slowAlarms(alarms: readonly WatchedAlarm[], watchedMs: number): Slow {
  const slow = watchedMs === 0 ? [] : alarms.filter(({ needsMs = 0 }) => needsMs > watchedMs);
  const sentences = slow.map(
    ({ name, needsMs = 0 }) =>
      `The alarm ${name} takes ${showDuration(needsMs)} to fire at the least, and no share is watched for longer than ${showDuration(watchedMs)}.`,
  );
  return { sentences, isAll: slow.length > 0 && slow.length === alarms.length };
}
