import { UserError } from '@actions-aws/action';
import { advance, left, type Part, type Phase } from './part.ts';
import type { Trouble } from './plan.ts';
import type { Ports, Surroundings } from './ports.ts';

/** Takes some parts through a phase at the same time; the trouble of one stops the others where they are. */
export type Go = (parts: readonly Part[], phase: Phase) => Promise<readonly Part[]>;

/** Makes a {@link Go}. */
export function together(ports: Ports, surroundings: Surroundings): Go {
  return async (parts, phase) => {
    const sibling = new AbortController();
    const signal = AbortSignal.any([surroundings.signal, sibling.signal]);
    return Promise.all(
      parts.map(async (part) => {
        const next = await advance(part, phase, ports, { ...surroundings, signal });
        if (next.observed.trouble && !part.observed.trouble) sibling.abort(new UserError('Another function failed.'));
        return next;
      }),
    );
  };
}

/**
 * Takes the parts whose turn it is through a phase that writes their aliases: the first alone, then the others. Whoever
 * loses the first has nothing to take back, of its own or of a colleague's. `between` is called when the first has had its turn.
 */
export async function firstAlone(
  parts: readonly Part[],
  phase: 'shift' | 'move',
  isTurn: (part: Part) => boolean,
  go: Go,
  between: () => void = () => {},
): Promise<readonly Part[]> {
  const first = parts.find(isTurn);
  const begun = await inPlace(
    parts,
    (part) => part === first,
    (some) => go(some, phase),
  );
  between();
  return isWell(begun) ? inPlace(begun, isTurn, (some) => go(some, phase)) : begun;
}

/** Replaces some parts by what becomes of them. */
export async function inPlace(
  parts: readonly Part[],
  which: (part: Part) => boolean,
  go: (some: readonly Part[]) => Promise<readonly Part[]>,
): Promise<readonly Part[]> {
  const chosen = parts.filter(which);
  const gone = await go(chosen);
  return parts.map((part) => gone[chosen.indexOf(part)] ?? part);
}

/** One verdict for all: what went wrong with one is wrong with each. */
export function shareTrouble(parts: readonly Part[]): readonly Part[] {
  const own = parts.filter(({ observed }) => observed.trouble && observed.trouble.kind !== 'cancelled');
  const cause = own[0] ?? parts.find(({ observed }) => observed.trouble);
  const trouble = cause?.observed.trouble;
  if (!cause || !trouble) return parts;
  return parts.map((part) => {
    if (part === cause || own.includes(part)) return part;
    const message = `${cause.desired.functionName} is promoted together with this one. ${trouble.message}`;
    return withTrouble(part, { ...trouble, message, ofAnother: true });
  });
}

/** A part that something is wrong with. */
export function withTrouble(part: Part, trouble: Trouble): Part {
  return { ...part, observed: { ...part.observed, trouble } };
}

/** Whether the alias is to move. */
export function isToMove(part: Part): boolean {
  return left(part, 'move').some((step) => step.do === 'move');
}

/** Whether nothing is wrong with any of them. */
export function isWell(parts: readonly Part[]): boolean {
  return parts.every(({ observed }) => observed.trouble === undefined);
}
