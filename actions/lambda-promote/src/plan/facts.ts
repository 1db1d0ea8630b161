import type { Step } from './state.ts';

/** What all participants of a promotion go through together, in this order. A step waits until its phase has come for all. */
export const PHASES = ['prepare', 'shift', 'bake', 'hold', 'move', 'prove', 'end'] as const;

/** One of {@link PHASES}. */
export type Phase = (typeof PHASES)[number];

/** What is true of a kind of step, whichever promotion it is part of. */
export interface Facts {
  readonly phase: Phase;
  /** What the step writes, if AWS takes it. The pointer is the alias that users follow. */
  readonly writes: 'nothing' | 'artifact' | 'code' | 'version' | 'previous alias' | 'pointer';
  /** The step that undoes it once something has failed. */
  readonly undoneBy: 'move-back' | 'none';
  /** Whether it makes users safe again, and so goes on when the workflow is cancelled. */
  readonly isWayBack: boolean;
  /** Whether it waits for another deployer, after which all is looked at as if this run began then. */
  readonly looksAnew: boolean;
}

const READS = { writes: 'nothing', undoneBy: 'none', isWayBack: false, looksAnew: false } as const;

/** The facts of every kind of step. The compiler asks for a row with each kind that is added. */
export const FACTS: Readonly<Record<Step['do'], Facts>> = {
  'await-canary': { ...READS, phase: 'prepare', looksAnew: true },
  'await-arrival': { ...READS, phase: 'prepare', looksAnew: true },
  // What it takes users from was abandoned: there is nothing to go back to.
  heal: { ...READS, phase: 'prepare', writes: 'pointer' },
  'await-update': { ...READS, phase: 'prepare' },
  keep: { ...READS, phase: 'prepare', writes: 'artifact' },
  upload: { ...READS, phase: 'prepare', writes: 'code' },
  smoke: { ...READS, phase: 'prepare' },
  publish: { ...READS, phase: 'prepare', writes: 'version' },
  'await-version': { ...READS, phase: 'prepare' },
  shift: { ...READS, phase: 'shift', writes: 'pointer', undoneBy: 'move-back' },
  bake: { ...READS, phase: 'bake' },
  hold: { ...READS, phase: 'hold', writes: 'pointer', undoneBy: 'move-back' },
  // Not even the previous alias moves before every function is proved.
  remember: { ...READS, phase: 'hold', writes: 'previous alias' },
  move: { ...READS, phase: 'move', writes: 'pointer', undoneBy: 'move-back' },
  'await-provisioned': { ...READS, phase: 'prove' },
  verify: { ...READS, phase: 'prove' },
  // Where it is lost, another has moved the alias: then what moves together goes back.
  claim: { ...READS, phase: 'prove', writes: 'pointer' },
  prune: { ...READS, phase: 'end', writes: 'version' },
  'move-back': { ...READS, phase: 'prepare', writes: 'pointer', isWayBack: true },
  'give-back': { ...READS, phase: 'prepare', writes: 'pointer', isWayBack: true },
};

/** The steps that are due by the end of a phase: all before the first whose phase comes later. */
export function dueBy(phase: Phase, steps: readonly Step[]): readonly Step[] {
  const last = PHASES.indexOf(phase);
  const stop = steps.findIndex((step) => PHASES.indexOf(FACTS[step.do].phase) > last);
  return stop < 0 ? steps : steps.slice(0, stop);
}
