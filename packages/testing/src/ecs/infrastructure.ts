import {
  CreateClusterCommand,
  CreateServiceCommand,
  type DeploymentConfiguration,
  type DeploymentLifecycleHookStage,
  DescribeServicesCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** The load balancer by which users come to a service. */
export interface Balancer {
  readonly loadBalancerArn: string;
  /** Host name of the load balancer. */
  readonly host: string;
  /** Users come by this one. */
  readonly production: Listening;
  /** Leads to the candidate before users meet it. */
  readonly test: Listening;
  /** ARNs of the target groups: users are at `blue` first. */
  readonly blue: string;
  readonly green: string;
}

/** A listener and the rule of it that ECS sets the weights of. */
export interface Listening {
  readonly port: number;
  readonly listenerArn: string;
  readonly ruleArn: string;
}

/** Users' port, and that of those who test. */
const PORTS = { production: 80, test: 8080 };

/** How a load balancer differs from the usual. */
export interface BalancerSettings {
  /** The deregistration delay of the target groups. */
  readonly drainSeconds: number;
  /** `shop` unless given. */
  readonly name?: string;
  /** What the names of the target groups begin with; `api` unless given. */
  readonly service?: string;
  /** Between two checks of a target; 10 unless given. */
  readonly checkSeconds?: number;
}

/** Makes a load balancer with two listeners and two target groups, whose targets are checked at `/health`. */
export async function makeBalancer(
  elb: ElasticLoadBalancingV2Client,
  { name = 'shop', service = 'api', ...health }: BalancerSettings,
): Promise<Balancer> {
  const made = await elb.send(new CreateLoadBalancerCommand({ Name: name, Subnets: ['subnet-1', 'subnet-2'] }));
  const { LoadBalancerArn = '', DNSName = '' } = made.LoadBalancers?.[0] ?? {};
  const [blue, green] = [
    await makeGroup(elb, `${service}-blue`, health),
    await makeGroup(elb, `${service}-green`, health),
  ];
  const production = await listen(elb, LoadBalancerArn, PORTS.production, [blue, green]);
  const test = await listen(elb, LoadBalancerArn, PORTS.test, [blue, green]);
  return { loadBalancerArn: LoadBalancerArn, host: DNSName, production, test, blue, green };
}

async function makeGroup(
  elb: ElasticLoadBalancingV2Client,
  Name: string,
  { drainSeconds, checkSeconds = 10 }: Pick<BalancerSettings, 'drainSeconds' | 'checkSeconds'>,
): Promise<string> {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name,
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: checkSeconds,
      HealthCheckTimeoutSeconds: Math.min(5, checkSeconds - 1),
      HealthyThresholdCount: 2,
    }),
  );
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
  const delay = { Key: 'deregistration_delay.timeout_seconds', Value: String(drainSeconds) };
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [delay] }));
  return TargetGroupArn;
}

async function listen(
  elb: ElasticLoadBalancingV2Client,
  LoadBalancerArn: string,
  Port: number,
  [blue, green]: readonly [string, string],
): Promise<Listening> {
  const nowhere: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
  const input = { LoadBalancerArn, Protocol: 'HTTP' as const, Port, DefaultActions: [nowhere] };
  const { Listeners } = await elb.send(new CreateListenerCommand(input));
  const ListenerArn = Listeners?.[0]?.ListenerArn ?? '';
  const TargetGroups = [
    { TargetGroupArn: blue, Weight: 1 },
    { TargetGroupArn: green, Weight: 0 },
  ];
  await elb.send(
    new CreateRuleCommand({
      ListenerArn,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    }),
  );
  const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
  return { port: Port, listenerArn: ListenerArn, ruleArn: Rules?.[0]?.RuleArn ?? '' };
}

/** What a service is made with. */
export interface ServiceSettings {
  readonly cluster: string;
  readonly service: string;
  readonly desiredCount: number;
  readonly configuration: DeploymentConfiguration;
  /** Nothing for a worker, which has no load balancer. */
  readonly balancer: Balancer | undefined;
}

const ROLES = 'arn:aws:iam::123456789012:role';

/** A task definition of the service, with one container `app` of an image. */
export function taskDefinitionOf(family: string, image: string): RegisterTaskDefinitionCommandInput {
  return {
    family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: `${ROLES}/${family}-execution`,
    taskRoleArn: `${ROLES}/${family}-task`,
    containerDefinitions: [
      {
        name: 'app',
        image,
        essential: true,
        portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': `/ecs/${family}`,
            'awslogs-region': 'eu-west-1',
            'awslogs-stream-prefix': 'ecs',
          },
        },
      },
    ],
  };
}

/** Makes the cluster, a first task definition of an image and a service with it, whose first tasks start then. */
export async function makeService(
  ecs: ECSClient,
  { cluster, service, desiredCount, configuration, balancer }: ServiceSettings,
  image: string,
): Promise<{ readonly serviceArn: string }> {
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const registered = await ecs.send(new RegisterTaskDefinitionCommand(taskDefinitionOf(service, image)));
  const isRolling = configuration.strategy === 'ROLLING';
  // The service that is there already pauses at no hook: it begins without them.
  const { lifecycleHooks, alarms, ...first } = configuration;
  const made = await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: service,
      taskDefinition: registered.taskDefinition?.taskDefinitionArn,
      desiredCount,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] } },
      deploymentConfiguration: first,
      ...(balancer && {
        loadBalancers: [
          {
            targetGroupArn: balancer.blue,
            containerName: 'app',
            containerPort: 8080,
            ...(!isRolling && {
              advancedConfiguration: {
                alternateTargetGroupArn: balancer.green,
                productionListenerRule: balancer.production.ruleArn,
                testListenerRule: balancer.test.ruleArn,
                roleArn: `${ROLES}/ecs-load-balancing`,
              },
            }),
          },
        ],
      }),
    }),
  );
  return { serviceArn: made.service?.serviceArn ?? '' };
}

/** Gives a service that is steady its hooks and alarms; that starts no deployment. */
export async function addHooks(
  ecs: ECSClient,
  { cluster, service, configuration }: Pick<ServiceSettings, 'cluster' | 'service' | 'configuration'>,
): Promise<void> {
  await ecs.send(new UpdateServiceCommand({ cluster, service, deploymentConfiguration: configuration }));
}

/** Whether a service has one deployment, which is COMPLETED. */
export async function isSteady(ecs: ECSClient, cluster: string, service: string): Promise<boolean> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const { deployments = [], runningCount, desiredCount } = services?.[0] ?? {};
  return deployments.length === 1 && deployments[0]?.rolloutState === 'COMPLETED' && runningCount === desiredCount;
}

/** A hook that pauses at stages, and rolls back or goes on by itself after a time. */
export function pauseAt(
  lifecycleStages: readonly DeploymentLifecycleHookStage[],
  timeoutInMinutes: number,
  action: 'ROLLBACK' | 'CONTINUE',
): NonNullable<DeploymentConfiguration['lifecycleHooks']>[number] {
  return {
    targetType: 'PAUSE',
    lifecycleStages: [...lifecycleStages],
    timeoutConfiguration: { timeoutInMinutes, action },
  };
}
