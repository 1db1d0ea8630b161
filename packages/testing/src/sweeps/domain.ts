import { type JournalEntry, matching } from '@actions-aws/local-aws';

/** A call, as far as domains tell calls apart. */
export type Call = Pick<JournalEntry, 'service' | 'operation' | 'resource'>;

/**
 * What the sweeps must know of the services that an action calls. Each domain says it once, as `lambda/domain.ts` does; the
 * sweeps themselves know no service.
 */
export interface Domain {
  /** Runs the candidate, or looks at it as users do: it writes nothing, and an action never repeats one that failed. */
  isProbe(call: Call): boolean;
  /** Writes what users reach. */
  isPointerWrite(call: Call): boolean;
  /** Is written under a condition, so that AWS may refuse it although nothing else was written. */
  isGuarded(call: Call): boolean;
  /** How AWS refuses a guarded call while another operation is in progress. */
  conflict(call: Call): { readonly code: string; readonly status: number; readonly message: string };
  /** Is answered from a copy that may lack the last write. */
  isEventual(call: Call): boolean;
  /** The resource of a call as each run has it: what a run draws anew stands as `*`. Unless given, the resource is the same in each. */
  resourceOf?(call: Call): string;
}

/** A call as it is found again in another run: on what its resource is in each, and the k-th of all that this matches. */
export type Recurring = Pick<JournalEntry, 'service' | 'operation' | 'resource' | 'occurrence'>;

/** The calls of a run, in the order in which they arrived, as they are found again in another run. */
export function recurring<C extends Recurring>({ resourceOf }: Domain, calls: readonly C[]): readonly C[] {
  if (!resourceOf) return calls;
  return calls.map((call, place) => {
    const one = { ...call, resource: resourceOf(call) };
    const isSame = isLike(one);
    return { ...one, occurrence: calls.slice(0, place + 1).filter(isSame).length };
  });
}

/** Tells requests of another run that may be a call, by its `occurrence` the k-th of them. */
export function isLike({ service, operation, resource }: Call): (request: Call) => boolean {
  const isOne = matching(resource);
  return (request) => request.operation === operation && request.service === service && isOne(request.resource);
}

/** What a call does, as far as a disturbance at it differs: it moves users, writes something else, probes, or reads. */
export type CallKind = 'pointer' | 'write' | 'probe' | 'read';

/** What a call does. An operation with an unknown verb writes. */
export function callKind(domain: Domain, call: Call): CallKind {
  if (domain.isPointerWrite(call)) return 'pointer';
  if (domain.isProbe(call)) return 'probe';
  return /^(Get|List|Head|Describe|BatchGet|Assume)/.test(call.operation) ? 'read' : 'write';
}

/** Whether a call changes anything. */
export function isWrite(domain: Domain, call: Call): boolean {
  return isWriteKind(callKind(domain, call));
}

/** Whether calls of a kind change anything. */
export function isWriteKind(kind: CallKind): boolean {
  return kind === 'pointer' || kind === 'write';
}
