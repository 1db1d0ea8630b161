import type { Call, Place } from '../../kernel/service.ts';
import { repositoryNotFound } from './errors.ts';
import type { EcrState, Repository } from './state.ts';

/** Where ECR's operations act. */
export type EcrPlace = Place<EcrState>;

/** One call of them. */
export type EcrCall = Call<EcrState>;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html#amazonelasticcontainerregistry-resources-for-iam-policies */
export function repositoryArn({ account, region }: Pick<EcrPlace, 'account' | 'region'>, name: string): string {
  return `arn:aws:ecr:${region}:${account}:repository/${name}`;
}

/** The repository of a name; throws RepositoryNotFoundException. */
export function repositoryOf({ state, account }: EcrPlace, name: string): Repository {
  const repository = state.repositories.get(name);
  if (!repository) throw repositoryNotFound(name, account);
  return repository;
}

/** `127.0.0.1:4566/app`: what an OCI client pushes to. On AWS the host would be the registry's own. */
export function repositoryUri({ endpoint }: Pick<EcrPlace, 'endpoint'>, name: string): string {
  return `${new URL(endpoint).host}/${name}`;
}
