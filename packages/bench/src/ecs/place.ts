import type { LocalAws } from '@actions-aws/local-aws';
import { type EcsWorld, ecsWorld, type Script, taskDefinitionOf } from '@actions-aws/testing/ecs';
import {
  DescribeServiceDeploymentsCommand,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs';

/** What a way is told: the new image of a service that is steady. */
export interface Deployment {
  readonly cloud: LocalAws;
  readonly cluster: string;
  readonly service: string;
  /** The new image, by its tag. */
  readonly image: string;
  /** As RegisterTaskDefinition takes it. */
  readonly taskDefinition: object;
  /** An empty folder of its own. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** What became of the image, as ECS has it. */
export interface EndOfDeployment {
  /** Milliseconds since the epoch, of the cloud's clock. */
  readonly at: number;
  /** Whether the new image is what runs. */
  readonly isLive: boolean;
}

/** A service that is deployed to, which is the same before each deployment. */
export interface Place {
  /** Puts everything back, and says what tasks of the new image do. */
  restore(script: Script): Promise<void>;
  readonly target: Omit<Deployment, 'folder' | 'signal'>;
  /** When and how ECS ended what was deployed last; where it has not yet, that is waited for. */
  end(): Promise<EndOfDeployment>;
  /** How many requests an access key has made since it was put back. */
  calls(accessKey: string): Promise<number>;
  now(): number;
  stop(): Promise<void>;
}

/** How long what ECS does by itself takes, in milliseconds. On Fargate these are minutes, which all of the ways wait for alike. */
const PACE = { provisioning: 1_000, pull: 1_000, settled: 2_000, deprovisioning: 500, visible: 0 };

/** Starts such a place, at the machine's own pace: two tasks without a load balancer, deployed by ROLLING with a circuit breaker. */
export async function startPlace(latencyMs: number): Promise<Place> {
  const world = await ecsWorld({ scale: 1, worker: true });
  const { cloud } = world;
  const { control } = cloud;
  await control.call('ecs.pace', PACE, { region: world.settings.region });
  await control.setLatency(latencyMs);
  await control.snapshot('made');
  const { uri } = world.images.v1;
  return {
    async restore(script) {
      await control.restore('made');
      await control.clearJournal();
      await world.script('v1', script);
    },
    target: {
      cloud,
      cluster: world.cluster,
      service: world.service,
      image: uri,
      taskDefinition: taskDefinitionOf(world.service, uri),
    },
    end: () => endIn(world),
    async calls(accessKey) {
      const journal = await control.journal();
      return journal.filter((entry) => entry.accessKeyId === accessKey).length;
    },
    now: () => cloud.clock.now(),
    stop: () => world.stop(),
  };
}

const ENDS = ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'];

/** For so many seconds ECS is waited for where a way has ended before it. */
const PATIENCE_S = 600;

/** The newest deployment; that which made the service is the first. */
async function endIn({ ecs, cluster, service, cloud }: EcsWorld): Promise<EndOfDeployment> {
  for (let second = 0; second < PATIENCE_S; second += 1) {
    const { serviceDeployments: listed = [] } = await ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
    if (listed.length < 2) throw new Error(`${service} was not deployed to.`);
    const serviceDeploymentArns = listed.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
    const described = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }));
    const started = ({ createdAt }: ServiceDeployment) => createdAt?.getTime() ?? 0;
    const [newest] = (described.serviceDeployments ?? []).sort((a, b) => started(b) - started(a));
    const { status = '', finishedAt } = newest ?? {};
    if (ENDS.includes(status) && finishedAt) return { at: finishedAt.getTime(), isLive: status === 'SUCCESSFUL' };
    await cloud.clock.advance(1_000);
  }
  throw new Error(`ECS has not ended the deployment of ${service}.`);
}
