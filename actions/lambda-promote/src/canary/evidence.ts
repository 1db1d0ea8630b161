import type { Evidence, Rules as GateRules, Remedies } from '@actions-aws/gates';
import { type Compared, errorBreach } from './error-floor.ts';

/** What a candidate was asked so far, and what was live beside it, as far as it is counted to the end. */
export interface Sample extends Compared {
  readonly wanted: number;
  /** Calls of the two of which CloudWatch does not say whether they failed. */
  readonly untold: number;
}

/** How a trial is judged. */
export interface Rules extends GateRules {
  /** Whether errors of the candidate decide without any alarm. */
  readonly errorFloor: 'default' | 'none';
}

/** What to do about a candidate that fails too often. */
export const ERROR_HINT =
  'Read the log of the candidate. `error-floor: none` leaves it to `alarms` alone how many errors are too many.';

/** What to do where too little is known of a candidate. */
export const REMEDIES: Remedies = {
  tooLittle: 'Send it traffic, lower `min-invocations`, or put the alarm right.',
  heldTooLong: 'Send it traffic, lower `min-invocations`, put the alarm right, or set `on-insufficient-data`.',
};

/** What the calls of candidates say, besides any alarm. */
export function evidenceOf(samples: readonly Sample[], { errorFloor }: Pick<Rules, 'errorFloor'>): Evidence {
  return { breaches: errorsOf(samples, { errorFloor }), doubts: doubtsOf(samples, errorFloor), hint: ERROR_HINT };
}

/** Errors that are enough of a reason, in words. */
export function errorsOf(samples: readonly Compared[], { errorFloor }: Pick<Rules, 'errorFloor'>): readonly string[] {
  return errorFloor === 'none' ? [] : samples.flatMap((sample) => errorBreach(sample) ?? []);
}

function doubtsOf(samples: readonly Sample[], errorFloor: Rules['errorFloor']): readonly string[] {
  return [
    ...samples
      .filter(({ invocations, wanted: enough }) => invocations < enough)
      .map(({ name, invocations, wanted: enough }) =>
        invocations === 0
          ? `${name} was not called`
          : `${name} was called ${invocations} ${invocations === 1 ? 'time' : 'times'} only, of ${enough} that are wanted`,
      ),
    ...samples
      .filter(({ untold }) => untold > 0 && errorFloor !== 'none')
      .map(
        ({ name, untold }) =>
          `of ${untold} calls of ${name}, and of what is live beside it, it is not known whether they failed`,
      ),
  ];
}
