import { member, members } from '../engine/moment.ts';
import { invalidParameter, notImplemented } from '../errors.ts';
import type { EcsPlace } from '../place.ts';
import type { EcsPorts } from '../ports.ts';
import type { Document, TaskDefinitionRecord } from '../state.ts';
import { assertConfiguration } from './validate-configuration.ts';

/** Throws ECS's error for the first thing in a service's settings that it does not take. */
export function assertSettings(
  place: EcsPlace,
  ports: EcsPorts,
  settings: Document,
  definition: TaskDefinitionRecord | undefined,
): void {
  if (settings.schedulingStrategy === 'DAEMON') throw notImplemented('the scheduling strategy DAEMON');
  const { type: controller = 'ECS' } = member(settings, 'deploymentController');
  assertConfiguration(settings, String(controller));
  if (definition) assertNetwork(settings, definition);
  const balancers = members(settings, 'loadBalancers');
  const advanced = balancers.filter(({ advancedConfiguration }) => advancedConfiguration !== undefined);
  if (advanced.length > 0 && advanced.length < balancers.length)
    throw invalidParameter('Either all or none of the provided loadBalancers must have advancedConfiguration defined');
  for (const balancer of balancers) {
    if (definition) assertContainer(balancer, definition);
    assertTargetGroups(place, ports, balancer, definition);
  }
  if (member(settings, 'deploymentConfiguration').strategy !== 'ROLLING' && controller === 'ECS')
    assertShifting(place, ports, settings);
}

/** Throws for a number of tasks that none can have. */
export function assertDesiredCount(desiredCount: number | undefined): void {
  if (desiredCount !== undefined && (!Number.isInteger(desiredCount) || desiredCount < 0))
    throw invalidParameter('Desired count must not be negative.');
}

/** The messages are ECS's own: fabfuel/ecs-deploy#133, aws-actions/amazon-ecs-deploy-task-definition#616. */
function assertNetwork(settings: Document, { settings: definition }: TaskDefinitionRecord): void {
  const subnets = member(member(settings, 'networkConfiguration'), 'awsvpcConfiguration').subnets;
  if (definition.networkMode === 'awsvpc' && !Array.isArray(subnets))
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  if (definition.networkMode !== 'awsvpc' && subnets !== undefined)
    throw invalidParameter('Network Configuration is not valid for the given networkMode of this task definition.');
}

/** The messages are ECS's own: aws/amazon-ecs-agent#1276, pulumi/pulumi-aws#3095. */
function assertContainer({ containerName, containerPort }: Document, { settings }: TaskDefinitionRecord): void {
  const container = members(settings, 'containerDefinitions').find(({ name }) => name === containerName);
  if (!container) throw invalidParameter(`The container ${containerName} does not exist in the task definition.`);
  const ports = members(container, 'portMappings').map((each) => each.containerPort);
  if (!ports.includes(containerPort))
    throw invalidParameter(`The container ${containerName} did not have a container port ${containerPort} defined.`);
}

/**
 * The messages are ECS's own: riboseinc/terraform-aws-ecs-gitlab#5, umotif-public/terraform-aws-ecs-fargate#43. Of a target group
 * that is not there AWS's words are not known; these are ours.
 */
function assertTargetGroups(
  place: EcsPlace,
  ports: EcsPorts,
  balancer: Document,
  definition: TaskDefinitionRecord | undefined,
): void {
  if (balancer.loadBalancerName !== undefined) throw notImplemented('Classic Load Balancers');
  const alternate = member(balancer, 'advancedConfiguration').alternateTargetGroupArn;
  for (const arn of [balancer.targetGroupArn, alternate].filter((each) => each !== undefined).map(String)) {
    const found = ports.targetGroup(place, arn, place.clock.now());
    if (!found) throw invalidParameter(`The target group ${arn} does not exist.`);
    if (definition?.settings.networkMode === 'awsvpc' && found.targetType !== 'ip')
      throw invalidParameter(
        `The provided target group ${arn} has target type ${found.targetType}, which is incompatible with the awsvpc network mode specified in the task definition.`,
      );
    // An alternate one gets its listener with the first shift.
    if (arn === balancer.targetGroupArn && found.loadBalancerArns.length === 0)
      throw invalidParameter(`The target group with targetGroupArn ${arn} does not have an associated load balancer.`);
  }
}

/**
 * "Load balancer requirement: when your service uses Application Load Balancer, Network Load Balancer, or Service Connect", and
 * what is refused at once of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html, in its words.
 */
function assertShifting(place: EcsPlace, ports: EcsPorts, settings: Document): void {
  const { strategy } = member(settings, 'deploymentConfiguration');
  const balancers = members(settings, 'loadBalancers');
  if (balancers.length === 0 && settings.serviceConnectConfiguration !== undefined)
    throw notImplemented(`the strategy ${strategy} with Service Connect alone`);
  if (balancers.length === 0)
    throw invalidParameter(`The deployment strategy ${strategy} needs a load balancer or Service Connect.`);
  if (balancers.some(({ advancedConfiguration }) => advancedConfiguration === undefined))
    throw invalidParameter(
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
    );
  const groups = balancers.flatMap((each) => [
    each.targetGroupArn,
    member(each, 'advancedConfiguration').alternateTargetGroupArn,
  ]);
  const twice = groups.find((arn, index) => arn !== undefined && groups.indexOf(arn) !== index);
  if (twice !== undefined) throw invalidParameter(`Duplicate targetGroupArn found: ${twice}`);
  for (const balancer of balancers) assertRules(place, ports, balancer);
}

function assertRules(place: EcsPlace, ports: EcsPorts, balancer: Document): void {
  const advanced = member(balancer, 'advancedConfiguration');
  for (const name of ['alternateTargetGroupArn', 'productionListenerRule', 'roleArn'])
    if (advanced[name] === undefined) throw invalidParameter(`advancedConfiguration.${name} is required.`);
  const { productionListenerRule: production, testListenerRule: test } = advanced;
  if (production === test)
    throw invalidParameter(
      `The following rules cannot be used as both production and test listener rules: ${production}`,
    );
  const weights = ruleAt(place, ports, 'productionListenerRule', String(production));
  if (test !== undefined) ruleAt(place, ports, 'testListenerRule', String(test));
  const both = [balancer.targetGroupArn, advanced.alternateTargetGroupArn].every((arn) => String(arn) in weights);
  if (test === undefined && !both)
    throw invalidParameter(
      'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
    );
}

/** The weights of a rule. Only Application Load Balancers have users here, and these have to be named by a rule. */
function ruleAt(place: EcsPlace, ports: EcsPorts, name: string, ruleArn: string): Readonly<Record<string, number>> {
  if (ruleArn.includes(':listener/net/')) throw notImplemented('shifts of the traffic of a Network Load Balancer');
  if (!ruleArn.includes(':listener-rule/'))
    throw invalidParameter(
      `${name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${ruleArn}`,
    );
  const rule = ports.rule(place, ruleArn, place.clock.now());
  if (!rule) throw invalidParameter(`The listener rule ${ruleArn} does not exist.`);
  return rule.weights;
}
