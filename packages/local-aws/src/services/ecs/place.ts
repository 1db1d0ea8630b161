import { positionIn, tokenAt } from '../../kernel/page-token.ts';
import type { Call, Place } from '../../kernel/service.ts';
import { clusterNotFound, invalidParameter, serviceNotActive, serviceNotFound } from './errors.ts';
import type { Cluster, EcsState, Revision, ServiceRecord } from './state.ts';

/** ECS's state, clock and names for one account and region. */
export type EcsPlace = Place<EcsState>;

/** One call of an operation of ECS. */
export type EcsCall = Call<EcsState>;

/** Kinds of resources, as their ARNs name them: https://docs.aws.amazon.com/service-authorization/latest/reference/list_ecs.html */
export type Kind =
  | 'cluster'
  | 'service'
  | 'service-deployment'
  | 'service-revision'
  | 'task'
  | 'task-definition'
  | 'container';

/** The ARN of a resource; `path` is what follows its kind. */
export function arnOf({ account, region }: Pick<EcsPlace, 'account' | 'region'>, kind: Kind, path: string): string {
  return `arn:aws:ecs:${region}:${account}:${kind}/${path}`;
}

/** The name of a cluster that an input gives by name or ARN; without either it is `default`. */
export function clusterName(given: string | undefined): string {
  return given === undefined ? 'default' : given.replace(/^arn:[^/]*:cluster\//, '');
}

/** The cluster that an input names; throws ClusterNotFoundException. */
export function clusterOf({ state }: EcsPlace, given: string | undefined): Cluster {
  const found = state.clusters.get(clusterName(given));
  if (found?.status !== 'ACTIVE') throw clusterNotFound();
  return found;
}

/** Cluster and name of a service that an input gives by name or by either form of its ARN. */
export function servicePath(service: string, cluster: string | undefined): { cluster: string; name: string } {
  const path = service.replace(/^arn:[^/]*:service\//, '').split('/');
  const name = path.at(-1) ?? '';
  return { cluster: path.length > 1 ? path[0]! : clusterName(cluster), name };
}

/** The ARN of a service that an input names. */
export function serviceArn(place: EcsPlace, service: string | undefined, cluster: string | undefined): string {
  if (service === undefined) return '*';
  const { cluster: inCluster, name } = servicePath(service, cluster);
  return arnOf(place, 'service', `${inCluster}/${name}`);
}

/** The service that an input names, active or not; undefined where there is none in that cluster. */
export function findService(
  { state }: EcsPlace,
  service: string,
  cluster: string | undefined,
): ServiceRecord | undefined {
  const path = servicePath(service, cluster);
  // An ARN of another cluster than the one that is named finds nothing.
  if (cluster !== undefined && path.cluster !== clusterName(cluster)) return undefined;
  return state.services.get(`${path.cluster}/${path.name}`);
}

/** The service that an input names; throws ClusterNotFoundException, ServiceNotFoundException and ServiceNotActiveException. */
export function activeService(
  place: EcsPlace,
  { service, cluster }: { service?: string | undefined; cluster?: string | undefined },
): ServiceRecord {
  clusterOf(place, cluster ?? (service?.includes('/') ? servicePath(service, undefined).cluster : undefined));
  const found = findService(place, service ?? '', cluster);
  if (!found) throw serviceNotFound();
  if (found.status !== 'ACTIVE') throw serviceNotActive();
  return found;
}

/** The revision of an id, which has to be there. */
export function revisionOf(service: ServiceRecord, id: string): Revision {
  const found = service.revisions.find((each) => each.id === id);
  if (!found) throw new Error(`service ${service.name} has no revision ${id}`);
  return found;
}

/** An id in the form of tasks: 32 hexadecimal digits. */
export function taskId({ newId }: Pick<EcsPlace, 'newId'>): string {
  return newId().replaceAll('-', '');
}

/** An id in the form of service deployments, such as `NCWGC2ZR-taawPAYrIaU5`: 21 characters of base64url. */
export function deploymentId({ newId }: Pick<EcsPlace, 'newId'>): string {
  return Buffer.from(newId().replaceAll('-', ''), 'hex').toString('base64url').slice(0, 21);
}

/** An id in the form of pause hooks, such as `ecs-pause-e7tK9G_WRJqNF_EOMjztDXfKenlJuEUVjsNStf4WLKw`. */
export function hookId({ newId }: Pick<EcsPlace, 'newId'>): string {
  const bytes = Buffer.from((newId() + newId()).replaceAll('-', ''), 'hex');
  return `ecs-pause-${bytes.toString('base64url')}`;
}

/** An id in the form of service revisions: nineteen digits. */
export function revisionId({ newId }: Pick<EcsPlace, 'newId'>): string {
  const number = BigInt(`0x${newId().replaceAll('-', '').slice(0, 15)}`);
  return (number % 9_000_000_000_000_000_000n).toString().padStart(19, '1');
}

/** Seconds since the epoch, as ECS's JSON has times; nothing for a time that has not come. */
export function seconds(at: number | undefined): number | undefined {
  return at === undefined ? undefined : at / 1000;
}

/** Leaves out of a document what is undefined. */
export function given<Doc extends object>(document: Doc): Doc {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined)) as Doc;
}

/** One page of a list, with the token of the next; throws where the token is none of ours. */
export function page<Item>(
  all: readonly Item[],
  { maxResults, nextToken }: { maxResults?: number | undefined; nextToken?: string | undefined },
  largest: number,
  usual = largest,
): { items: readonly Item[]; nextToken?: string } {
  const size = maxResults ?? usual;
  if (!Number.isInteger(size) || size < 1 || size > largest)
    throw invalidParameter(`maxResults must be between 1 and ${largest}.`);
  const from = nextToken === undefined ? 0 : positionOf(nextToken);
  const to = from + size;
  return {
    items: all.slice(from, to),
    ...(to < all.length && { nextToken: tokenAt(to) }),
  };
}

function positionOf(token: string): number {
  const position = positionIn(token);
  if (position === undefined) throw invalidParameter('Invalid token');
  return position;
}
