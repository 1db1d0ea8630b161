import { clientError } from '../errors.ts';
import { arnOf, type EcsPlace } from '../place.ts';
import type { TaskDefinitionRecord } from '../state.ts';

/** Family and revision that an input names by `family`, `family:revision` or an ARN. */
export function definitionPath(given: string): { family: string; revision: number | undefined } {
  const [family = '', revision] = given.replace(/^arn:[^/]*:task-definition\//, '').split(':');
  return { family, revision: revision === undefined ? undefined : Number(revision) };
}

/** The ARN of a revision of a family. */
export function definitionArn(
  place: Pick<EcsPlace, 'account' | 'region'>,
  family: string,
  revision: number | string,
): string {
  return arnOf(place, 'task-definition', `${family}:${revision}`);
}

/** The task definition that an input names, active or not; a family alone is its newest that is ACTIVE. */
export function findDefinition({ state, ...place }: EcsPlace, given: string): TaskDefinitionRecord | undefined {
  const { family, revision } = definitionPath(given);
  if (given.startsWith('arn:') && !given.startsWith(arnOf(place, 'task-definition', ''))) return undefined;
  const definitions = state.families.get(family)?.definitions ?? [];
  return revision === undefined
    ? definitions.findLast(({ deregistered }) => deregistered === undefined)
    : definitions.find((each) => each.revision === revision);
}

/**
 * The task definition that a service can use. Throws ClientException: "You can't use an INACTIVE task definition to run new tasks
 * or create new services, and you can't update an existing service to reference an INACTIVE task definition"
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html). The messages are ECS's own:
 * Cloud-CV/EvalAI#2419, and DefangLabs/defang#775, where it is RunTask's, with InvalidParameterException.
 */
export function usableDefinition(place: EcsPlace, given: string): TaskDefinitionRecord {
  const found = findDefinition(place, given);
  if (!found) throw clientError('TaskDefinition not found.');
  if (found.deregistered !== undefined) throw clientError('TaskDefinition is inactive');
  return found;
}
