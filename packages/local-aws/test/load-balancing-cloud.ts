import * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { type LocalAws, startLocalAws, type Viewed } from '../src/index.ts';
import { elasticLoadBalancing } from '../src/services/elasticloadbalancing/elasticloadbalancing.ts';
import type { Datum, TargetAnswer, TargetRequest } from '../src/services/elasticloadbalancing/ports.ts';
import { sender } from './commands.ts';

export const region = 'eu-west-1';
export const start = Date.UTC(2026, 0, 1);

/** What a target does. */
export type Behaviour = (request: TargetRequest) => TargetAnswer;

/** Answers with a status and the target's name. */
export function answering(status: number, body: string, tookMs = 0): Behaviour {
  return () => ({ kind: 'answer', status, headers: { 'content-type': 'text/plain' }, body, tookMs });
}

/** Elastic Load Balancing alone, on a clock that is stepped, before targets that a test describes. */
export async function loadBalancingCloud() {
  const behaviours = new Map<string, Behaviour>();
  const published: Datum[] = [];
  const asked: (TargetRequest & { readonly id: string })[] = [];
  const service = elasticLoadBalancing({
    catchUp() {},
    ask(_, { id, port }, request) {
      asked.push({ ...request, id });
      return behaviours.get(`${id}:${port}`)?.(request) ?? { kind: 'unreachable' };
    },
    publish: (_, data) => published.push(...data),
  });
  const cloud: LocalAws = await startLocalAws({ clock: { start, scale: 0 }, services: [service] });
  await cloud.control.call(
    'elasticloadbalancing.pace',
    { provisioning: 0, registration: 0, propagation: 0 },
    { region },
  );
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const settings = { endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 };
  const client = new sdk.ElasticLoadBalancingV2Client(settings);

  const send = sender(sdk, client);

  return {
    cloud,
    behaviours,
    published,
    asked,
    send,
    settings,
    advance: (seconds: number) => cloud.clock.advance(seconds * 1_000),
    visit: (url: string, headers: Readonly<Record<string, string>> = {}): Viewed => cloud.visit({ url, headers }),
    /** A load balancer, by its ARN and name. */
    async balancer(Name = 'shop') {
      const made = await send('CreateLoadBalancer', { Name, Subnets: ['subnet-1', 'subnet-2'] });
      const { LoadBalancerArn: arn = '', DNSName: host = '' } = made.LoadBalancers?.[0] ?? {};
      return { arn, host };
    },
    /** A target group whose targets are checked every 10 s; its ARN. */
    async group(Name: string, more: Partial<sdk.CreateTargetGroupInput> = {}) {
      const made = await send('CreateTargetGroup', { ...groupInput(Name), ...more });
      return made.TargetGroups?.[0]?.TargetGroupArn ?? '';
    },
    /** A listener that forwards to groups by weights; its ARN and that of its default rule. */
    async listener(LoadBalancerArn: string, Port: number, weights: Readonly<Record<string, number>>) {
      const DefaultActions = [forward(weights)];
      const made = await send('CreateListener', { LoadBalancerArn, Protocol: 'HTTP', Port, DefaultActions });
      const arn = made.Listeners?.[0]?.ListenerArn ?? '';
      const { Rules } = await send('DescribeRules', { ListenerArn: arn });
      return { arn, rule: Rules?.[0]?.RuleArn ?? '' };
    },
    /** Registers targets, with what they do. */
    async register(TargetGroupArn: string, targets: Readonly<Record<string, Behaviour>>) {
      for (const [id, behaviour] of Object.entries(targets)) behaviours.set(`${id}:8080`, behaviour);
      await send('RegisterTargets', { TargetGroupArn, Targets: Object.keys(targets).map((Id) => ({ Id })) });
    },
    /** State and reason of each target of a group, by its address. */
    async health(TargetGroupArn: string, Targets?: sdk.TargetDescription[]) {
      const { TargetHealthDescriptions = [] } = await send('DescribeTargetHealth', { TargetGroupArn, Targets });
      return Object.fromEntries(
        TargetHealthDescriptions.map(({ Target, TargetHealth }) => [
          Target?.Id,
          [TargetHealth?.State, TargetHealth?.Reason].filter((each) => each !== undefined).join(' '),
        ]),
      );
    },
  };
}

/** What CreateTargetGroup takes for a group of HTTP targets at port 8080. */
export function groupInput(Name: string): sdk.CreateTargetGroupInput {
  return {
    Name,
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: 'vpc-1',
    TargetType: 'ip',
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 2,
  };
}

/** An action that forwards by weights. */
export function forward(weights: Readonly<Record<string, number>>): sdk.Action {
  const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
  return { Type: 'forward', ForwardConfig: { TargetGroups } };
}
