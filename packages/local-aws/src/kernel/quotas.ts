import type { Quota } from './service.ts';

/** Token buckets, by service, account, region and name. */
export interface Quotas {
  /** Takes a token; false when there is none. */
  take(scope: string, quota: Quota, now: number): boolean;
  /** Fills all buckets again. */
  reset(): void;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Full buckets at first; each refills steadily on the local clock up to its burst. */
export function quotas(): Quotas {
  const buckets = new Map<string, Bucket>();
  return {
    take(scope, { name, ratePerSecond, burst }, now) {
      const key = `${scope}/${name}`;
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      buckets.set(key, bucket);
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * ratePerSecond);
      bucket.at = now;
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
    reset: () => buckets.clear(),
  };
}
