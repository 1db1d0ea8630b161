import type { CloudWatchPlace } from './operation.ts';
import type { Delays } from './state.ts';

/** What a test can arrange beyond AWS's API, reached as `cloudwatch.<method>` of the control API. */
export const control = {
  /** Sets how late data are from now on, in milliseconds of the local clock; what is left out stays. Returns all. */
  delay({ state }: CloudWatchPlace, change: Partial<Delays>): Delays {
    for (const [name, ms] of Object.entries(change)) {
      if (!Object.hasOwn(state.delays, name))
        throw new Error(`there is no delay ${name}; there are ${Object.keys(state.delays).join(', ')}`);
      if (!(ms >= 0)) throw new Error(`the delay ${name} is in milliseconds from 0 on, not ${ms}`);
    }
    state.delays = { ...state.delays, ...change };
    return state.delays;
  },
};
