import {
  ContinueServiceDeploymentCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs';
import { versionIn } from './versions.ts';
import type { EcsWorld } from './world.ts';

/** What is asked of a world here. */
type Asked = Pick<EcsWorld, 'ecs' | 'cluster' | 'service'>;

/** The newest service deployment that brings a revision; undefined while ECS does not show it yet. */
export async function deploymentTo(
  { ecs, cluster, service }: Asked,
  revision: string,
): Promise<ServiceDeployment | undefined> {
  const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
  const arns = serviceDeployments.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
  const all = await described(ecs, arns);
  return all.find(({ targetServiceRevision }) => targetServiceRevision?.arn?.endsWith(`/${revision}`));
}

async function described(ecs: ECSClient, arns: readonly string[]): Promise<readonly ServiceDeployment[]> {
  const serviceDeploymentArns = arns.slice(0, 20);
  if (serviceDeploymentArns.length === 0) return [];
  const answer = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }));
  return answer.serviceDeployments ?? [];
}

/** Moves the clock until the deployment of a revision has ended; how it has, such as `SUCCESSFUL`. */
export async function ended(world: EcsWorld, revision: string, minutes?: number): Promise<string> {
  let status = '';
  await world.until(async () => {
    status = (await deploymentTo(world, revision))?.status ?? '';
    return ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(status);
  }, minutes);
  return status;
}

/**
 * Moves the clock until the deployment of a revision pauses, and answers the pause as people do, once `look` has looked at what is so
 * then. Rejects where it does not pause within so many minutes.
 */
export async function answerPause(
  world: EcsWorld,
  revision: string,
  action: 'CONTINUE' | 'ROLLBACK',
  look: () => Promise<void> = async () => {},
): Promise<void> {
  let paused: { readonly serviceDeploymentArn: string; readonly hookId: string } | undefined;
  await world.until(async () => {
    const { serviceDeploymentArn = '', lifecycleHookDetails = [] } = (await deploymentTo(world, revision)) ?? {};
    const hook = lifecycleHookDetails.find(({ status }) => status === 'AWAITING_ACTION');
    paused = hook && { serviceDeploymentArn, hookId: hook.hookId ?? '' };
    return paused !== undefined;
  });
  await look();
  if (paused) await world.ecs.send(new ContinueServiceDeploymentCommand({ ...paused, action }));
}

/** The versions that a service deployment has brought whole: it ended SUCCESSFUL. */
export async function broughtWhole(world: EcsWorld): Promise<readonly string[]> {
  const { ecs, cluster, service } = world;
  const asked = new ListServiceDeploymentsCommand({ cluster, service, status: ['SUCCESSFUL'] });
  const { serviceDeployments = [] } = await ecs.send(asked);
  const serviceRevisionArns = serviceDeployments.flatMap(
    ({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? [],
  );
  if (serviceRevisionArns.length === 0) return [];
  const described = await ecs.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: serviceRevisionArns.slice(0, 20) }),
  );
  const revisions = described.serviceRevisions ?? [];
  return Promise.all(revisions.map(({ taskDefinition = '' }) => versionIn(world, taskDefinition)));
}
