import { type CrashPoint, inWords } from './crash-points.ts';
import { isWriteKind } from './domain.ts';

/**
 * What becomes of a run that was killed:
 *
 * - `gone`: the call that it was in is cut off with it, and the job is run again
 * - `post`: the runner still runs the post step, and then the job is run again
 * - `late`: the call that it was in reaches AWS only after the job was run again
 * - `alone`: the job is never run again, and what it left has to end well by itself, as the trial says
 */
export type Aftermath = 'gone' | 'post' | 'late' | 'alone';

/**
 * What becomes of the other requests that it had under way: all are lost on the way, or all have their effect. A run
 * that writes to several things at once may leave either behind.
 */
export type Others = 'lost' | 'applied';

/** One way to kill a run. */
export interface Crash {
  readonly point: CrashPoint;
  readonly aftermath: Aftermath;
  readonly others: Others;
}

/** Which aftermaths a kill at a point can have: only a write that had no effect yet can come late, and change anything. */
export function aftermathsAt(point: CrashPoint, asked: readonly Aftermath[] = ['gone']): readonly Aftermath[] {
  return asked.filter((aftermath) => aftermath !== 'late' || (isWriteKind(point.callKind) && point.when === 'before'));
}

/** A crash in words, such as `killed before call 2 of UpdateAlias on function:search-api:live, late, the others applied`. */
export function crashInWords({ point, aftermath, others }: Crash): string {
  const after = aftermath === 'gone' ? '' : `, ${aftermath}`;
  return `killed ${inWords(point)}${after}${others === 'applied' ? ', the others applied' : ''}`;
}

/** What kinds of situation a crash is, each of which a sample has to have. */
export function crashKinds({ point: { callKind, when }, aftermath, others }: Crash): readonly string[] {
  return [`${when} a ${callKind}`, aftermath, `others ${others}`];
}
