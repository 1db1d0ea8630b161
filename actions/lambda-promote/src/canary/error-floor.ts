import type { Tally } from './counts.ts';

/** What a candidate was asked, and what was live beside it, in the same whole minutes, of which all data are in. */
export interface Compared extends Tally {
  /** Such as `search-api:7`. */
  readonly name: string;
  readonly live: Tally & { readonly name: string };
}

/** Fewer errors than these may be chance. */
const LEAST_ERRORS = 5;
/** Of the candidate's calls. */
const LEAST_SHARE = 0.05;
/** The candidate's rate of errors over that of what is live. */
const TIMES_LIVE = 3;
/** Of so few calls at the least, that all fail is enough. */
const LEAST_CALLS = 3;

/**
 * Whether the candidate fails so often that no alarm is needed to say so, in words; `undefined` where it does not. It takes
 * five errors, a twentieth of all calls and three times the rate of what is live; or that every call fails, of three at the
 * least, however often what is live fails. Throttled calls are neither calls nor errors:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function errorBreach({ name, live, ...candidate }: Compared): string | undefined {
  const { errors } = candidate;
  const calls = callsOf(candidate);
  if (calls >= LEAST_CALLS && errors === calls) return `${name} failed all of its ${calls} calls`;
  // Multiplied, not divided: what is live may have had no calls.
  const isWorse = errors * callsOf(live) >= TIMES_LIVE * live.errors * calls;
  if (errors < LEAST_ERRORS || errors < LEAST_SHARE * calls || !isWorse) return undefined;
  const beside = callsOf(live) === 0 ? `${live.name} was not called` : `${live.name} ${inWords(live, 'of')}`;
  return `${name} failed ${inWords(candidate, 'of its')}, and ${beside} in the same minutes`;
}

/** CloudWatch may tell of a failed call before it tells of the call. */
function callsOf({ invocations, errors }: Tally): number {
  return Math.max(invocations, errors);
}

function inWords(tally: Tally, of: string): string {
  const calls = callsOf(tally);
  const percent = calls === 0 ? 0 : Math.round((1000 * tally.errors) / calls) / 10;
  return `${tally.errors} ${of} ${calls}${of === 'of its' ? ' calls' : ''} (${percent} %)`;
}
