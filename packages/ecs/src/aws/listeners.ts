import type { Clock } from '@actions-aws/action';
import { errorName, explain, type Patience, patient } from '@actions-aws/aws';
import {
  type Action,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
  type Listener,
  type LoadBalancer,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListenerCondition, ListenerRule, Listeners, TargetGroup } from '../ports.ts';

/**
 * {@link Listeners} over the SDK. Needs `elasticloadbalancing:DescribeRules`, `DescribeListeners`, `DescribeLoadBalancers` and `DescribeTargetGroups`, each on
 * `*`, as each is asked:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
export function awsListeners(given: ElasticLoadBalancingV2Client, clock: Clock, patience?: Patience): Listeners {
  const client = patience ? patient(given, patience, clock) : given;

  const listenerOf = async (arn: string): Promise<Listener | undefined> => {
    const doing = { doing: `read the listener ${arn}`, action: 'elasticloadbalancing:DescribeListeners' };
    const command = new DescribeListenersCommand({ ListenerArns: [arn] });
    return (await unlessMissing(client.send(command), doing))?.Listeners?.[0];
  };
  const balancerOf = async (arn: string): Promise<LoadBalancer | undefined> => {
    const doing = { doing: `read the load balancer ${arn}`, action: 'elasticloadbalancing:DescribeLoadBalancers' };
    const command = new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] });
    return (await unlessMissing(client.send(command), doing))?.LoadBalancers?.[0];
  };
  const ruleOf = async (arn: string) => {
    const doing = { doing: `read the listener rule ${arn}`, action: 'elasticloadbalancing:DescribeRules' };
    return (await unlessMissing(client.send(new DescribeRulesCommand({ RuleArns: [arn] })), doing))?.Rules?.[0];
  };

  const describe = async (arn: string): Promise<readonly ListenerRule[]> => {
    const isRule = arn.includes(':listener-rule/');
    const rule = isRule ? await ruleOf(arn) : undefined;
    if (isRule && !rule) return [];
    const listener = await listenerOf(isRule ? listenerArn(arn) : arn);
    const balancer = listener?.LoadBalancerArn && (await balancerOf(listener.LoadBalancerArn));
    if (!listener || !balancer) return [];
    return [
      {
        arn,
        listener: listener.ListenerArn ?? '',
        protocol: listener.Protocol ?? '',
        port: listener.Port ?? 0,
        host: balancer.DNSName ?? '',
        kind: balancer.Type ?? '',
        isInternal: balancer.Scheme === 'internal',
        conditions: (rule?.Conditions ?? []).map(conditionOf),
        weights: weightsIn(rule ? rule.Actions : listener.DefaultActions),
      },
    ];
  };

  const groupOf = async (arn: string): Promise<readonly TargetGroup[]> => {
    const doing = { doing: `read the target group ${arn}`, action: 'elasticloadbalancing:DescribeTargetGroups' };
    const command = new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] });
    const [found] = (await unlessMissing(client.send(command), doing))?.TargetGroups ?? [];
    return found ? [{ arn, protocol: found.Protocol ?? '' }] : [];
  };

  return {
    async targetGroups(arns) {
      const found: TargetGroup[] = [];
      for (const arn of arns) found.push(...(await groupOf(arn)));
      return found;
    },

    async describe(arns) {
      const found: ListenerRule[] = [];
      for (const arn of arns) found.push(...(await describe(arn)));
      return found;
    },
  };
}

/** `…:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee` is of `…:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2`. */
function listenerArn(rule: string): string {
  return rule.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');
}

/** A forward to one group may name it beside or inside of the configuration. */
function weightsIn(actions: readonly Action[] = []): Readonly<Record<string, number>> {
  const forward = actions.find(({ Type }) => Type === 'forward');
  const groups = forward?.ForwardConfig?.TargetGroups ?? [];
  if (groups.length === 0) return forward?.TargetGroupArn ? { [forward.TargetGroupArn]: 1 } : {};
  return Object.fromEntries(groups.map(({ TargetGroupArn = '', Weight = 1 }) => [TargetGroupArn, Weight]));
}

function conditionOf(given: RuleCondition): ListenerCondition {
  const { Field = '', Values, HttpHeaderConfig, QueryStringConfig } = given;
  const configs = [
    given.HostHeaderConfig,
    given.PathPatternConfig,
    HttpHeaderConfig,
    given.HttpRequestMethodConfig,
    given.SourceIpConfig,
  ];
  const pairs = QueryStringConfig?.Values?.map(({ Key, Value = '' }) => (Key ? `${Key}=${Value}` : Value));
  const values = configs.flatMap((config) => config?.Values ?? []);
  return {
    field: Field,
    name: HttpHeaderConfig?.HttpHeaderName ?? '',
    values: pairs ?? (values.length > 0 ? values : (Values ?? [])),
  };
}

async function unlessMissing<Answer>(
  answer: Promise<Answer>,
  doing: { readonly doing: string; readonly action: string },
): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    // Names of errors lack their end in this service's protocol: `RuleNotFound`.
    if (/^(Rule|Listener|LoadBalancer|TargetGroup)NotFound/.test(errorName(error))) return undefined;
    throw explain(error, doing);
  }
}
