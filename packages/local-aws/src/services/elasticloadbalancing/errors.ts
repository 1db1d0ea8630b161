import { AwsError } from '../../kernel/errors.ts';

// Codes are those of the API's model (botocore data/elbv2/2015-12-01/service-2.json); "seen" wordings come from messages that users
// quote, with the issue. Of others AWS's words are not known; these are ours.

/** 400: the request breaks a rule. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', 400, message);
}

/** 400 (seen: hashicorp/terraform-provider-aws#10669): of names. */
export function loadBalancersNotFound(names: readonly string[]): AwsError {
  return new AwsError('LoadBalancerNotFoundException', 400, `Load balancers '[${names.join(', ')}]' not found`);
}

/** 400 (seen: hashicorp/terraform-provider-aws#15214): of ARNs. */
export function loadBalancerNotFound(): AwsError {
  return new AwsError('LoadBalancerNotFoundException', 400, 'One or more load balancers not found');
}

/** 400 (seen: aws-samples/service-screener-v2#212): of a description. */
export function targetGroupsNotFound(): AwsError {
  return new AwsError('TargetGroupNotFoundException', 400, 'One or more target groups not found');
}

/** 400 (seen: aws/copilot-cli#3833): of an action. */
export function targetGroupNotFound(arn: string): AwsError {
  return new AwsError('TargetGroupNotFoundException', 400, `Target groups '${arn}' not found`);
}

/** 400 (seen: awslabs/kubeflow-manifests#116). */
export function listenerNotFound(): AwsError {
  return new AwsError('ListenerNotFoundException', 400, 'One or more listeners not found');
}

/** 400. AWS's words are not known; these are ours, after those of listeners. */
export function ruleNotFound(): AwsError {
  return new AwsError('RuleNotFoundException', 400, 'One or more rules not found');
}

/** 400 (seen: stelligent/mu#324). */
export function priorityInUse(priority: number): AwsError {
  return new AwsError('PriorityInUseException', 400, `Priority '${priority}' is currently in use`);
}

/** 400 (seen: fortinet/fortigate-terraform-deploy#21): creation is idempotent only where all is the same. */
export function duplicateLoadBalancer(name: string): AwsError {
  const message = `A load balancer with the same name '${name}' exists, but with different settings`;
  return new AwsError('DuplicateLoadBalancerNameException', 400, message);
}

/** 400 (seen: fortinet/fortigate-terraform-deploy#21). */
export function duplicateTargetGroup(name: string): AwsError {
  const message = `A target group with the same name '${name}' exists, but with different settings`;
  return new AwsError('DuplicateTargetGroupNameException', 400, message);
}

/** 400 (seen: hashicorp/terraform#26407). */
export function duplicateListener(loadBalancerArn: string): AwsError {
  const message = `A listener already exists on this port for this load balancer '${loadBalancerArn}'`;
  return new AwsError('DuplicateListenerException', 400, message);
}

/** 400 (seen: hashicorp/terraform-provider-aws#22005): "You can use each target group with only one load balancer" (API_TargetGroup). */
export function associationLimit(arn: string): AwsError {
  const message = `The following target groups cannot be associated with more than one load balancer: ${arn}`;
  return new AwsError('TargetGroupAssociationLimitException', 400, message);
}

/** 400: a target that its group cannot have. */
export function invalidTarget(message: string): AwsError {
  return new AwsError('InvalidTargetException', 400, message);
}

/** 400: an action that a rule cannot have. */
export function invalidAction(message: string): AwsError {
  return new AwsError('InvalidLoadBalancerActionException', 400, message);
}

/** 400: a listener and a target group that do not speak alike. AWS's words are not known; these are ours. */
export function incompatibleProtocols(message: string): AwsError {
  return new AwsError('IncompatibleProtocolsException', 400, message);
}

/** 400: what may not be done to this. */
export function notPermitted(message: string): AwsError {
  return new AwsError('OperationNotPermittedException', 400, message);
}

/** 501: AWS has it, the local cloud does not. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', 501, `The local cloud does not implement ${what}.`);
}
