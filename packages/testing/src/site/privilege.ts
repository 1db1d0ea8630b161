import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '@actions-aws/local-aws';
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { policyIn, storePolicyIn } from '../sweeps/least-privilege.ts';
import type { SiteWorld } from './world.ts';

/** CloudFront's own policies: CORS-S3Origin, SecurityHeadersPolicy. */
const MANAGED = {
  OriginRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
  ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03',
};

/** The configuration of a site with policies that the other one does not name: they are compared by their content, which has to be read. */
export function withPolicies({ DefaultCacheBehavior, ...config }: DistributionConfig): DistributionConfig {
  return { ...config, DefaultCacheBehavior: { ...DefaultCacheBehavior!, ...MANAGED } };
}

/**
 * The policy in the README of a room, for the place in which pointers stand, about the sites of a world: what `leastPrivilege` takes.
 *
 * @param room folder of the action.
 */
export function sitePolicy(
  room: string,
  pointer: 'origin-path' | 'key-value-store',
): (world: Pick<SiteWorld, 'test' | 'app'>) => Policy {
  const readme = readFileSync(join(room, 'README.md'), 'utf8');
  return ({ test, app }) => {
    const named = readme
      .replaceAll('E1TEST1TEST1T', test.id)
      .replaceAll('E2APP2APP2APP', app.id)
      .replaceAll('arn:aws:cloudfront::123456789012:key-value-store/TEST-STORE', test.store ?? '')
      .replaceAll('arn:aws:cloudfront::123456789012:key-value-store/APP-STORE', app.store ?? '');
    return pointer === 'origin-path' ? policyIn(named) : storePolicyIn(named);
  };
}
