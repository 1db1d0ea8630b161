import { readFileSync } from 'node:fs';
import path from 'node:path';
import { storePolicyIn } from '@actions-aws/testing';
import type { Setup } from '../../src/setup/setup.ts';
import { root } from './sources.ts';

/** What the role of a setup may do, and what the README of its action says for sites under a store, by the setup's names. */
export interface RolePolicies {
  readonly role: string;
  readonly given: unknown;
  readonly wanted: unknown;
}

/**
 * Roles that are named for an action and a bucket, `frontend-stage-storefront`, each beside its README.
 *
 * @throws where a role is named otherwise, since no README would say what it may do.
 */
export function rolePolicies({ roles, sites: [sites] }: Setup): readonly RolePolicies[] {
  return roles.map(({ name, policy }) => {
    const action = name.slice(0, -`-${sites?.bucket}`.length);
    if (!sites || name !== `${action}-${sites.bucket}`) throw new Error(`the role ${name} is named after no bucket`);
    const readme = readFileSync(path.join(root, 'actions', action, 'README.md'), 'utf8')
      .replaceAll('shop-site', sites.bucket)
      .replaceAll('E1TEST1TEST1T', `\${${sites.test}_DISTRIBUTION}`)
      .replaceAll('E2APP2APP2APP', `\${${sites.app}_DISTRIBUTION}`)
      .replaceAll('arn:aws:cloudfront::123456789012:key-value-store/TEST-STORE', `\${${sites.test}_STORE}`)
      .replaceAll('arn:aws:cloudfront::123456789012:key-value-store/APP-STORE', `\${${sites.app}_STORE}`);
    return { role: name, given: policy, wanted: storePolicyIn(readme) };
  });
}
