import type * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kernel/errors.ts';
import { invalid } from '../errors.ts';
import { operation } from '../operation.ts';
import { type EcrCall, repositoryOf } from '../place.ts';
import type { Repository } from '../state.ts';
import { readPolicy, verdictOf } from './policy.ts';
import { accountOf, roleOf } from './principals.ts';

/** A policy comes back as ECR writes JSON, not as it was given. */
export const repositoryPolicyOperations = {
  SetRepositoryPolicy: operation<sdk.SetRepositoryPolicyRequest, sdk.SetRepositoryPolicyResponse>(
    'SetRepositoryPolicy',
    {
      takes: ['registryId', 'repositoryName', 'policyText', 'force'],
      run(call, { repositoryName = '', policyText = '', force = false }) {
        const repository = repositoryOf(call, repositoryName);
        const policy = readPolicy(policyText);
        const { principal } = call;
        const keys = new Map([
          ['aws:principalarn', roleOf(principal)],
          ['aws:principalaccount', accountOf(principal)],
        ]);
        // "If the policy you are attempting to set … would prevent you from setting another policy in the future, you must force" it (AWS's
        // model); with which error ECR says so is not known.
        const locksOut = verdictOf(policy, { action: 'ecr:SetRepositoryPolicy', principal, keys }) === 'Deny';
        if (locksOut && !force) throw invalid('PolicyText', 'The policy must not lock out who sets it, unless forced');
        repository.policy = JSON.stringify(policy, null, 2);
        return shown(call, repository, repository.policy);
      },
    },
  ),

  GetRepositoryPolicy: operation<sdk.GetRepositoryPolicyRequest, sdk.GetRepositoryPolicyResponse>(
    'GetRepositoryPolicy',
    {
      takes: ['registryId', 'repositoryName'],
      run(call, { repositoryName = '' }) {
        const repository = repositoryOf(call, repositoryName);
        return shown(call, repository, policyOf(call, repository));
      },
    },
  ),

  DeleteRepositoryPolicy: operation<sdk.DeleteRepositoryPolicyRequest, sdk.DeleteRepositoryPolicyResponse>(
    'DeleteRepositoryPolicy',
    {
      takes: ['registryId', 'repositoryName'],
      run(call, { repositoryName = '' }) {
        const repository = repositoryOf(call, repositoryName);
        const policyText = policyOf(call, repository);
        repository.policy = undefined;
        return shown(call, repository, policyText);
      },
    },
  ),
};

function policyOf({ account }: EcrCall, { name, policy }: Repository): string {
  if (policy !== undefined) return policy;
  // getmoto/moto, tests/test_ecr
  const message = `Repository policy does not exist for the repository with name '${name}' in the registry with id '${account}'`;
  throw new AwsError('RepositoryPolicyNotFoundException', 400, message);
}

function shown({ account }: EcrCall, { name }: Repository, policyText: string) {
  return { registryId: account, repositoryName: name, policyText };
}
