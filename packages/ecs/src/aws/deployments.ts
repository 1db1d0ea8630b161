import type { Clock } from '@actions-aws/action';
import { clientInDoubt, errorName, explained, isAccessDenied, type Patience, patient } from '@actions-aws/aws';
import { ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import {
  ContinueServiceDeploymentCommand,
  DescribeServiceDeploymentsCommand,
  type ECSClient,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs';
import { endOfArn } from '../arn.ts';
import { type ServiceDeployment, serviceDeploymentIn } from '../deployment.ts';
import { objectsIn } from '../json.ts';
import { isPauseOver, pausesOf } from '../pause.ts';
import type { Deployments } from '../ports.ts';
import { isInFlight, progressOf } from '../states.ts';
import { insist, lookUntil } from './insist.ts';
import { rawAnswer } from './raw.ts';

/**
 * {@link Deployments} over the SDK. Needs `ecs:ContinueServiceDeployment`, `StopServiceDeployment` and `DescribeServiceDeployments` as it
 * is used. Each call is made once, and what it has come to is read from the deployment; AWS does not say what a second answer to a pause
 * gets.
 */
export function awsDeployments(given: ECSClient, clock: Clock, patience?: Patience): Deployments {
  const client = patience ? patient(given, patience, clock) : given;
  const once = patience ? patient(given, patience, clock, 1) : given;

  const read = async (arn: string): Promise<ServiceDeployment | undefined> => {
    const through = clientInDoubt({ given, client }, patience, clock, ROLLBACK_RESERVE_MS);
    const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
    const answer = await explained(rawAnswer(through, command), {
      doing: `read the service deployment ${endOfArn(arn)}`,
      action: 'ecs:DescribeServiceDeployments',
    });
    return objectsIn(answer, 'serviceDeployments').map(serviceDeploymentIn)[0];
  };

  const lookFor = <Value>(arn: string, find: (seen: ServiceDeployment | undefined) => Value | undefined) =>
    lookUntil(async () => find(await read(arn)), { patience, clock });

  return {
    answer(arn, hookId, action) {
      const word = action === 'CONTINUE' ? 'continue' : 'roll back';
      const doing = {
        doing: `${word} the service deployment ${endOfArn(arn)} at its pause`,
        action: 'ecs:ContinueServiceDeployment',
      };
      const send = async () => {
        const command = new ContinueServiceDeploymentCommand({ serviceDeploymentArn: arn, hookId, action });
        await rawAnswer(once, command, { giveUp: patience?.signal });
        return 'answered' as const;
      };
      const look = async () => {
        let isOpen = false;
        const found = await lookFor(arn, (seen) => {
          isOpen = seen !== undefined && pausesOf(seen).some(({ id }) => id === hookId);
          return seen && isPauseOver(seen, hookId) ? ('lost' as const) : undefined;
        });
        // What no look has shown is not there to be answered.
        return found ?? (isOpen ? undefined : ('lost' as const));
      };
      // Refused although it waits: AWS may be a moment behind itself.
      const mayPass = (failure: unknown) => errorName(failure) === 'InvalidParameterException';
      // Of a call that this role may not make, the deployment has nothing to tell.
      return insist<'answered' | 'lost'>(
        { doing, send, look, isRefusal: isAccessDenied, mayPass },
        { patience, clock },
      );
    },

    rollBack(arn) {
      const doing = { doing: `roll back the service deployment ${endOfArn(arn)}`, action: 'ecs:StopServiceDeployment' };
      const send = async () => {
        await rawAnswer(once, new StopServiceDeploymentCommand({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' }));
        return 'asked' as const;
      };
      const look = () =>
        lookFor(arn, (seen) => {
          // One that was there is not shown for a moment.
          if (!seen) return undefined;
          if (!isInFlight(seen)) return 'ended' as const;
          return progressOf(seen) === 'going back' ? ('asked' as const) : undefined;
        });
      return insist<'asked' | 'ended'>({ doing, send, look, isRefusal: isAccessDenied }, { patience, clock });
    },
  };
}
