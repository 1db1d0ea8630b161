import type { Authorization } from '../../../kernel/service.ts';
import type { EcsPlace } from '../place.ts';
import { passedRoles } from '../roles.ts';
import { findDefinition } from '../task-definitions/find.ts';

/** What of an input names roles. */
interface Named {
  readonly taskDefinition?: string | undefined;
  readonly role?: string | undefined;
  readonly loadBalancers?:
    | readonly { readonly advancedConfiguration?: { readonly roleArn?: string | undefined } | undefined }[]
    | undefined;
  readonly deploymentConfiguration?:
    | { readonly lifecycleHooks?: readonly { readonly roleArn?: string | undefined }[] | undefined }
    | undefined;
}

/**
 * The roles that a service is given: those of load balancers and hooks go to `ecs.amazonaws.com`, those of the task definition
 * to `ecs-tasks.amazonaws.com`. The Service Authorization Reference has both as values of iam:PassedToService for CreateService
 * and UpdateService, and does not say when the latter is asked for: here always when a task definition is named.
 */
export function rolesOf(place: EcsPlace, input: Named): readonly Authorization[] {
  const definition = input.taskDefinition === undefined ? undefined : findDefinition(place, input.taskDefinition);
  const { taskRoleArn, executionRoleArn } = (definition?.settings ?? {}) as Record<string, string | undefined>;
  return passedRoles(place, [
    input.role,
    taskRoleArn,
    executionRoleArn,
    ...(input.loadBalancers ?? []).map(({ advancedConfiguration }) => advancedConfiguration?.roleArn),
    ...(input.deploymentConfiguration?.lifecycleHooks ?? []).map(({ roleArn }) => roleArn),
  ]);
}
