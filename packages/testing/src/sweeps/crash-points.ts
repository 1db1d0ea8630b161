import type { JournalEntry, Moment } from '@actions-aws/local-aws';

/** A point at which a run can be cut off: the k-th call of an operation on a resource, before or after its effect. */
export interface CrashPoint {
  readonly service: string;
  readonly operation: string;
  readonly resource: string;
  readonly occurrence: number;
  readonly when: Moment;
}

/** Every point of a run, in the order in which the calls were made. */
export function crashPoints(calls: readonly JournalEntry[]): readonly CrashPoint[] {
  return calls.flatMap(({ service, operation, resource, occurrence }) =>
    (['before', 'after'] as const).map((when) => ({ service, operation, resource, occurrence, when })),
  );
}

/** The points that differ most: every write, before and after its effect, every invocation, and the first call of all. */
export function tellingPoints(points: readonly CrashPoint[]): readonly CrashPoint[] {
  return points.filter(
    ({ operation, when }, index) => isWrite(operation) || index === 0 || (operation === 'Invoke' && when === 'before'),
  );
}

/** Whether an operation changes anything, by AWS's verbs; one of an unknown verb does. */
export function isWrite(operation: string): boolean {
  return !/^(Get|List|Head|Describe|Invoke|BatchGet|Assume)/.test(operation);
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
export function keyOf({ service, operation, resource, occurrence }: Omit<CrashPoint, 'when'>): string {
  return `${service} ${operation} ${resource} ${occurrence}`;
}
