import { pausesOf, progressOf, type ServiceDeployment } from '@actions-aws/ecs';
import type { Ports } from '../ports.ts';

/**
 * Has ECS roll a deployment back: at its pause by the answer, and anywhere else by a stop. An answer that another one came before is
 * followed by a stop: that answer may have been to go on.
 */
export async function rollBack(
  deployment: ServiceDeployment,
  { deployments }: Pick<Ports, 'deployments'>,
): Promise<'asked' | 'ended'> {
  const [pause, ...others] = progressOf(deployment) === 'under way' ? pausesOf(deployment) : [];
  if (pause && others.length === 0) {
    // What keeps the answer from being given need not keep the stop.
    const answer = await deployments.answer(deployment.arn, pause.id, 'ROLLBACK').catch((error: Error) => error);
    if (answer === 'answered') return 'asked';
    if (answer !== 'lost') {
      return deployments.rollBack(deployment.arn).catch(() => {
        throw answer;
      });
    }
  }
  return deployments.rollBack(deployment.arn);
}
