import { type Failure, kindOf, together } from '@actions-aws/promotion';
import { advance, left, type Part } from './part.ts';
import type { Phase } from './plan/facts.ts';

import type { Ports, Surroundings } from './ports.ts';

/** Takes some parts through a phase at the same time; the failure of one stops the others where they are. */
export type Go = (parts: readonly Part[], phase: Phase) => Promise<readonly Part[]>;

/** Makes a {@link Go}. */
export function goTogether(ports: Ports, surroundings: Surroundings): Go {
  return (parts, phase) =>
    together(parts, surroundings.signal, (part, signal) => advance(part, phase, ports, { ...surroundings, signal }));
}

/** One verdict for all: what went wrong with one is wrong with each. */
export function shareFailure(parts: readonly Part[]): readonly Part[] {
  const own = parts.filter(({ observed }) => observed.failure && kindOf(observed.failure) !== 'cancelled');
  const cause = own[0] ?? parts.find(({ observed }) => observed.failure);
  const failure = cause?.observed.failure;
  if (!cause || !failure) return parts;
  return parts.map((part) => {
    if (part === cause || own.includes(part)) return part;
    const message = `${cause.desired.functionName} is promoted together with this one. ${failure.message}`;
    return withFailure(part, { ...failure, message, of: 'another' });
  });
}

/** A part that something is wrong with. */
export function withFailure(part: Part, failure: Failure): Part {
  return { ...part, observed: { ...part.observed, failure } };
}

/** Whether the alias is to move. */
export function isToMove(part: Part): boolean {
  return left(part, 'move').some((step) => step.do === 'move');
}
