import type * as sdk from '@aws-sdk/client-ecr';
import type { Authorization } from '../../../kernel/service.ts';
import { invalid, repositoryNotEmpty } from '../errors.ts';
import { operation } from '../operation.ts';
import { page } from '../paging.ts';
import { repositoryArn, repositoryOf } from '../place.ts';
import { shownRepository } from '../shown.ts';
import type { Repository } from '../state.ts';
import { mutabilityOf, shownMutability } from './mutability.ts';
import { newRepository } from './new-repository.ts';
import { assertTags } from './resource-tags.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const createRepository = operation<sdk.CreateRepositoryRequest, sdk.CreateRepositoryResponse>('CreateRepository', {
  takes: [
    'registryId',
    'repositoryName',
    'tags',
    'imageTagMutability',
    'imageTagMutabilityExclusionFilters',
    'imageScanningConfiguration',
    'encryptionConfiguration',
  ],
  authorizes({ repositoryName = '*', tags = [] }, place) {
    const resource = repositoryArn(place, repositoryName);
    // The Service Authorization Reference has TagResource as dependent.
    const actions = ['ecr:CreateRepository', ...(tags.length > 0 ? ['ecr:TagResource'] : [])];
    return actions.map((action) => ({ action, resource }));
  },
  run(call, input) {
    const { repositoryName: name = '', tags = [], imageScanningConfiguration = {}, encryptionConfiguration } = input;
    const repository = newRepository(call, name, {
      mutability: mutabilityOf(input),
      encryption: { type: encryptionConfiguration?.encryptionType ?? 'AES256', key: encryptionConfiguration?.kmsKey },
      scanOnPush: imageScanningConfiguration.scanOnPush ?? false,
      policy: undefined,
      lifecycle: undefined,
      resourceTags: assertTags({}, tags),
    });
    return { repository: shownRepository(call, repository) };
  },
});

/** Without names all are asked for, and authorised as `repository/*`. */
const describeRepositories = operation<sdk.DescribeRepositoriesRequest, sdk.DescribeRepositoriesResponse>(
  'DescribeRepositories',
  {
    takes: ['registryId', 'repositoryNames', 'nextToken', 'maxResults'],
    resource: ({ repositoryNames = [] }, place) => repositoryArn(place, repositoryNames.join(',') || '*'),
    authorizes: ({ repositoryNames = ['*'] }, place) =>
      repositoryNames.map(
        (name): Authorization => ({
          action: 'ecr:DescribeRepositories',
          resource: repositoryArn(place, name),
        }),
      ),
    run(call, { repositoryNames, nextToken, maxResults }) {
      const shown = (repository: Repository) => shownRepository(call, repository);
      if (repositoryNames) {
        // "This option cannot be used when you specify repositories with repositoryNames."
        if (nextToken !== undefined) throw invalid('nextToken', 'Member must be null when repositoryNames are given');
        if (maxResults !== undefined) throw invalid('maxResults', 'Member must be null when repositoryNames are given');
        return { repositories: repositoryNames.map((name) => shown(repositoryOf(call, name))) };
      }
      const all = [...call.state.repositories.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, next } = page(all, { nextToken, maxResults });
      return { repositories: items.map(shown), ...(next !== undefined && { nextToken: next }) };
    },
  },
);

const deleteRepository = operation<sdk.DeleteRepositoryRequest, sdk.DeleteRepositoryResponse>('DeleteRepository', {
  takes: ['registryId', 'repositoryName', 'force'],
  run(call, { repositoryName = '', force = false }) {
    const repository = repositoryOf(call, repositoryName);
    if (repository.images.size > 0 && !force) throw repositoryNotEmpty(repositoryName, call.account);
    call.state.repositories.delete(repositoryName);
    return { repository: shownRepository(call, repository) };
  },
});

/** What tags there are stays where it is; only the next push is judged by it. */
const putImageTagMutability = operation<sdk.PutImageTagMutabilityRequest, sdk.PutImageTagMutabilityResponse>(
  'PutImageTagMutability',
  {
    takes: ['registryId', 'repositoryName', 'imageTagMutability', 'imageTagMutabilityExclusionFilters'],
    run(call, input) {
      const { repositoryName = '' } = input;
      const mutability = mutabilityOf(input);
      repositoryOf(call, repositoryName).mutability = mutability;
      return { registryId: call.account, repositoryName, ...shownMutability(mutability) };
    },
  },
);

/** Operations on repositories. */
export const repositoryOperations = {
  CreateRepository: createRepository,
  DescribeRepositories: describeRepositories,
  DeleteRepository: deleteRepository,
  PutImageTagMutability: putImageTagMutability,
};
