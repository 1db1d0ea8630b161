import { UserError } from '@actions-aws/action';
import { type Failure, kindOf } from './failure.ts';

/** One of several whose pointers are moved as one. */
export interface Member {
  /** What is known of it by now; `failure` is what went wrong, `undefined` while nothing did. */
  readonly observed: { readonly failure?: unknown };
}

/** Whether nothing is wrong with any of them. */
export function isWell(participants: readonly Member[]): boolean {
  return participants.every(({ observed }) => observed.failure === undefined);
}

/** Replaces some participants by what becomes of them. */
export async function inPlace<One>(
  participants: readonly One[],
  which: (participant: One) => boolean,
  go: (some: readonly One[]) => Promise<readonly One[]>,
): Promise<readonly One[]> {
  const chosen = participants.filter(which);
  const gone = await go(chosen);
  return participants.map((participant) => gone[chosen.indexOf(participant)] ?? participant);
}

/** Lets all go at the same time. A new failure of one aborts the signal of the others, as the end of `signal` does. */
export async function together<One extends Member>(
  participants: readonly One[],
  signal: AbortSignal,
  go: (participant: One, signal: AbortSignal) => Promise<One>,
): Promise<readonly One[]> {
  const sibling = new AbortController();
  const either = AbortSignal.any([signal, sibling.signal]);
  return Promise.all(
    participants.map(async (participant) => {
      const next = await go(participant, either);
      if (!isWell([next]) && isWell([participant])) sibling.abort(stopped());
      return next;
    }),
  );
}

/** Why the others are stopped in what they do: the failure is another's, and none of their own. */
function stopped(): UserError {
  return new UserError('Another function failed.', { code: 'stopped' });
}

/** A participant that something is wrong with. */
export function withFailure<One extends Member>(participant: One, failure: Failure): One {
  return { ...participant, observed: { ...participant.observed, failure } };
}

/** A member whose failure is one of ours. */
interface MayFail extends Member {
  readonly observed: { readonly failure: Failure | undefined };
}

/**
 * One verdict for all: what went wrong with one keeps the others from going on. That one says it of itself; a run that was
 * stopped is the cause only where nothing else is.
 *
 * @param how.concerns Which of the others it concerns; those that failed by themselves keep their own failure.
 */
export function shareFailure<One extends MayFail>(
  participants: readonly One[],
  how: {
    readonly nameOf: (participant: One) => string;
    /** What they do together, such as `promoted`. */
    readonly verb: string;
    readonly concerns: (participant: One) => boolean;
  },
): readonly One[] {
  const own = participants.filter(({ observed: { failure } }) => failure && kindOf(failure) !== 'cancelled');
  const cause = own[0] ?? participants.find(({ observed }) => observed.failure);
  const failure = cause?.observed.failure;
  if (!cause || !failure) return participants;
  const told: Failure = {
    ...failure,
    // What the others' pointers hold is known.
    code: kindOf(failure) === 'unknown' ? 'stopped' : failure.code,
    message: `${how.nameOf(cause)} is ${how.verb} together with this one. ${failure.message}`,
    of: 'another',
  };
  return participants.map((participant) =>
    participant === cause || own.includes(participant) || !how.concerns(participant)
      ? participant
      : withFailure(participant, told),
  );
}

/** What became of participants whose pointers moved one after another. */
export interface Moved<One> {
  readonly participants: readonly One[];
  /**
   * From the end of the first's turn to that of the last's, in milliseconds: for so long users could meet both what was
   * there and what came. `undefined` where none followed the first, or where it lost.
   */
  readonly windowMs: number | undefined;
}

/**
 * Moves the pointers of those whose turn it is: the first alone, then the others. It decides between two deployers that
 * share some of them: the one that loses it has nothing to take back, of its own or of a colleague's.
 */
export async function firstAlone<One extends Member>(
  participants: readonly One[],
  how: {
    readonly isTurn: (participant: One) => boolean;
    readonly go: (some: readonly One[]) => Promise<readonly One[]>;
    readonly now: () => number;
  },
): Promise<Moved<One>> {
  const { isTurn, go, now } = how;
  const first = participants.find(isTurn);
  const begun = await inPlace(participants, (participant) => participant === first, go);
  const began = now();
  if (!isWell(begun) || !begun.some(isTurn)) return { participants: begun, windowMs: undefined };
  return { participants: await inPlace(begun, isTurn, go), windowMs: now() - began };
}
