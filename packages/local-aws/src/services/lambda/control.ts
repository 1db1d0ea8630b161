import { deactivate, settle } from './lifecycle.ts';
import { refer } from './names.ts';
import type { LambdaPlace } from './place.ts';
import type { AccountLimits, Pace, ScriptedFailure } from './state.ts';
import { versionOf } from './updates.ts';

/** Lambda makes inactive what was idle for long: weeks (https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html). */
export const AGES = ['deactivate'];

/** What a test can arrange beyond AWS's API, reached as `lambda.<method>` of the control API. */
export const control = {
  /** Sets how long asynchronous changes take, in milliseconds of the local clock; what is left out stays. Returns all. */
  pace(place: LambdaPlace, change: Partial<Pace>): Pace {
    place.state.pace = { ...place.state.pace, ...change };
    return place.state.pace;
  },

  /** Sets the account's quotas; what is left out stays. Returns all. */
  limits(place: LambdaPlace, change: Partial<AccountLimits>): AccountLimits {
    place.state.limits = { ...place.state.limits, ...change };
    return place.state.limits;
  },

  /** Makes the next such step of the function end in Failed, with this code and reason. */
  failNext(place: LambdaPlace, failure: ScriptedFailure): void {
    place.state.failures.push(failure);
  },

  /** Makes `$LATEST`, a version, or the version behind an alias Inactive, as if it had been idle for long. */
  deactivate(place: LambdaPlace, { functionName }: { functionName: string }): void {
    settle(place.state, place.clock.now());
    const { name, qualifier } = refer(place, functionName);
    const func = place.state.functions.get(name);
    const version = func && versionOf(func, qualifier);
    if (version === undefined) {
      throw new Error(`There is no function ${functionName} to make inactive in ${place.account} ${place.region}`);
    }
    deactivate(version);
  },
};
