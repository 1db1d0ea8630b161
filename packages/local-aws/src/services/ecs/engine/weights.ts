import type { DeploymentRecord, Document, Revision } from '../state.ts';
import { weigh } from './groups.ts';
import { lastSuccessful, type Moment, member, members, targetOf } from './moment.ts';

/** One load balancer of a service: the rules that lead to it, and its two target groups. */
interface Shifted {
  readonly production: string | undefined;
  readonly test: string | undefined;
  readonly groups: readonly string[];
}

function shifted(revision: Revision): readonly Shifted[] {
  return members(revision.settings, 'loadBalancers').map((each) => {
    const advanced = member(each, 'advancedConfiguration');
    const groups = [each.targetGroupArn, advanced.alternateTargetGroupArn].filter((arn) => arn !== undefined);
    return {
      production: text(advanced, 'productionListenerRule'),
      test: text(advanced, 'testListenerRule'),
      groups: groups.map(String),
    };
  });
}

function text(document: Document, name: string): string | undefined {
  return document[name] as string | undefined;
}

/** Whether test traffic can reach a revision apart from that of production. */
export function hasTestTraffic(revision: Revision): boolean {
  return shifted(revision).some(({ test }) => test !== undefined);
}

/** The target groups of a new revision: of each pair the one that does not serve now. */
export function freeTargetGroups({ service }: Moment, revision: Revision): readonly string[] {
  const serving =
    lastSuccessful(service) ?? service.revisions.findLast(({ scaled, id }) => scaled && id !== revision.id);
  return shifted(revision).map(({ groups }) => {
    const free = groups.find((arn) => !serving?.targetGroups.includes(arn));
    return (serving ? free : undefined) ?? groups[0] ?? '';
  });
}

/** The target groups of a revision of ROLLING: those that serve now, so that the listeners stay as they are. */
export function servingTargetGroups({ service }: Moment, revision: Revision): readonly string[] {
  const serving = lastSuccessful(service);
  return shifted(revision).map(({ groups }, index) => {
    const kept = groups.find((arn) => arn === serving?.targetGroups[index]);
    return kept ?? groups[0] ?? '';
  });
}

/** Leads this percent of the production traffic to the target of a service deployment, the rest to what was there. */
export function shiftProduction(moment: Moment, deployment: DeploymentRecord, percent: number): void {
  deployment.productionWeight = percent;
  lead(moment, deployment, 'production', percent);
}

/** Leads this percent of the test traffic, all or nothing, to the target of a service deployment. */
export function shiftTest(moment: Moment, deployment: DeploymentRecord, percent: number): void {
  deployment.testWeight = percent;
  lead(moment, deployment, 'test', percent);
}

/**
 * Sets the weights of the rules, also where someone else had set others: ECS does not look at what they are
 * (aws/containers-roadmap#2853).
 */
function lead(moment: Moment, deployment: DeploymentRecord, traffic: 'production' | 'test', percent: number): void {
  const revision = targetOf(moment, deployment);
  for (const [index, each] of shifted(revision).entries()) {
    const rule = each[traffic];
    const own = revision.targetGroups[index];
    if (rule === undefined || own === undefined) continue;
    const other = each.groups.find((arn) => arn !== own);
    const weights = { [own]: percent, ...(other !== undefined && { [other]: 100 - percent }) };
    weigh(moment, rule, whole(weights));
  }
}

/** Weights are whole numbers from 0 to 999: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html */
function whole(weights: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  if (Object.values(weights).every(Number.isInteger)) return weights;
  return Object.fromEntries(Object.entries(weights).map(([arn, percent]) => [arn, Math.round(percent * 10)]));
}
