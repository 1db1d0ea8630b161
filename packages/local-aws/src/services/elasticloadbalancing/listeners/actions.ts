import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { associationLimit, incompatibleProtocols, invalidAction, notImplemented, validationError } from '../errors.ts';
import { loadBalancersOf, weightsOf } from '../groups/use.ts';
import { groupOf, type LoadBalancingPlace, loadBalancerOf } from '../place.ts';
import type { GroupRecord } from '../state.ts';

const TYPES = ['forward', 'fixed-response'];
const CONTENT_TYPES = ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'];

/** The actions of a rule of a load balancer, as they are kept; throws for what the rule cannot have. */
export function checkedActions(
  place: LoadBalancingPlace,
  actions: readonly Action[],
  loadBalancerArn: string,
): readonly Action[] {
  if (actions.length === 0) throw validationError('Actions must be specified');
  for (const { Type = '' } of actions) {
    if (!TYPES.includes(Type)) throw notImplemented(`actions of type ${Type}`);
  }
  // "Each rule must include exactly one of the following types of actions: forward, redirect, or fixed-response" (API_Rule, Actions).
  if (actions.length > 1) throw invalidAction('Each rule must include exactly one of forward and fixed-response');
  return actions.map((action) =>
    action.Type === 'forward' ? forwarding(place, action, loadBalancerArn) : fixed(place, action, loadBalancerArn),
  );
}

function forwarding(place: LoadBalancingPlace, action: Action, loadBalancerArn: string): Action {
  const { Type, Order, TargetGroupArn, ForwardConfig, ...others } = action;
  refuse(others, 'forward');
  const weights = weightsOf(action);
  // Seen: kubernetes-sigs/aws-load-balancer-controller#469.
  if (weights.length === 0) throw validationError('A target group ARN must be specified');
  // "you can specify only one target group using ForwardConfig and it must be the same" (API_Action, ForwardConfig).
  if (TargetGroupArn !== undefined && (weights.length > 1 || weights[0]?.arn !== TargetGroupArn)) {
    throw validationError(
      'You can specify only one target group in ForwardConfig beside TargetGroupArn, and it must be the same one',
    );
  }
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html: five to an action.
  if (weights.length > 5) throw validationError('A forward action can have at most 5 target groups');
  if (new Set(weights.map(({ arn }) => arn)).size < weights.length)
    throw validationError('A target group can be specified only once in an action');
  if (weights.length > 1 && ForwardConfig?.TargetGroups?.some(({ Weight }) => Weight === undefined)) {
    // "If you specify multiple target groups for a forward action, you must specify a weight for each" (load-balancer-listeners.html).
    throw validationError('A weight must be specified for each target group');
  }
  for (const { arn, weight } of weights) {
    if (!(Number.isInteger(weight) && weight >= 0 && weight <= 999))
      throw validationError(`Weight '${weight}' must be between 0 and 999`);
    assertCompatible(place, groupOf(place, arn), loadBalancerArn);
    if (loadBalancersOf(place.state, arn).some((each) => each !== loadBalancerArn)) throw associationLimit(arn);
  }
  const stickiness = ForwardConfig?.TargetGroupStickinessConfig;
  if (stickiness?.Enabled) throw notImplemented('the stickiness of target groups');
  // Answers have both forms where there is one target group, as on AWS.
  return {
    Type,
    ...(Order !== undefined && { Order }),
    ...(weights.length === 1 && { TargetGroupArn: weights[0]!.arn }),
    ForwardConfig: {
      TargetGroups: weights.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
      TargetGroupStickinessConfig: { Enabled: false },
    },
  };
}

function assertCompatible(place: LoadBalancingPlace, { arn, settings }: GroupRecord, loadBalancerArn: string): void {
  const { type } = loadBalancerOf(place, loadBalancerArn).settings;
  if ((settings.protocol === 'HTTP') === (type === 'application')) return;
  throw incompatibleProtocols(
    `The target group ${arn} has the protocol ${settings.protocol}, which a load balancer of type ${type} does not forward to`,
  );
}

function fixed(place: LoadBalancingPlace, action: Action, loadBalancerArn: string): Action {
  const { Type, Order, FixedResponseConfig, ...others } = action;
  // "[Application Load Balancer]" (API_Action, FixedResponseConfig).
  if (loadBalancerOf(place, loadBalancerArn).settings.type !== 'application') {
    throw invalidAction('Listeners of a Network Load Balancer forward to target groups');
  }
  refuse(others, 'fixed-response');
  const { StatusCode = '', MessageBody, ContentType } = FixedResponseConfig ?? {};
  // botocore, FixedResponseActionStatusCode and FixedResponseActionMessage.
  if (!/^(2|4|5)\d\d$/.test(StatusCode)) {
    throw validationError(
      `1 validation error detected: Value '${StatusCode}' at 'actions.1.member.fixedResponseConfig.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(2|4|5)\\d\\d$`,
    );
  }
  if ((MessageBody?.length ?? 0) > 1024) throw validationError('The message body can have at most 1024 characters');
  if (ContentType !== undefined && !CONTENT_TYPES.includes(ContentType)) {
    throw invalidAction(`The ContentType must be one of: ${CONTENT_TYPES.map((each) => `'${each}'`).join(', ')}`);
  }
  return { Type, ...(Order !== undefined && { Order }), FixedResponseConfig: { StatusCode, MessageBody, ContentType } };
}

function refuse(others: object, type: string): void {
  const given = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (given.length > 0) throw invalidAction(`${given.join(', ')} cannot be specified for an action of type ${type}`);
}
