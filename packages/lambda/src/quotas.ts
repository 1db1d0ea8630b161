import type { RequestQuota } from '@actions-aws/aws';

const OF_THEIR_OWN = ['GetFunction', 'GetPolicy', 'Invoke'];

/**
 * Lambda's quotas for its API, per account and region: 100 GetFunction and 15 GetPolicy a second, and 15 for all other
 * calls of the control plane together. How much of a burst AWS takes is not documented; half a second's worth is asked for.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#api-requests
 */
export const LAMBDA_QUOTAS: readonly RequestQuota[] = [
  { ratePerSecond: 100, burst: 50, counts: (operation) => operation === 'GetFunction' },
  { ratePerSecond: 15, burst: 7, counts: (operation) => operation === 'GetPolicy' },
  { ratePerSecond: 15, burst: 7, counts: (operation) => !OF_THEIR_OWN.includes(operation) },
];
