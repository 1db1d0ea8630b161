import type { Step } from './state.ts';

/** What a promotion goes through, in this order: what users notice begins with `move`. */
export const PHASES = ['prepare', 'move', 'prove', 'end'] as const;

/** One of {@link PHASES}. */
export type Phase = (typeof PHASES)[number];

/** What is true of a kind of step, whichever promotion it is of. */
export interface Facts {
  readonly phase: Phase;
  /** What the step writes, if AWS takes it. The pointer is APP's. */
  readonly writes: 'nothing' | 'objects' | 'history' | 'pointer';
  /** Whether it makes users safe again, and so goes on when the workflow is cancelled. */
  readonly isWayBack: boolean;
}

const READS = { writes: 'nothing', isWayBack: false } as const;

/** The facts of every kind of step. The compiler asks for a row with each kind that is added. */
export const FACTS: Readonly<Record<Step['do'], Facts>> = {
  'look-at-objects': { ...READS, phase: 'prepare' },
  prove: { ...READS, phase: 'prepare' },
  carry: { ...READS, phase: 'prepare', writes: 'objects' },
  note: { ...READS, phase: 'prepare', writes: 'history' },
  move: { ...READS, phase: 'move', writes: 'pointer' },
  spread: { ...READS, phase: 'prove' },
  'await-served': { ...READS, phase: 'prove' },
  verify: { ...READS, phase: 'prove' },
  // Nothing that users get hangs on it.
  'share-beside': { ...READS, phase: 'end', writes: 'objects' },
  claim: { ...READS, phase: 'end', writes: 'pointer' },
  'move-back': { ...READS, phase: 'prepare', writes: 'pointer', isWayBack: true },
  // Users are on their way back already: a workflow that is cancelled does not wait until the last one is.
  'spread-back': { ...READS, phase: 'prepare' },
};

/** The steps that are due by the end of a phase: all before the first whose phase comes later. */
export function dueBy(phase: Phase, steps: readonly Step[]): readonly Step[] {
  const last = PHASES.indexOf(phase);
  const stop = steps.findIndex((step) => PHASES.indexOf(FACTS[step.do].phase) > last);
  return stop < 0 ? steps : steps.slice(0, stop);
}
