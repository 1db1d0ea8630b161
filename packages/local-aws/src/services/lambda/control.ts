import { type Runtime, State } from '@aws-sdk/client-lambda';
import { deactivate, settle } from './lifecycle.ts';
import { refer } from './names.ts';
import type { LambdaPlace } from './place.ts';
import { rollOutRuntime } from './runtime-management.ts';
import type { AccountLimits, Pace, Reason, ScriptedFailure, UnusableKey, VersionRecord } from './state.ts';
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
    deactivate(namedVersion(place, functionName));
  },

  /** Makes Lambda fetch the images of all functions again, as it does from time to time. */
  fetchImages(place: LambdaPlace): void {
    for (const { latest, versions } of place.state.functions.values()) {
      for (const version of [latest, ...versions.values()]) version.imageFetched = Number.NEGATIVE_INFINITY;
    }
  },

  /**
   * Puts `$LATEST`, a version, or the version behind an alias in a state, with its reason, and ends what was under way. It
   * stays there until a call moves it on.
   */
  setState(
    place: LambdaPlace,
    { functionName, state, reason }: { functionName: string; state: State; reason?: Reason },
  ) {
    if (!Object.values(State).includes(state)) {
      throw new Error(`${state} is not a state of a function; there are ${Object.values(State).join(', ')}`);
    }
    const version = namedVersion(place, functionName);
    version.transition = undefined;
    version.state = state;
    version.stateReason = reason;
    version.deployed ??= { id: place.newId(), settings: version.settings };
    if (version.lastUpdate === 'InProgress') version.lastUpdate = 'Successful';
  },

  /** Makes a layer version, in any account, that functions can name from now on. Its code is not kept. */
  addLayer(place: LambdaPlace, { arn, codeSize }: { arn: string; codeSize: number }): void {
    const [, , , , , , name = '', number] = arn.split(':');
    place.state.layers.versions.set(arn, {
      arn,
      name,
      number: Number(number),
      codeSha256: undefined,
      codeSize,
      unzippedSize: codeSize,
      created: place.clock.now(),
      description: '',
      licenseInfo: undefined,
      runtimes: undefined,
      architectures: undefined,
      deleted: false,
    });
  },

  /** Says whether Lambda can use a key of the customer: variables that it encrypts are then readable, or not. */
  setKey(place: LambdaPlace, { arn, state }: { arn: string; state: UnusableKey | 'Enabled' }): void {
    if (!keyStates.includes(state)) {
      throw new Error(`${state} is not a state of a key; there are ${keyStates.join(', ')}`);
    }
    if (state === 'Enabled') place.state.keys.delete(arn);
    else place.state.keys.set(arn, state);
  },

  /** Releases a newer version of a runtime, such as `nodejs22.x`, to all functions and versions that are not pinned. */
  rollOutRuntime(place: LambdaPlace, { runtime }: { runtime: Runtime }): void {
    settle(place.state, place.clock.now());
    rollOutRuntime(place, runtime);
  },
};

const keyStates: readonly string[] = [
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'Missing',
  'Denied',
] satisfies readonly (UnusableKey | 'Enabled')[];

function namedVersion(place: LambdaPlace, functionName: string): VersionRecord {
  settle(place.state, place.clock.now());
  const { name, qualifier } = refer(place, functionName);
  const func = place.state.functions.get(name);
  const version = func && versionOf(func, qualifier);
  if (version === undefined) {
    throw new Error(`There is no function ${functionName} in ${place.account} ${place.region}`);
  }
  return version;
}
