import type { Invalidation } from '../state.ts';

/** Whether every edge host has dropped what it names. */
export function isCompleted({ reaches }: Invalidation, now: number): boolean {
  return reaches.every((at) => at <= now);
}
