import type { Domain } from '../sweeps/domain.ts';

const POINTER_WRITES = ['UpdateService', 'ContinueServiceDeployment', 'StopServiceDeployment'];

/**
 * Services of ECS, with what a deployment calls besides. What users reach moves by the answers to pauses, and by what begins or ends a
 * deployment. What an action asks of listeners by HTTP is in no journal.
 */
export const ecsDomain: Domain = {
  isProbe: () => false,
  isPointerWrite: ({ operation }) => POINTER_WRITES.includes(operation),
  // A hook is answered once; UpdateService and StopServiceDeployment have no condition.
  isGuarded: ({ operation }) => operation === 'ContinueServiceDeployment',
  // Of the errors that ContinueServiceDeployment has the only one that fits; what ECS says could not be found.
  conflict: () => ({
    code: 'InvalidParameterException',
    status: 400,
    message: 'The lifecycle hook is SUCCEEDED, and does not await an action.',
  }),
  // "Amazon ECS … follows an eventual consistency model": https://docs.aws.amazon.com/AmazonECS/latest/APIReference/Welcome.html
  isEventual: ({ service, operation }) => service === 'ecs' && /^(Describe|List)/.test(operation),
  // Deployments, revisions and tasks have ids of their own in each run, and so have the task definitions that a run registers.
  resourceOf: ({ resource }) =>
    resource
      .replace(/(:service-(?:deployment|revision)\/[^/]+\/[^/]+\/)[^,]+/g, '$1*')
      .replace(/(:task\/[^/]+\/)[^,]+/g, '$1*')
      .replace(/(:task-definition\/[^:,]+:)\d+/g, '$1*'),
};
