import type { Step } from './state.ts';

/** What a deployment goes through, in this order: ECS does what users may notice from `start` on. */
export const PHASES = ['prepare', 'start', 'end'] as const;

/** One of {@link PHASES}. */
export type Phase = (typeof PHASES)[number];

/** What is true of a kind of step, whichever deployment it is of. */
export interface Facts {
  readonly phase: Phase;
  /** What the step writes, if AWS takes it. The pointer is which revision users are on. */
  readonly writes: 'nothing' | 'task definition' | 'pointer';
  /** Whether it makes users safe again, and so goes on when the workflow is cancelled. */
  readonly isWayBack: boolean;
  /** Whether all is looked at anew after it, as if the run began there. */
  readonly looksAnew: boolean;
}

const READS: Facts = { phase: 'end', writes: 'nothing', isWayBack: false, looksAnew: false };
const ANSWERS: Facts = { ...READS, writes: 'pointer' };

/** The facts of every kind of step. The compiler asks for a row with each kind that is added. */
export const FACTS: Readonly<Record<Step['do'], Facts>> = {
  // It answers the pauses of one that takes users back.
  'await-rival': { ...ANSWERS, phase: 'prepare', looksAnew: true },
  'roll-back-rival': { ...ANSWERS, phase: 'prepare' },
  // Tags have no condition: the look after it may find what came between.
  claim: { ...READS, phase: 'prepare', writes: 'task definition', looksAnew: true },
  register: { ...READS, phase: 'prepare', writes: 'task definition' },
  renew: { ...READS, phase: 'start', writes: 'task definition' },
  // The look right before it may find that another run came between.
  update: { ...ANSWERS, phase: 'start', looksAnew: true },
  reach: READS,
  smoke: READS,
  gate: READS,
  continue: ANSWERS,
  hold: READS,
  verify: READS,
  'roll-back': { ...ANSWERS, phase: 'prepare', isWayBack: true },
  // A workflow that is cancelled ends the wait, but not the first look: ECS is on its way back already.
  'await-back': { ...READS, phase: 'prepare', isWayBack: true },
  'register-back': { ...READS, phase: 'prepare', writes: 'task definition', isWayBack: true },
  'update-back': { ...ANSWERS, phase: 'prepare', isWayBack: true },
  'await-update-back': { ...ANSWERS, phase: 'prepare', isWayBack: true },
};

/** The steps that are due by the end of a phase: all before the first whose phase comes later. */
export function dueBy(phase: Phase, steps: readonly Step[]): readonly Step[] {
  const last = PHASES.indexOf(phase);
  const stop = steps.findIndex((step) => PHASES.indexOf(FACTS[step.do].phase) > last);
  return stop < 0 ? steps : steps.slice(0, stop);
}
