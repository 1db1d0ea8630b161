import type { EcrPlace } from './place.ts';
import type { Pace } from './state.ts';

/** What a test can arrange beyond AWS's API, reached as `ecr.<method>` of the control API. */
export const control = {
  /** Sets how long what happens by itself takes, in milliseconds of the local clock; what is left out stays. Returns all. */
  pace({ state }: EcrPlace, change: Partial<Pace>): Pace {
    state.pace = { ...state.pace, ...change };
    return state.pace;
  },
};
