import * as sdk from '@aws-sdk/client-ecs';
import { AwsError } from '../../kernel/errors.ts';
import type { Service } from '../../kernel/service.ts';
import { clusterOperations } from './clusters/clusters.ts';
import { control } from './control.ts';
import { deploymentOperations } from './deployments/deployments.ts';
import type { EcsPorts } from './ports.ts';
import { quota } from './quotas.ts';
import { taskOperations } from './service-tasks/service-tasks.ts';
import { serviceOperations } from './services/services.ts';
import { type EcsState, initialState } from './state.ts';
import { tagOperations } from './tags.ts';
import { taskDefinitionOperations } from './task-definitions/task-definitions.ts';

/**
 * Amazon ECS: task definitions, and services with their deployments by the ECS deployment controller. What becomes of a service
 * is worked out by `engine/settle.ts` before anything looks at it: the composition root has it done.
 */
export function ecs(ports: EcsPorts): Service<EcsState> {
  return {
    name: 'ecs',
    protocol: 'json-1.1',
    sdk,
    initialState,
    // "Amazon ECS … follows an eventual consistency model": https://docs.aws.amazon.com/AmazonECS/latest/APIReference/Welcome.html
    eventual: true,
    operations: {
      ...clusterOperations,
      ...taskDefinitionOperations,
      ...serviceOperations(ports),
      ...deploymentOperations,
      ...taskOperations(ports),
      ...tagOperations,
    } as Service<EcsState>['operations'],
    refusals: {
      // As ECS words what it cannot take: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html
      invalid(flaws) {
        const wrong = flaws.find(({ kind }) => kind !== 'missing');
        if (wrong) return new AwsError('SerializationException', 400, wrong.message);
        const names = flaws.map(({ path }) => path);
        return new AwsError('InvalidParameterException', 400, `Missing required parameters: ${names.join(', ')}.`);
      },
      failed: () => new AwsError('ServerException', 500, 'Service Unavailable. Please try again later.'),
    },
    quota,
    control: control(ports),
  };
}
