import {
  type DeploymentBrief,
  isInFlight,
  primaryOf,
  type Service,
  type ServiceDeployment,
  type TaskDefinition,
} from '@actions-aws/ecs';
import type { InFlight, Observed, Ours } from '../plan/state.ts';
import { touchedBy } from '../plan/touched.ts';
import type { Ports } from '../ports.ts';
import { broughtBy } from './observe.ts';

/** What one look at the deployment of this run has shown. */
export interface Look {
  readonly service: Service;
  readonly ours: Ours;
  /** Deployments that have come since this run looked last before its own. */
  readonly others: readonly InFlight[];
}

/** So many of the newest deployments are listed. */
const NEWEST = 10;

/** Looks at the deployment of this run, and for others that came between. */
export async function lookAt(
  observed: Pick<Observed, 'ours' | 'registered' | 'known'>,
  name: Parameters<Ports['services']['describe']>[0],
  ports: Ports,
  signal?: AbortSignal,
): Promise<Look | undefined> {
  const { ours, registered, known } = observed;
  if (!ours) throw new Error('There is no deployment of this run to look at. This is a bug.');
  const [service, briefs] = await Promise.all([
    ports.services.describe(name, signal),
    ports.services.deployments(name, { most: NEWEST }),
  ]);
  if (!service) return undefined;
  const unknown = briefs.filter(({ arn }) => !known.includes(arn));
  const found = await find(ours, registered, ours.isAdopted ? briefs : unknown, service, ports);
  const news = unknown.filter(({ arn }) => arn !== found.deployment?.arn);
  const described = await ports.services.describeDeployments(
    news.map(({ arn }) => arn),
    signal,
  );
  const others = await Promise.all(
    described.map(async (deployment) => ({ deployment, brings: await broughtBy(deployment.target.arn, ports) })),
  );
  return { service, ours: found, others };
}

/** The deployment of this run: by its revision, or, where no reply told that, by what was registered for it. */
async function find(
  ours: Ours,
  registered: TaskDefinition | undefined,
  briefs: readonly DeploymentBrief[],
  service: Service,
  ports: Ports,
): Promise<Ours> {
  const known = ours.deployment?.arn;
  const brief = known ? undefined : ours.revision && briefs.find(({ target }) => target === ours.revision);
  const arn =
    known ?? (brief ? brief.arn : ours.revision ? '' : await byDefinition(registered, briefs, service, ports));
  if (!arn) return ours;
  const [deployment] = await ports.services.describeDeployments([arn]);
  return deployment ? { ...ours, revision: deployment.target.arn, deployment } : ours;
}

async function byDefinition(
  registered: TaskDefinition | undefined,
  briefs: readonly DeploymentBrief[],
  service: Service,
  { services }: Ports,
): Promise<string> {
  const targets = briefs.map(({ target }) => target).filter(Boolean);
  const revisions = registered ? await services.describeRevisions([...new Set(targets)]) : [];
  const own = revisions.find(({ taskDefinition }) => taskDefinition === registered?.arn);
  if (own) return briefs.find(({ target }) => target === own.arn)?.arn ?? '';
  return registered && primaryOf(service)?.taskDefinition === registered.arn ? service.currentDeployment : '';
}

/** What is observed after a look. */
export function withLook(observed: Observed, { service, ours }: Look, at: number): Observed {
  return { ...observed, at, service, ours, touched: touchedBy(observed, ours.deployment) };
}

/** Whether another deployment is what the service was asked for last. */
export function isAskedFor({ brings, deployment }: InFlight, service: Service): boolean {
  const asked = primaryOf(service)?.taskDefinition;
  return asked !== undefined && brings?.definition.arn === asked && isInFlight(deployment);
}

/** When a deployment was begun, in milliseconds since the epoch; 0 where AWS does not say. */
export function begunAt(deployment: ServiceDeployment | undefined): number {
  return deployment?.createdAt ?? 0;
}
