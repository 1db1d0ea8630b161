import { pausesOf, progressOf, type ServiceDeployment } from '@actions-aws/ecs';
import type { Ports } from '../ports.ts';

/**
 * Has ECS roll a deployment back: at its pauses by the answer to each, and anywhere else by a stop. Of two that wait it is not known which one
 * ECS heeds. An answer that another one came before is followed by a stop: that answer may have been to go on.
 */
export async function rollBack(
  deployment: ServiceDeployment,
  { deployments }: Pick<Ports, 'deployments'>,
): Promise<'asked' | 'ended'> {
  const pauses = progressOf(deployment) === 'under way' ? pausesOf(deployment) : [];
  const answers: ('answered' | 'lost' | Error)[] = [];
  for (const { id } of pauses) {
    // What keeps the answer from being given need not keep the stop.
    answers.push(await deployments.answer(deployment.arn, id, 'ROLLBACK').catch((error: Error) => error));
  }
  if (answers.includes('answered')) return 'asked';
  return deployments.rollBack(deployment.arn).catch((error) => {
    throw answers.find((answer) => answer instanceof Error) ?? error;
  });
}
