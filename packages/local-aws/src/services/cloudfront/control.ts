import type { CloudFrontPlace } from './place.ts';
import type { Pace } from './state.ts';

/** What a test can arrange beyond AWS's API, reached as `cloudfront.<method>` of the control API. */
export const control = {
  /** Sets how long what happens by itself takes, in milliseconds of the local clock; what is left out stays. Returns all. */
  pace({ state }: CloudFrontPlace, change: Partial<Pace> = {}): Pace {
    state.pace = { ...state.pace, ...change };
    return state.pace;
  },
};
