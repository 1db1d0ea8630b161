import path from 'node:path';
import { readSetup } from '../src/setup/setup.ts';
import { rolePolicies } from './support/roles.ts';
import { root } from './support/sources.ts';

test('the roles of examples/storefront may do what the READMEs say, to the letter', async () => {
  const policies = rolePolicies(await readSetup(path.join(root, 'examples/storefront'), undefined));
  expect(policies.map(({ role }) => role)).toEqual([
    'frontend-stage-storefront',
    'frontend-promote-storefront',
    'frontend-rollback-storefront',
  ]);
  for (const { role, given, wanted } of policies) expect({ role, policy: given }).toEqual({ role, policy: wanted });
});
