import type { DeploymentRecord } from '../state.ts';
import { type Moment, member, members, targetOf } from './moment.ts';

/**
 * What is wrong with the rules that a service deployment shifts, in ECS's words of
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html. That exactly the other target group
 * serves is not seen: "validate current listener rule weights before shifting traffic" is a wish (aws/containers-roadmap#2853).
 */
export function networkProblem(moment: Moment, deployment: DeploymentRecord): string | undefined {
  const { place, ports, at } = moment;
  const revision = targetOf(moment, deployment);
  const rolledBack = 'Service deployment rolled back because of invalid networking configuration';
  for (const balancer of members(revision.settings, 'loadBalancers')) {
    const { productionListenerRule, testListenerRule, alternateTargetGroupArn } = member(
      balancer,
      'advancedConfiguration',
    );
    const groups = [balancer.targetGroupArn, alternateTargetGroupArn].map(String);
    const weights = ports.rule(place, String(productionListenerRule), at)?.weights ?? {};
    const tests =
      testListenerRule === undefined ? {} : (ports.rule(place, String(testListenerRule), at)?.weights ?? {});
    const serving = Object.keys(weights).filter((arn) => weights[arn]! > 0);
    const unexpected = serving.find((arn) => !groups.includes(arn));
    if (unexpected !== undefined)
      return `${rolledBack}. Production listener rule is forwarding traffic to unexpected target group ${unexpected}. Expected traffic to be forwarded to either targetGroupArn: ${groups[0]} or alternateTargetGroupArn: ${groups[1]}`;
    if (serving.length > 1)
      return `${rolledBack}. productionListenerRule ${productionListenerRule} should have exactly one target group serving traffic but found ${serving.length} target groups which are serving traffic`;
    const alone = groups.find((arn) => !(arn in weights) && !(arn in tests));
    if (alone !== undefined)
      return `${rolledBack}: Target group ${alone} is not associated with either productionListenerRule or testListenerRule.`;
  }
  return undefined;
}
