import type {
  CreateRuleInput,
  CreateRuleOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
  Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notPermitted, priorityInUse, ruleNotFound, validationError } from '../errors.ts';
import { followUse } from '../groups/use.ts';
import { define } from '../operation.ts';
import { page } from '../paging.ts';
import { type LoadBalancingPlace, listenerOf, newId, ruleOf } from '../place.ts';
import type { RuleRecord } from '../state.ts';
import { checkedActions } from './actions.ts';
import { changeActions } from './change.ts';
import { assertConditions } from './conditions.ts';

/** CreateRule, ModifyRule and DescribeRules. */
export const ruleOperations = {
  CreateRule: define<CreateRuleInput, CreateRuleOutput>({
    takes: ['ListenerArn', 'Conditions', 'Priority', 'Actions'],
    resource: ({ ListenerArn = '' }) => ListenerArn,
    run(place, { ListenerArn, Conditions = [], Priority = 0, Actions = [] }) {
      const listener = listenerOf(place, ListenerArn);
      // AWS's words are not known; these are ours.
      if (listener.protocol === 'TCP') {
        throw notPermitted('Rules are not supported for listeners of Network Load Balancers');
      }
      if (!(Priority >= 1 && Priority <= 50_000)) {
        throw validationError(`Priority '${Priority}' must be between 1 and 50000`);
      }
      assertConditions(Conditions);
      if (rulesOf(place, listener.arn).some(({ priority }) => priority === Priority)) throw priorityInUse(Priority);
      const rule = {
        arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/${newId(place)}`,
        listenerArn: listener.arn,
        priority: Priority,
        conditions: Conditions,
        actions: checkedActions(place, Actions, listener.loadBalancerArn),
      };
      place.state.rules.set(rule.arn, rule);
      followUse(place.state, place.clock.now());
      return { Rules: [shown(rule)] };
    },
  }),

  ModifyRule: define<ModifyRuleInput, ModifyRuleOutput>({
    takes: ['RuleArn', 'Conditions', 'Actions'],
    resource: ({ RuleArn = '' }) => RuleArn,
    run(place, { RuleArn, Conditions, Actions }) {
      const rule = ruleOf(place, RuleArn);
      // Its actions are the listener's. Seen: FeLvi-zzz/tentez#32.
      if (rule.priority === undefined) throw notPermitted(`Default rule '${rule.arn}' cannot be modified`);
      if (!Conditions && !Actions) throw validationError('Either conditions or actions must be specified');
      if (Conditions) assertConditions(Conditions);
      const { loadBalancerArn } = listenerOf(place, rule.listenerArn);
      const actions = Actions && checkedActions(place, Actions, loadBalancerArn);
      rule.conditions = Conditions ?? rule.conditions;
      if (actions) changeActions(place.state, rule, actions, place.clock.now());
      return { Rules: [shown(rule)] };
    },
  }),

  DescribeRules: define<DescribeRulesInput, DescribeRulesOutput>({
    takes: ['ListenerArn', 'RuleArns', 'Marker', 'PageSize'],
    run(place, { ListenerArn, RuleArns, Marker, PageSize }) {
      // "You must specify either a listener or rules" (API_DescribeRules).
      if ((ListenerArn === undefined) === (RuleArns === undefined)) {
        throw validationError('You must specify either listener rule ARNs or a listener ARN');
      }
      if (RuleArns?.some((arn) => !place.state.rules.has(arn))) throw ruleNotFound();
      const found = ListenerArn
        ? rulesOf(place, listenerOf(place, ListenerArn).arn)
        : RuleArns!.map((arn) => ruleOf(place, arn));
      const { items, next } = page(found, { Marker, PageSize });
      return { Rules: items.map(shown), ...next };
    },
  }),
};

/** The rules of a listener, in the order in which they are asked: by priority, and the default rule last. */
export function rulesOf({ state }: Pick<LoadBalancingPlace, 'state'>, listenerArn: string): readonly RuleRecord[] {
  return [...state.rules.values()]
    .filter((rule) => rule.listenerArn === listenerArn)
    .sort((a, b) => (a.priority ?? Number.POSITIVE_INFINITY) - (b.priority ?? Number.POSITIVE_INFINITY));
}

function shown({ arn, priority, conditions, actions }: RuleRecord): Rule {
  return {
    RuleArn: arn,
    Priority: priority === undefined ? 'default' : String(priority),
    Conditions: [...conditions],
    Actions: [...actions],
    IsDefault: priority === undefined,
  };
}
