import type { Clock, Log } from '@actions-aws/action';
import type { Budget } from './budget.ts';

/** What a run of one or several participants acts in: its ports, and what it has of its runner. */
export interface Context<Ports> {
  /** All that the run reaches outside of itself. */
  readonly ports: Ports;
  readonly log: Log;
  readonly clock: Clock;
  /** Aborts when the workflow is cancelled, and where the run's deadline is kept, when that has passed. */
  readonly signal: AbortSignal;
  readonly budget: Budget;
  /** Remembers, for `post`, how far the run came. */
  readonly remember: Remember;
}

/** Remembers, for `post`, how far the run came: users may have what is not proved from `moving` on. */
export type Remember = (fact: 'moving' | 'verified' | 'ended') => void;
