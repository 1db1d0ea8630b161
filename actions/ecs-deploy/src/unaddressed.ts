import type { Check } from '@actions-aws/checks';
import type { Failure } from '@actions-aws/promotion';
import type { Desired, Observed } from './plan/state.ts';
import type { Addressed } from './steps/stage.ts';

/** Checks that have no address to be put to: found before anything is written. */
export function unaddressed(
  observed: Observed,
  { smoke, verify, name }: Desired,
  addresses: Addressed,
): Failure | undefined {
  const places = [
    { input: 'smoke', checks: smoke, address: addresses.test(observed) },
    { input: 'verify', checks: verify, address: addresses.users(observed) },
  ];
  const wrong = places.flatMap(({ input, checks, address }) =>
    'unknown' in address && checks.some(isRequest) ? [`\`${input}\` asks a path, and ${address.unknown}`] : [],
  );
  if (wrong.length === 0) return undefined;
  return {
    code: 'unsafe',
    message: `Could not deploy ${name.service}: ${wrong.join('; ')}.`,
    hint: 'Give `test-url` and `url`, or put whole addresses into `verify`.',
  };
}

function isRequest({ kind }: Check): boolean {
  return kind === 'request';
}
