import type { Moment } from './gate.ts';
import { isPattern, like } from './iam.ts';
import type { Journal } from './journal.ts';

/** What goes wrong, and where. What is left out matches everything. */
export interface FaultRule {
  readonly service?: string;
  readonly operation?: string;
  /** As the journal has it; `*` and `?` are wildcards. */
  readonly resource?: string;
  /** Only requests signed with this access key: what users do beside an action is then left alone. */
  readonly accessKeyId?: string;
  /**
   * Only the k-th request of its operation on its resource by its caller, as the journal counts, from 1; where `resource` has wildcards, the
   * k-th on all that it matches.
   */
  readonly occurrence?: number;
  /** Only from the k-th such request on. */
  readonly since?: number;
  /**
   * `before` the effect, so that it never happens (unless given), or `after` it, so that only the answer is lost. A stall
   * is always after it.
   */
  readonly when?: Moment;
  /**
   * `throttle`, `error` (500) and `unavailable` (503) answer in AWS's form; `hang` never answers, until the client goes
   * away; `stall` sends half of the answer's body and then nothing; `reset` resets the connection; `hold` keeps the request
   * open until `release` or `drop`; `stale` answers a read of an eventually consistent service from before the last write
   * of what is read.
   */
  readonly kind: 'throttle' | 'error' | 'unavailable' | 'hang' | 'stall' | 'reset' | 'hold' | 'stale';
  /**
   * With kind `hold`: from then on every request of the same caller is held, at whatever moment it has come to, so that a
   * test can decide over all that a process has under way. With `forMs`: until then every request of the same caller meets the
   * fault, not only those that match.
   */
  readonly withOthers?: boolean;
  /** With kind `error`: what to answer instead of a 500, such as S3's 409 `ConditionalRequestConflict`. */
  readonly error?: { readonly code: string; readonly status: number; readonly message?: string };
  /** How many requests it applies to; 1 unless given. */
  readonly times?: number;
  /**
   * An outage, instead of `times`: from the first request that it applies to on, for so many milliseconds of the local clock. AWS
   * has outages of minutes and hours, in which a part of the calls fail (https://aws.amazon.com/message/061323/, and
   * https://aws.amazon.com/message/101925/); what part, and with which error, is not told, so here it is each that matches.
   */
  readonly forMs?: number;
}

/** A rule that was added. */
export interface Fault extends FaultRule {
  readonly id: string;
  /** How many requests it has been applied to. */
  readonly applied: number;
  /** When an outage ends, once it has begun, in milliseconds since the epoch. */
  readonly until?: number;
}

/** What a rule is matched with. */
export interface FaultPoint {
  /** The request's place in the journal. */
  readonly seq: number;
  readonly service: string;
  readonly operation: string;
  readonly resource: string;
  readonly accessKeyId: string;
  readonly occurrence: number;
  readonly when: Moment;
}

/** The plan of what goes wrong. */
export interface Faults {
  /** Adds a rule, and gives its id. */
  add(rule: FaultRule): string;
  /** The first rule that applies here, counted as applied. */
  strike(point: FaultPoint): Fault | undefined;
  /** Rules that have not been applied to any request. */
  unreached(): readonly Fault[];
  clear(): void;
}

const kinds = new Set(['throttle', 'error', 'unavailable', 'hang', 'stall', 'reset', 'hold', 'stale']);
const fields = new Set([
  'service',
  'operation',
  'resource',
  'accessKeyId',
  'occurrence',
  'since',
  'when',
  'kind',
  'withOthers',
  'error',
  'times',
  'forMs',
]);

/** An empty plan; outages last by `now`, in milliseconds since the epoch. */
export function faults(now: () => number, journal: Pick<Journal, 'occurrenceAmong'>): Faults {
  let rules: Fault[] = [];
  let added = 0;
  /** By the id of the rule that has held one of their requests: callers all of whose requests are held. */
  const standing = new Map<string, string>();

  function isMet(rule: Fault, point: FaultPoint): boolean {
    const isOfSame = standing.get(rule.id) === point.accessKeyId;
    if (rule.until === undefined)
      return isOfSame || (rule.applied < (rule.times ?? 1) && applies(rule, point, journal));
    if (now() >= rule.until) return false;
    return (isOfSame && (rule.when ?? 'before') === point.when) || applies(rule, point, journal);
  }

  return {
    add(rule) {
      validate(rule);
      const id = `fault-${++added}`;
      rules.push({ ...rule, ...(rule.kind === 'stall' && { when: 'after' }), id, applied: 0 });
      return id;
    },
    strike(point) {
      const index = rules.findIndex((rule) => isMet(rule, point));
      if (index < 0) return undefined;
      const rule = rules[index]!;
      const until = rule.until ?? (rule.forMs === undefined ? undefined : now() + rule.forMs);
      const struck = { ...rule, applied: rule.applied + 1, ...(until !== undefined && { until }) };
      rules[index] = struck;
      if (struck.withOthers) standing.set(struck.id, point.accessKeyId);
      return struck;
    },
    unreached: () => rules.filter(({ applied }) => applied === 0),
    clear() {
      rules = [];
      standing.clear();
    },
  };
}

/** A misspelt rule would match too much, or nothing, and a test would pass for the wrong reason. */
function validate(rule: FaultRule): void {
  const unknown = Object.keys(rule).filter((key) => !fields.has(key));
  if (unknown.length > 0)
    throw new Error(`a fault rule has no ${unknown.join(', ')}; it has ${[...fields].join(', ')}`);
  if (!kinds.has(rule.kind))
    throw new Error(`${rule.kind} is not a kind of fault; use one of ${[...kinds].join(', ')}`);
  if (rule.error && rule.kind !== 'error') throw new Error(`a fault of kind ${rule.kind} has no error of its own`);
  if (rule.withOthers && rule.kind !== 'hold' && rule.forMs === undefined)
    throw new Error(`a fault of kind ${rule.kind} holds no others`);
  if (rule.forMs !== undefined && (rule.times !== undefined || rule.occurrence !== undefined))
    throw new Error('an outage has an end in time: forMs goes neither with times nor with occurrence; see since');
  if (rule.forMs !== undefined && !(rule.forMs > 0)) throw new Error(`forMs is above 0, not ${rule.forMs}`);
  if (rule.when !== undefined && rule.when !== 'before' && rule.when !== 'after')
    throw new Error(`when is before or after, not ${rule.when}`);
  if (rule.kind === 'stale' && rule.when === 'after') throw new Error('a read is stale before it, not after');
  if (rule.kind === 'stall' && rule.when === 'before') throw new Error('an answer stalls after the effect, not before');
}

function applies(rule: FaultRule, point: FaultPoint, journal: Pick<Journal, 'occurrenceAmong'>): boolean {
  const isOne =
    (rule.service ?? point.service) === point.service &&
    (rule.operation ?? point.operation) === point.operation &&
    (rule.accessKeyId ?? point.accessKeyId) === point.accessKeyId &&
    (rule.when ?? 'before') === point.when &&
    (rule.resource === undefined || like(rule.resource, point.resource));
  if (!isOne || (rule.occurrence === undefined && rule.since === undefined)) return isOne;
  const occurrence = isPattern(rule.resource) ? journal.occurrenceAmong(point.seq, rule.resource) : point.occurrence;
  return (rule.occurrence ?? occurrence) === occurrence && (rule.since ?? 1) <= occurrence;
}
