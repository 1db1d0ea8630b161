import type { Clock, Log } from '@actions-aws/action';
import type { Aliases, Invocations, Versions } from '@actions-aws/lambda';
import type { Budget } from '@actions-aws/promotion';
import type { Functions } from './functions.ts';

/** All that a promotion reaches outside of itself. */
export interface Ports {
  readonly versions: Versions;
  readonly aliases: Aliases;
  readonly functions: Functions;
  readonly invocations: Invocations;
}

/** What a promotion runs in. */
export interface Surroundings {
  readonly log: Log;
  readonly clock: Clock;
  /** Aborts on cancellation. */
  readonly signal: AbortSignal;
  readonly budget: Budget;
  /** Remembers, for `post`, how far the run came. */
  readonly remember: Remember;
}

/** Remembers, for `post`, how far the run came. */
export type Remember = (fact: 'moving' | 'verified' | 'ended') => void;
