import { UserError } from '@actions-aws/action';
import { CreateRepositoryCommand, DescribeRepositoriesCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { type Asking, unlessNot } from './asking.ts';
import type { Ecr } from './ecr.ts';

/** What ECR's API tells about a repository as a whole, and its creation. */
export function repositoryInEcr(
  ecr: ECRClient,
  { registry, repositoryName, shown }: Asking,
): Pick<Ecr, 'mutability' | 'exists' | 'create'> {
  const described = async (what: string) => {
    const answer = await unlessNot(
      ['RepositoryNotFoundException'],
      ecr.send(new DescribeRepositoriesCommand({ ...registry, repositoryNames: [repositoryName] })),
      { doing: `${what} ${shown}`, action: 'ecr:DescribeRepositories' },
    );
    return answer?.repositories?.[0];
  };
  const mutability = async () => {
    const found = await described('read which tags may move of');
    if (!found) return undefined;
    const filters = found.imageTagMutabilityExclusionFilters ?? [];
    const wildcards = filters.filter(({ filterType }) => filterType === 'WILDCARD');
    return {
      mode: found.imageTagMutability ?? 'MUTABLE',
      exclusions: wildcards.flatMap(({ filter }) => filter ?? []),
      hasUnknownExclusions: wildcards.length < filters.length,
    };
  };
  return {
    mutability,

    async exists() {
      return (await described('look for the repository')) !== undefined;
    },

    async create({ immutable, exclusions }) {
      const mode = `${immutable ? 'IMMUTABLE' : 'MUTABLE'}${exclusions.length > 0 ? '_WITH_EXCLUSION' : ''}` as const;
      const filters = exclusions.map((filter) => ({ filterType: 'WILDCARD', filter }) as const);
      const created = await unlessNot(
        ['RepositoryAlreadyExistsException'],
        ecr.send(
          new CreateRepositoryCommand({
            ...registry,
            repositoryName,
            imageTagMutability: mode,
            ...(filters.length > 0 && { imageTagMutabilityExclusionFilters: filters }),
          }),
        ),
        { doing: `create the repository ${shown}`, action: 'ecr:CreateRepository' },
      );
      if (created) return;
      // By an attempt whose answer was lost, or by another run: it is as wanted, or it is another's.
      const found = await mutability();
      const isSame =
        found?.mode === mode && [...found.exclusions].sort().join(' ') === [...exclusions].sort().join(' ');
      if (isSame && !found.hasUnknownExclusions) return;
      throw new UserError(`The repository ${shown} was created meanwhile, with other settings for its tags.`, {
        hint: 'Run the job again: it takes the repository as it is.',
      });
    },
  };
}
