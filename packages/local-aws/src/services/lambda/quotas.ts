import type { Quota } from '../../kernel/service.ts';
import { rateExceeded } from './errors.ts';

// Lambda quotas, "Lambda API requests": GetFunction has 100 requests per second and GetPolicy 15; all other control-plane
// calls share 15 per account and region. AWS does not say how much of a burst it takes: here one second's worth.
const getFunction: Quota = { name: 'GetFunction', ratePerSecond: 100, burst: 100, refusal: rateExceeded };
const getPolicy: Quota = { name: 'GetPolicy', ratePerSecond: 15, burst: 15, refusal: rateExceeded };
const others: Quota = { name: 'control plane', ratePerSecond: 15, burst: 15, refusal: rateExceeded };

/** The quota of an operation; invocations are limited by concurrency instead. */
export function quota(operation: string): Quota | undefined {
  switch (operation) {
    case 'Invoke':
      return undefined;
    case 'GetFunction':
      return getFunction;
    case 'GetPolicy':
      return getPolicy;
    default:
      return others;
  }
}
