import type { JournalEntry, Moment } from '@actions-aws/local-aws';
import { type CallKind, callKind, type Domain, isWriteKind } from './domain.ts';

/** A point at which a run can be cut off: the k-th call of an operation on a resource, before or after its effect. */
export interface CrashPoint {
  readonly service: string;
  readonly operation: string;
  readonly resource: string;
  readonly occurrence: number;
  readonly when: Moment;
  /** What the call does. */
  readonly callKind: CallKind;
}

/**
 * Every point of a run, in the order in which the calls were made. A read has one: it changes nothing, and a run that is killed hears no
 * answer, so that a kill after it leaves what a kill before it leaves.
 */
export function crashPoints(domain: Domain, calls: readonly JournalEntry[]): readonly CrashPoint[] {
  return calls.flatMap((call) => {
    const { service, operation, resource, occurrence } = call;
    const kind = callKind(domain, call);
    const moments: readonly Moment[] = kind === 'read' ? ['before'] : ['before', 'after'];
    return moments.map((when) => ({
      service,
      operation,
      resource,
      occurrence,
      when,
      callKind: kind,
    }));
  });
}

/** The points that differ most: every write, before and after its effect, every probe, and the first call of all. */
export function tellingPoints(points: readonly CrashPoint[]): readonly CrashPoint[] {
  return points.filter(
    ({ callKind, when }, index) => isWriteKind(callKind) || index === 0 || (callKind === 'probe' && when === 'before'),
  );
}

/** A point in words, such as `before call 2 of UpdateAlias on function:search-api:live`. */
export function inWords({ when, occurrence, operation, resource }: CrashPoint): string {
  return `${when} ${callInWords({ occurrence, operation, resource })}`;
}

/** A call in words, such as `call 2 of UpdateAlias on function:search-api:live`. */
export function callInWords(call: Pick<CrashPoint, 'occurrence' | 'operation' | 'resource'>): string {
  const resource = call.resource.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, '');
  return `call ${call.occurrence} of ${call.operation} on ${resource}`;
}

/** Names a call, whichever run it is in. */
export function keyOf({
  service,
  operation,
  resource,
  occurrence,
}: Pick<CrashPoint, 'service' | 'operation' | 'resource' | 'occurrence'>): string {
  return `${service} ${operation} ${resource} ${occurrence}`;
}
