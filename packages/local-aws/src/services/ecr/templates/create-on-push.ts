import type { Authorization } from '../../../kernel/service.ts';
import { type EcrPlace, repositoryArn, repositoryOf } from '../place.ts';
import { newRepository } from '../repositories/new-repository.ts';
import type { EcrState, Repository, Template } from '../state.ts';

/** What a template with this prefix applies to where no other does (AWS's model, CreateRepositoryCreationTemplateRequest). */
export const root = 'ROOT';

/**
 * The template by which a push of an image would make its repository, which is not there: that of the longest prefix, to whose end "there is
 * always an assumed / applied" (AWS's model). Without one the push fails, as ever.
 */
function templateFor({ repositories, templates }: EcrState, name: string): Template | undefined {
  if (repositories.has(name)) return undefined;
  const fitting = [...templates.values()]
    .filter(({ prefix }) => prefix === root || name.startsWith(prefix.replace(/\/?$/, '/')))
    .sort((a, b) => (a.prefix === root ? 1 : b.prefix === root ? -1 : b.prefix.length - a.prefix.length));
  return fitting[0]?.appliedFor.includes('CREATE_ON_PUSH') ? fitting[0] : undefined;
}

/** The repository that a push goes to, made by its template where it is not there; throws RepositoryNotFoundException. */
export function repositoryToPush(place: EcrPlace, name: string): Repository {
  const template = templateFor(place.state, name);
  if (!template) return repositoryOf(place, name);
  const { mutability, encryption, resourceTags, policy, lifecycle: text } = template;
  const next = place.clock.now() + place.state.pace.lifecycle;
  const lifecycle = text === undefined ? undefined : { text, last: undefined, next };
  return newRepository(place, name, { mutability, encryption, scanOnPush: false, resourceTags, policy, lifecycle });
}

/** Whether a push needs the caller's permission to create a repository is not said; here it does, which is harder. */
export function permissionToCreate(place: EcrPlace, name: string): readonly Authorization[] {
  if (!templateFor(place.state, name)) return [];
  return [{ action: 'ecr:CreateRepository', resource: repositoryArn(place, name) }];
}
