import { type EcsPlace, revisionOf } from '../place.ts';
import type { EcsPorts } from '../ports.ts';
import type { DeploymentRecord, Document, Revision, ServiceRecord } from '../state.ts';

/** A service at the time of an event, in milliseconds since the epoch: what happens to it happens then. */
export interface Moment {
  readonly place: EcsPlace;
  readonly ports: EcsPorts;
  readonly service: ServiceRecord;
  readonly at: number;
}

/** The statuses of a service deployment that is not over. */
const UNDER_WAY = ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'];

/** The service deployments that are not over; the oldest is the one that something happens to. */
export function underWay({ deployments }: ServiceRecord): readonly DeploymentRecord[] {
  return deployments.filter(({ status }) => UNDER_WAY.includes(status));
}

/** The revision that a service goes back to: the target of the newest service deployment that was successful. */
export function lastSuccessful(service: ServiceRecord): Revision | undefined {
  const target = service.deployments.findLast(({ status }) => status === 'SUCCESSFUL')?.target;
  return service.revisions.find(({ id }) => id === target);
}

/**
 * The revision of the PRIMARY deployment, "the most recent deployment of a service": what was asked for last, and after a
 * rollback, from its beginning on, what was there before (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html).
 */
export function primaryOf(service: ServiceRecord): Revision {
  const newest = service.deployments.at(-1)!;
  return revisionOf(service, newest.rollback?.revision ?? newest.target);
}

/** The revision that a service deployment brings. */
export function targetOf({ service }: Pick<Moment, 'service'>, { target }: DeploymentRecord): Revision {
  return revisionOf(service, target);
}

/** The service deployment that brings a revision. */
export function deploymentTo({ deployments }: ServiceRecord, { id }: Revision): DeploymentRecord | undefined {
  return deployments.findLast(({ target }) => target === id);
}

/** Whether the time of what a service deployment is in has passed; what waits for something else has none. */
export function isDue({ at }: Moment, { until }: DeploymentRecord): boolean {
  return until === undefined || until <= at;
}

/** What of a document is a document, an empty one where it has none. */
export function member(document: Document, name: string): Document {
  return (document[name] ?? {}) as Document;
}

/** What of a document is a list of documents. */
export function members(document: Document, name: string): readonly Document[] {
  return (document[name] ?? []) as readonly Document[];
}
