import * as sdk from '@aws-sdk/client-ecs';
import * as balancing from '@aws-sdk/client-elastic-load-balancing-v2';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import type { TaskScript } from '../src/services/ecs/tasks/script.ts';
import { sender } from './commands.ts';
import { forward, groupInput } from './load-balancing-cloud.ts';

export const account = '123456789012';
export const region = 'eu-west-1';
export const start = Date.UTC(2026, 0, 1);
export const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
export const arn = (path: string) => `arn:aws:ecs:${region}:${account}:${path}`;

/** The digest of an image that is called by one hexadecimal digit. */
export const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

/** What RegisterTaskDefinition takes for an image that is called by one hexadecimal digit. */
export function definition(digit: string, more: Partial<sdk.RegisterTaskDefinitionRequest> = {}) {
  return {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      { name: 'web', image: `registry.example/web@${digest(digit)}`, portMappings: [{ containerPort: 8080 }] },
    ],
    ...more,
  } satisfies sdk.RegisterTaskDefinitionRequest;
}

export const network = { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } };

/** A cloud with a cluster named `main`, on a clock that is stepped; reads show service deployments at once. */
export async function ecsCloud() {
  const cloud: LocalAws = await startLocalAws({ clock: { start, scale: 0 } });
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const settings = { endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 };
  const client = new sdk.ECSClient(settings);
  const elb = new balancing.ElasticLoadBalancingV2Client(settings);
  const call = (method: string, argument?: unknown) => cloud.control.call(method, argument, { region });
  await call('ecs.pace', { visible: 0 });
  await call('elasticloadbalancing.pace', { provisioning: 0, propagation: 0 });

  const send = sender(sdk, client);

  await send('CreateCluster', { clusterName: 'main' });

  /** Registers a definition of an image; its ARN. */
  async function register(digit: string, more: Partial<sdk.RegisterTaskDefinitionRequest> = {}): Promise<string> {
    const { taskDefinition } = await send('RegisterTaskDefinition', definition(digit, more));
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  async function service(name = 'web'): Promise<sdk.Service> {
    const { services } = await send('DescribeServices', { cluster: 'main', services: [name] });
    return services?.[0] ?? {};
  }

  /** Service deployments, the newest first. */
  async function deployments(name = 'web'): Promise<readonly sdk.ServiceDeployment[]> {
    const { serviceDeployments = [] } = await send('ListServiceDeployments', { cluster: 'main', service: name });
    const arns = serviceDeployments.map(({ serviceDeploymentArn = '' }) => serviceDeploymentArn);
    if (arns.length === 0) return [];
    const described = await send('DescribeServiceDeployments', { serviceDeploymentArns: arns.slice(0, 20) });
    return described.serviceDeployments ?? [];
  }

  return {
    cloud,
    settings,
    send,
    client,
    elb,
    call,
    register,
    service,
    deployments,
    advance: (seconds: number) => cloud.clock.advance(seconds * 1_000),
    script: (script: TaskScript) => call('ecs.script', script),

    /** Makes a service without a load balancer, and lets it settle. */
    async worker(taskDefinition: string, more: Partial<sdk.CreateServiceRequest> = {}) {
      const made = await send('CreateService', {
        cluster: 'main',
        serviceName: 'web',
        taskDefinition,
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: network,
        ...more,
      });
      return made.service ?? {};
    },

    update: (taskDefinition: string, more: Partial<sdk.UpdateServiceRequest> = {}) =>
      send('UpdateService', { cluster: 'main', service: 'web', taskDefinition, ...more }),

    /** Messages of events, the newest first. */
    async events(): Promise<readonly string[]> {
      return ((await service()).events ?? []).map(({ message = '' }) => message);
    },

    /** Tasks with a desired status. */
    async tasks(desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING'): Promise<readonly sdk.Task[]> {
      const { taskArns = [] } = await send('ListTasks', { cluster: 'main', serviceName: 'web', desiredStatus });
      if (taskArns.length === 0) return [];
      const { tasks = [] } = await send('DescribeTasks', { cluster: 'main', tasks: taskArns });
      return tasks;
    },

    /** A load balancer with a listener for production and one for tests, and two target groups; production is at the first. */
    async balancer() {
      const made = await elb.send(
        new balancing.CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] }),
      );
      const { LoadBalancerArn = '', DNSName: host = '' } = made.LoadBalancers?.[0] ?? {};
      const group = async (name: string) => {
        const { TargetGroups } = await elb.send(new balancing.CreateTargetGroupCommand(groupInput(name)));
        const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
        const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }];
        await elb.send(new balancing.ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
        return TargetGroupArn;
      };
      const [blue, green] = [await group('blue'), await group('green')];
      const listener = async (Port: number) => {
        const { Listeners } = await elb.send(
          new balancing.CreateListenerCommand({
            LoadBalancerArn,
            Protocol: 'HTTP',
            Port,
            DefaultActions: [forward({ [blue]: 1, [green]: 0 })],
          }),
        );
        const { Rules } = await elb.send(
          new balancing.DescribeRulesCommand({ ListenerArn: Listeners?.[0]?.ListenerArn ?? '' }),
        );
        return Rules?.[0]?.RuleArn ?? '';
      };
      const [production, test] = [await listener(80), await listener(8080)];
      return { host, blue, green, production, test };
    },

    /** The weights of a rule, by target group. */
    async weights(rule: string): Promise<Readonly<Record<string, number>>> {
      const { Rules } = await elb.send(new balancing.DescribeRulesCommand({ RuleArns: [rule] }));
      const groups = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
      return Object.fromEntries(groups.map(({ TargetGroupArn = '', Weight = 0 }) => [TargetGroupArn, Weight]));
    },
  };
}

export type EcsCloud = Awaited<ReturnType<typeof ecsCloud>>;
export type Balancer = Awaited<ReturnType<EcsCloud['balancer']>>;

/** The load balancer of a service that shifts traffic between two target groups. */
export function shifting({ blue, green, production, test }: Balancer, withTest = true): sdk.LoadBalancer[] {
  return [
    {
      targetGroupArn: blue,
      containerName: 'web',
      containerPort: 8080,
      advancedConfiguration: {
        alternateTargetGroupArn: green,
        productionListenerRule: production,
        ...(withTest && { testListenerRule: test }),
        roleArn: role('ecs-infrastructure'),
      },
    },
  ];
}

/** What a call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message } = error as Error;
    return { code: name, message };
  }
  throw new Error('the call was not refused');
}
