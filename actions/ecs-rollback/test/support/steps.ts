import { rollback } from './trials.ts';
import { type RollbackWorld, type Setting, world } from './world.ts';

/** How many times faster than the machine's time runs: a process may take its second to start. */
const SCALE = 25;

/** A world for what ships: its clock lets a process keep up. */
export function stepWorld(setting: Setting = {}): Promise<RollbackWorld> {
  return world({ scale: SCALE, configuration: { bakeTimeInMinutes: 0 }, drainSeconds: 0, ...setting });
}

/** The step as a workflow has it: back from what is live. */
export const step = rollback;
