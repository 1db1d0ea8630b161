import type * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kernel/errors.ts';
import { operation } from '../operation.ts';
import { type EcrCall, repositoryOf } from '../place.ts';
import type { Lifecycle, Repository } from '../state.ts';
import { readLifecyclePolicy } from './policy.ts';

/** "you should expect that images become expired within 24 hours after they meet the expiration criteria" (LifecyclePolicies.html): here a policy runs each time a day has gone by. */
export const lifecyclePolicyOperations = {
  PutLifecyclePolicy: operation<sdk.PutLifecyclePolicyRequest, sdk.PutLifecyclePolicyResponse>('PutLifecyclePolicy', {
    takes: ['registryId', 'repositoryName', 'lifecyclePolicyText'],
    run(call, { repositoryName = '', lifecyclePolicyText: text = '' }) {
      const repository = repositoryOf(call, repositoryName);
      readLifecyclePolicy(text);
      repository.lifecycle = { text, last: undefined, next: call.clock.now() + call.state.pace.lifecycle };
      return { registryId: call.account, repositoryName, lifecyclePolicyText: text };
    },
  }),

  GetLifecyclePolicy: operation<sdk.GetLifecyclePolicyRequest, sdk.GetLifecyclePolicyResponse>('GetLifecyclePolicy', {
    takes: ['registryId', 'repositoryName'],
    run: (call, { repositoryName = '' }) => shown(call, repositoryOf(call, repositoryName)),
  }),

  DeleteLifecyclePolicy: operation<sdk.DeleteLifecyclePolicyRequest, sdk.DeleteLifecyclePolicyResponse>(
    'DeleteLifecyclePolicy',
    {
      takes: ['registryId', 'repositoryName'],
      run(call, { repositoryName = '' }) {
        const repository = repositoryOf(call, repositoryName);
        const deleted = shown(call, repository);
        repository.lifecycle = undefined;
        return deleted;
      },
    },
  ),
};

/** The policy of a repository; throws where there is none, in the words that moto has from AWS. */
export function lifecycleOf({ account }: EcrCall, { name, lifecycle }: Repository): Lifecycle {
  if (lifecycle) return lifecycle;
  const message = `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${account}'`;
  throw new AwsError('LifecyclePolicyNotFoundException', 400, message);
}

function shown(call: EcrCall, repository: Repository): sdk.GetLifecyclePolicyResponse {
  const { text, last } = lifecycleOf(call, repository);
  return {
    registryId: call.account,
    repositoryName: repository.name,
    lifecyclePolicyText: text,
    // The epoch where it has not run yet (cloud-custodian/cloud-custodian#9036).
    lastEvaluatedAt: new Date(last ?? 0),
  };
}
