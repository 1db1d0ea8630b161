import { UserError } from '@actions-aws/action';

/** One of several whose pointers are moved as one. */
export interface Member {
  /** What is known of it by now; `failure` is whatever went wrong, `undefined` while nothing did. */
  readonly observed: { readonly failure?: unknown };
}

/** Whether nothing is wrong with any of them. */
export function isWell(parts: readonly Member[]): boolean {
  return parts.every(({ observed }) => observed.failure === undefined);
}

/** Replaces some parts by what becomes of them. */
export async function inPlace<Part>(
  parts: readonly Part[],
  which: (part: Part) => boolean,
  go: (some: readonly Part[]) => Promise<readonly Part[]>,
): Promise<readonly Part[]> {
  const chosen = parts.filter(which);
  const gone = await go(chosen);
  return parts.map((part) => gone[chosen.indexOf(part)] ?? part);
}

/** Lets all go at the same time. New failure of one aborts the signal of the others, as the end of `signal` does. */
export async function together<Part extends Member>(
  parts: readonly Part[],
  signal: AbortSignal,
  go: (part: Part, signal: AbortSignal) => Promise<Part>,
): Promise<readonly Part[]> {
  const sibling = new AbortController();
  const either = AbortSignal.any([signal, sibling.signal]);
  return Promise.all(
    parts.map(async (part) => {
      const next = await go(part, either);
      if (!isWell([next]) && isWell([part])) sibling.abort(stopped());
      return next;
    }),
  );
}

/** Why the others are stopped in what they do: the failure is another's, and none of their own. */
function stopped(): UserError {
  return new UserError('Another function failed.', { code: 'stopped' });
}

/** What became of parts whose pointers moved one after another. */
export interface Moved<Part> {
  readonly parts: readonly Part[];
  /**
   * From the end of the first's turn to that of the last's, in milliseconds: for so long users could meet both what was
   * there and what came. `undefined` where none followed the first, or where it lost.
   */
  readonly windowMs: number | undefined;
}

/**
 * Moves the pointers of those whose turn it is: the first alone, then the others. It decides between two deployers that
 * share some of them: whoever loses it has nothing to take back, of its own or of a colleague's.
 */
export async function firstAlone<Part extends Member>(
  parts: readonly Part[],
  how: {
    readonly isTurn: (part: Part) => boolean;
    readonly go: (some: readonly Part[]) => Promise<readonly Part[]>;
    readonly now: () => number;
  },
): Promise<Moved<Part>> {
  const { isTurn, go, now } = how;
  const first = parts.find(isTurn);
  const begun = await inPlace(parts, (part) => part === first, go);
  const began = now();
  if (!isWell(begun) || !begun.some(isTurn)) return { parts: begun, windowMs: undefined };
  return { parts: await inPlace(begun, isTurn, go), windowMs: now() - began };
}
