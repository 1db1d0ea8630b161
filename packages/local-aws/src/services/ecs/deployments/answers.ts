import type * as sdk from '@aws-sdk/client-ecs';
import { requestRollback } from '../engine/rollback.ts';
import { conflict, deploymentNotFound, invalidParameter } from '../errors.ts';
import { operation } from '../operation.ts';
import type { EcsCall } from '../place.ts';
import type { DeploymentRecord } from '../state.ts';
import { type Found, findDeployment, onBoth } from './find.ts';

const OVER = ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'];

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/continue-service-deployment.html: "The pause hook must be in
 * AWAITING_ACTION status", and "the deployment must be in the IN_PROGRESS state". Each hook is answered once. The messages are
 * those of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html; the code is not said
 * there, and of those that the operation has InvalidParameterException is the only one that fits.
 */
const continueServiceDeployment = operation<
  sdk.ContinueServiceDeploymentRequest,
  sdk.ContinueServiceDeploymentResponse
>('ContinueServiceDeployment', {
  takes: ['serviceDeploymentArn', 'hookId', 'action'],
  resource: ({ serviceDeploymentArn = '*' }) => serviceDeploymentArn,
  authorizes: ({ serviceDeploymentArn = '' }, place) =>
    onBoth('ContinueServiceDeployment')([serviceDeploymentArn], place),
  run(call, input) {
    const { serviceDeploymentArn = '', hookId, action = 'CONTINUE' } = input;
    if (action !== 'CONTINUE' && action !== 'ROLLBACK') throw invalidParameter(`Invalid action: ${action}.`);
    if (!/^ecs-[a-z]+-.+$/.test(hookId ?? ''))
      throw invalidParameter('Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}');
    const { service, deployment } = deploymentOf(call, serviceDeploymentArn);
    if (OVER.includes(deployment.status))
      throw invalidParameter(
        'Continuing a service deployment is not allowed for service deployment in terminal states.',
      );
    const hook = deployment.hooks.find((each) => each.hookId === hookId);
    if (hook?.status !== 'AWAITING_ACTION' || deployment.status !== 'IN_PROGRESS')
      throw invalidParameter(
        'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN',
      );
    hook.status = action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED';
    deployment.updated = call.clock.now();
    if (action === 'ROLLBACK')
      askToRollBack(call, deployment, `Service deployment rolled back because ${hook.stage} lifecycle hook(s) failed.`);
    service.wake = call.clock.now();
    return { serviceDeploymentArn };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stop-service-deployment.html */
const stopServiceDeployment = operation<sdk.StopServiceDeploymentRequest, sdk.StopServiceDeploymentResponse>(
  'StopServiceDeployment',
  {
    takes: ['serviceDeploymentArn', 'stopType'],
    resource: ({ serviceDeploymentArn = '*' }) => serviceDeploymentArn,
    authorizes: ({ serviceDeploymentArn = '' }, place) =>
      onBoth('StopServiceDeployment')([serviceDeploymentArn], place),
    run(call, input) {
      const { serviceDeploymentArn = '', stopType = 'ROLLBACK' } = input;
      // "The valid values are ROLLBACK": the API's page, though its enum has ABORT.
      if (stopType !== 'ROLLBACK') throw invalidParameter(`Invalid stop type: ${stopType}.`);
      const { service, deployment } = deploymentOf(call, serviceDeploymentArn);
      if (['PENDING', 'IN_PROGRESS'].includes(deployment.status))
        askToRollBack(call, deployment, 'Service deployment rolled back because it was stopped.');
      // STOP_REQUESTED "continues to stop"; ROLLBACK_REQUESTED and ROLLBACK_IN_PROGRESS: it "continues the rollback operation".
      else if (!['STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'].includes(deployment.status))
        throw conflict(`The service deployment is ${deployment.status}, and cannot be stopped.`);
      service.wake = call.clock.now();
      return { serviceDeploymentArn };
    },
  },
);

function deploymentOf(call: EcsCall, arn: string): Found {
  const found = findDeployment(call, arn);
  if (!found) throw deploymentNotFound();
  return found;
}

function askToRollBack(call: EcsCall, deployment: DeploymentRecord, reason: string): void {
  requestRollback({ place: call, at: call.clock.now() }, deployment, reason);
}

/** What ends a pause, or a whole service deployment. */
export const answerOperations = {
  ContinueServiceDeployment: continueServiceDeployment,
  StopServiceDeployment: stopServiceDeployment,
};
