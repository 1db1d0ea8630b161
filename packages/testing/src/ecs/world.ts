import { type Exchange, exchangeBy } from '@actions-aws/action/http';
import {
  type Guesses,
  type LocalAws,
  type Serving,
  startLocalAws,
  type TaskScript,
  type Viewed,
  type Viewing,
} from '@actions-aws/local-aws';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  type DeploymentConfiguration,
  type DeploymentLifecycleHookStage,
  type DeploymentStrategy,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { pushImage } from '../images/push.ts';
import { inProcess, type RequestHandler } from '../simulation/in-process.ts';
import {
  addHooks,
  type Balancer,
  isSteady,
  makeBalancer,
  makeService,
  pauseAt,
  type ServiceSettings,
  taskDefinitionOf,
} from './infrastructure.ts';
import type { SeenAnswer } from './seen.ts';
import { type ServiceImage, VERSIONS, type Version, versionIn } from './versions.ts';

/** A local cloud with a service of ECS behind a load balancer, made as infrastructure code would make it; `v0` is live and steady. */
export interface EcsWorld extends ServiceSettings {
  readonly cloud: LocalAws;
  readonly serviceArn: string;
  /** How clients of this world are built, in its region and with its credentials. */
  readonly settings: ClientSettings;
  /** Do what people and infrastructure code do; not in the name of any action. */
  readonly ecs: ECSClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly cloudwatch: CloudWatchClient;
  /** The images of the service in ECR, by the names that people have for them. */
  readonly images: Readonly<Record<Version, ServiceImage>>;
  /** Where the listeners are reached, without a slash at the end; undefined for a worker. */
  readonly urls: Readonly<Record<Side, string>> | undefined;
  /** Says what tasks of an image do that start from now on; what is not said is as of a good image. */
  script(version: Version, script: Script): Promise<void>;
  /** What a user gets, in this process and in no time: by production, or by the test listener. */
  ask(side: Side, path?: string, headers?: Readonly<Record<string, string>>): SeenAnswer;
  /** What comes by one of `urls`, in this process and in no time. */
  visit(url: string, options?: VisitOptions): Promise<Viewed>;
  /** The same as HTTP clients of actions take it: what stands in for the network in a stepped run. */
  readonly exchange: Exchange;
  /** What users meet: the weights of both rules, and which versions answer. */
  live(): Promise<Live>;
  /** Registers a task definition with the image of a version, and has people deploy it; the id of the service revision. */
  deploy(version: Version): Promise<string>;
  /** Moves the clock in steps of some seconds until something holds; rejects after so many minutes. */
  until(holds: () => boolean | Promise<boolean>, minutes?: number): Promise<void>;
  /** Names of the operations of ECS that wrote something, in order. */
  writes(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Which listener. */
export type Side = 'production' | 'test';

/** What tasks of an image do: as the local cloud's `ecs.script` has it, without the digest. */
export type Script = Omit<TaskScript, 'digest'>;

/** What users meet now. */
export interface Live {
  /** Shares of the requests by target group, from 0 to 1; nothing for a worker. */
  readonly production: Readonly<Record<string, number>>;
  readonly test: Readonly<Record<string, number>>;
  /** The versions that answer production, in the order of their names; of a worker those that run. */
  readonly versions: readonly string[];
}

/** How a viewer asks. */
export interface VisitOptions extends Omit<Viewing, 'url'> {
  readonly signal?: AbortSignal;
}

/** What a client of the SDK is built with. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler?: RequestHandler;
}

/** How such a world differs from the usual. */
export interface EcsWorldOptions {
  /** How many times faster than the machine's its clock runs; 0 where it stands still. 100 unless given. */
  readonly scale?: number;
  /** Draws what chance decides, and what AWS leaves open; 1 unless given. */
  readonly seed?: number;
  /** `BLUE_GREEN` unless given. */
  readonly strategy?: DeploymentStrategy;
  /** The stages at which a deployment pauses; POST_TEST_TRAFFIC_SHIFT unless given, and for ROLLING none. */
  readonly hooks?: readonly DeploymentLifecycleHookStage[];
  /** How long a pause lasts at most; 30 unless given. */
  readonly timeoutMinutes?: number;
  /** What ECS does then; `ROLLBACK` unless given. */
  readonly timeoutAction?: 'ROLLBACK' | 'CONTINUE';
  /** Other members of the deployment configuration. */
  readonly configuration?: DeploymentConfiguration;
  /** 2 unless given. */
  readonly desiredCount?: number;
  /** The deregistration delay of the target groups; 10 unless given. */
  readonly drainSeconds?: number;
  /** From a change of weights until all requests follow it, up to when some are led as before; 3,000 unless given, 500 where it is quick, in milliseconds. */
  readonly propagationMs?: number;
  /** Without a load balancer, deployed by ROLLING. */
  readonly worker?: boolean;
  /** What ECS does where AWS does not say; what is not given is drawn by `seed`. */
  readonly guesses?: Partial<Guesses>;
  /** Tasks start at once and are found healthy as soon as a load balancer can: what waits for them looks a few times, and not ten. */
  readonly quick?: boolean;
}

const REGION = 'eu-west-1';
/** What else AWS leaves open is drawn by default. */
const DRAWN: Partial<Guesses> = { breakerBeyondRolling: 'seed', breakerCountsExits: 'seed' };
const STEP_MS = 5_000;
/**
 * Of a quick world: network interface, image, RECONCILE_SERVICE and shifts of traffic take no time to speak of. All requests follow a shift
 * before it is over, as in any world: tasks may be stopped then.
 */
const QUICK = { provisioning: 500, pull: 500, settled: 10_000, reconcile: 1_000, shift: 1_000 };
const QUICK_PROPAGATION_MS = 500;
/** "The approximate amount of time, in seconds, between health checks of an individual target. The range is 5–300": target-group-health-checks.html */
const QUICK_CHECK_SECONDS = 5;
const STEPPED_START = Date.UTC(2026, 0, 5, 9);
/** Until a load balancer is active. */
const BALANCER_MS = 120_000;

/**
 * Starts such a world. Where `scale` is 0 its clock stands still, everything is in this process, and thousands of runs are affordable.
 * `/health` is what the load balancer asks, every 10 s unless the world is quick.
 */
export async function ecsWorld(options: EcsWorldOptions = {}): Promise<EcsWorld> {
  const { scale = 100, seed = 1, drainSeconds = 10, worker = false, desiredCount = 2, quick = false } = options;
  const { propagationMs = quick ? QUICK_PROPAGATION_MS : 3_000 } = options;
  // What chance decides depends on the time as well: a stepped world begins at the same one.
  const clock = scale === 0 ? { scale, start: STEPPED_START } : { scale };
  const cloud = await startLocalAws({ clock, seed });
  await cloud.control.call('ecs.pace', { seed, ...(quick && QUICK) }, { region: REGION });
  await cloud.control.call('ecs.guesses', { ...DRAWN, ...options.guesses }, { region: REGION });
  const pace = { provisioning: BALANCER_MS, propagation: propagationMs, seed };
  await cloud.control.call('elasticloadbalancing.pace', pace, { region: REGION });
  const settings: ClientSettings = {
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' },
    ...(scale === 0 && { requestHandler: inProcess(cloud) }),
  };
  const ecs = new ECSClient(settings as never);
  const elb = new ElasticLoadBalancingV2Client(settings as never);
  const cloudwatch = new CloudWatchClient(settings as never);
  const images = await pushAll(cloud);
  const balancer = worker
    ? undefined
    : await makeBalancer(elb, { drainSeconds, ...(quick && { checkSeconds: QUICK_CHECK_SECONDS }) });
  const configuration = configurationOf(options);
  const service: ServiceSettings = { cluster: 'shop', service: 'api', desiredCount, configuration, balancer };
  const { serviceArn } = await makeService(ecs, service, images.v0.uri);
  const urls = balancer && (await urlsOf(cloud, balancer));

  const until: EcsWorld['until'] = async (holds, minutes = 30) => {
    const end = cloud.clock.now() + minutes * 60_000;
    while (!(await holds())) {
      if (cloud.clock.now() >= end) throw new Error(`it did not come about within ${minutes} minutes`);
      await cloud.clock.advance(STEP_MS);
    }
  };
  if (balancer) await cloud.clock.advance(BALANCER_MS);
  await until(() => isSteady(ecs, service.cluster, service.service));
  await addHooks(ecs, service);
  await until(() => isSteady(ecs, service.cluster, service.service));

  const visit: EcsWorld['visit'] = async (url, { signal, ...viewing } = {}) => {
    signal?.throwIfAborted();
    const [side] = Object.entries(urls ?? {}).find(([, each]) => new URL(url).origin === each) ?? [];
    if (!side || !balancer) throw new Error(`no listener of this world is at ${url}`);
    const { pathname, search } = new URL(url);
    return cloud.visit({ ...viewing, url: `${originOf(balancer, side as Side)}${pathname}${search}` });
  };
  const ask: EcsWorld['ask'] = (side, path = '/', headers = {}) => {
    if (!balancer) throw new Error('a worker answers no one');
    return seenOf(images, cloud.clock.now(), path, cloud.visit({ url: `${originOf(balancer, side)}${path}`, headers }));
  };

  return {
    ...service,
    cloud,
    serviceArn,
    settings,
    ecs,
    elb,
    cloudwatch,
    images,
    urls,
    ask,
    visit,
    until,
    exchange: exchangeBy(async ({ method, url, headers }, { signal }) => {
      const { body, tookMs = 0, ...answer } = await visit(url.href, { method, headers, signal });
      if (tookMs > 0) await cloud.clock.sleep(tookMs, signal);
      const whole = (async function* () {
        yield Buffer.from(body);
      })();
      return { ...answer, body: whole, end() {} };
    }),
    async script(version, script) {
      await cloud.control.call('ecs.script', { digest: images[version].digest, ...script }, { region: REGION });
    },
    live: () => liveIn({ cloud, ecs, images, ask, ...service }),
    async deploy(version) {
      const made = await ecs.send(new RegisterTaskDefinitionCommand(taskDefinitionOf('api', images[version].uri)));
      const { cluster } = service;
      const taskDefinition = made.taskDefinition?.taskDefinitionArn;
      const answer = await ecs.send(new UpdateServiceCommand({ cluster, service: 'api', taskDefinition }));
      return answer.service?.deployments?.find(({ status }) => status === 'PRIMARY')?.id?.split('/')[1] ?? '';
    },
    async writes() {
      const journal = await cloud.control.journal();
      const isWrite = ({ operation }: { readonly operation: string }) => !/^(Describe|List)/.test(operation);
      return journal
        .filter(({ service: name }) => name === 'ecs')
        .filter(isWrite)
        .map(({ operation }) => operation);
    },
    async stop() {
      for (const client of [ecs, elb, cloudwatch]) client.destroy();
      await cloud.stop();
    },
  };
}

function configurationOf(options: EcsWorldOptions): DeploymentConfiguration {
  const { worker = false, configuration = {}, timeoutMinutes = 30, timeoutAction = 'ROLLBACK' } = options;
  const { strategy = worker ? 'ROLLING' : 'BLUE_GREEN' } = options;
  const isRolling = strategy === 'ROLLING';
  const { hooks = isRolling ? [] : ['POST_TEST_TRAFFIC_SHIFT'] } = options;
  return {
    strategy,
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    ...(isRolling ? { deploymentCircuitBreaker: { enable: true, rollback: true } } : { bakeTimeInMinutes: 1 }),
    ...(hooks.length > 0 && { lifecycleHooks: [pauseAt(hooks, timeoutMinutes, timeoutAction)] }),
    ...configuration,
  };
}

async function pushAll(cloud: LocalAws): Promise<EcsWorld['images']> {
  const pushed: [Version, ServiceImage][] = [];
  for (const version of VERSIONS) {
    const { digest, uri, resolvedUri, localUri } = await pushImage(cloud, `shop/api:${version}`, {
      files: { 'app/version.txt': version },
      config: { Cmd: ['/app/server'] },
    });
    pushed.push([version, { digest, uri, resolvedUri, localUri }]);
  }
  return Object.fromEntries(pushed) as Record<Version, ServiceImage>;
}

function originOf(balancer: Balancer, side: Side): string {
  return new URL(`http://${balancer.host}:${balancer[side].port}`).origin;
}

/** Where the clock stands still nothing is reached by sockets. */
async function urlsOf(cloud: LocalAws, balancer: Balancer): Promise<Record<Side, string>> {
  if (cloud.clock.scale === 0)
    return { production: originOf(balancer, 'production'), test: originOf(balancer, 'test') };
  const { loadBalancerArn } = balancer;
  const listeners = (await cloud.control.call(
    'elasticloadbalancing.listeners',
    { loadBalancerArn },
    { region: REGION },
  )) as readonly { readonly listenerArn: string; readonly url: string }[];
  const urlOf = (side: Side) =>
    listeners.find(({ listenerArn }) => listenerArn === balancer[side].listenerArn)?.url ?? '';
  return { production: urlOf('production'), test: urlOf('test') };
}

function seenOf(images: EcsWorld['images'], at: number, path: string, { status, headers, body }: Viewed): SeenAnswer {
  const text = Buffer.from(body).toString('utf8');
  const { image, task, revision } = spoken(text);
  const [version] = Object.entries(images).find(([, { digest }]) => digest === image) ?? [];
  return {
    at,
    path,
    status,
    body: text,
    by: headers.server === 'awselb/2.0' ? 'load balancer' : 'task',
    ...(version !== undefined && { version }),
    ...(task !== undefined && { task }),
    ...(revision !== undefined && { revision }),
  };
}

/** Who answers, where the image's own answer says so. */
function spoken(text: string): { readonly image?: string; readonly task?: string; readonly revision?: string } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** As often as it takes to meet every version that has a share worth the name. */
const LOOKS = 40;

async function liveIn(
  world: Pick<EcsWorld, 'cloud' | 'ecs' | 'images' | 'ask' | 'cluster' | 'balancer'>,
): Promise<Live> {
  const { cloud, balancer, ask } = world;
  if (!balancer) return { production: {}, test: {}, versions: await runningIn(world) };
  const shares = async (side: Side) => {
    const serving = await servingOf(cloud, balancer[side].ruleArn);
    return Object.fromEntries(serving.map(({ targetGroupArn, share }) => [groupName(targetGroupArn), share]));
  };
  const answers = Array.from({ length: LOOKS }, () => ask('production').version ?? 'unknown');
  return {
    production: await shares('production'),
    test: await shares('test'),
    versions: [...new Set(answers)].sort(),
  };
}

function groupName(targetGroupArn: string): string {
  return targetGroupArn.split('/')[1]?.replace('api-', '') ?? '';
}

async function runningIn({
  ecs,
  images,
  cluster,
}: Pick<EcsWorld, 'ecs' | 'images' | 'cluster'>): Promise<readonly string[]> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: ['api'] }));
  const running = services?.[0]?.deployments?.filter(({ runningCount }) => (runningCount ?? 0) > 0) ?? [];
  const definitions = running.map(({ taskDefinition = '' }) => taskDefinition);
  const named = await Promise.all(definitions.map((each) => versionIn({ ecs, images }, each)));
  return [...new Set(named)].sort();
}

/** What a rule forwards to, and how the targets there are. */
export async function servingOf(cloud: LocalAws, ruleArn: string): Promise<readonly Serving[]> {
  const answer = await cloud.control.call('elasticloadbalancing.serving', { ruleArn }, { region: REGION });
  return answer as readonly Serving[];
}
