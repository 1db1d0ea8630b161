import { repositoryExists } from '../errors.ts';
import type { EcrPlace } from '../place.ts';
import type { Repository } from '../state.ts';

/** What a repository is made with. */
export type RepositorySettings = Pick<
  Repository,
  'mutability' | 'encryption' | 'scanOnPush' | 'resourceTags' | 'policy' | 'lifecycle'
>;

/** Makes a repository without images; throws where the name is taken. */
export function newRepository(
  { state, account, clock }: EcrPlace,
  name: string,
  settings: RepositorySettings,
): Repository {
  if (state.repositories.has(name)) throw repositoryExists(name, account);
  const repository: Repository = {
    name,
    created: clock.now(),
    ...settings,
    preview: undefined,
    images: new Map(),
    tags: new Map(),
    layers: new Map(),
    uploads: new Map(),
  };
  state.repositories.set(name, repository);
  return repository;
}
