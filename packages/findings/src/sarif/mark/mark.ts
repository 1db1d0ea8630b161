import type { Result, Suppression } from 'sarif';
import type { Failure, NormalResult, Subject } from '../../result.ts';
import { isShape, list, own, type Shape, shape, text } from '../../shapes.ts';
import { KINDS, type Kind, SEVERITIES, type Severity, type SeveritySource } from '../../words.ts';

/** The name of our property bag in SARIF, by which an aggregate is recognised. */
export const MARK = 'actions-aws';

/** The name of our identity among a result's `fingerprints`; it says how the identity is made. */
export const FINGERPRINT = 'actionsAws/v1';

const VERSION = 1;

/** What an aggregate says of itself. */
export interface LogMark {
  readonly verdict: string;
  /** Ids of advisories that were named together, so that a tool that is missing later changes no identity. */
  readonly aliases: readonly (readonly string[])[];
}

/** What it says of one scan. */
export interface RunMark {
  readonly scan: string;
  /** Whether the scan ran whole. */
  readonly complete: boolean;
  readonly failures: readonly Failure[];
  /** What its report was read as, such as `bandit’s JSON`: in another form a tool tells other things. */
  readonly form?: string;
  /** Whether it is optional and there was none, or only what is carried on is of it. */
  readonly left?: boolean;
}

/** What it says of one result, besides what SARIF has a place for. */
export interface ResultMark {
  readonly kind: Kind;
  readonly severity: Severity;
  readonly subject: Subject;
  /** Whether the tool names the file alone: then the region is only there because GitHub wants one. */
  readonly wholeFile: boolean;
  /** Whether that file is only the manifest that carries it. */
  readonly carried: boolean;
  /** Why the tool suppresses it; absent where it does not. */
  readonly suppressed?: string;
  readonly state?: string;
  readonly fate?: string;
  readonly reason?: string;
  /** Why its finding blocks; absent where it does not. */
  readonly blocks?: string;
  readonly lineHash?: string;
  readonly textHash?: string;
}

/** What the aggregate decided of a result. */
export type Decided = Pick<ResultMark, 'state' | 'fate' | 'reason' | 'blocks' | 'lineHash' | 'textHash'>;

/** A result's mark, as it stands under {@link MARK} among its properties. */
export function resultMark(result: NormalResult, decided: Decided): Shape {
  const { kind, severity, subject, place, isCarried, suppressed } = result;
  const { word, source, said } = severity;
  return {
    kind,
    severity: word,
    severitySource: source,
    ...(said !== undefined && { said }),
    subject,
    ...(place && place.line === undefined && { wholeFile: true }),
    ...(isCarried && { carried: true }),
    ...(suppressed && { suppressed: suppressed.reason }),
    ...decided,
  };
}

/** A scan's mark, as it stands under {@link MARK} among its run's properties. */
export function runMark(mark: RunMark): Shape {
  return { ...mark };
}

/** The whole's mark, as it stands under {@link MARK} among the log's properties. */
export function logMark(mark: LogMark): Shape {
  return { version: VERSION, ...mark };
}

/** Why a report that is marked as an aggregate cannot be read as one. */
export class UnknownMark extends Error {
  override readonly name = 'UnknownMark';
}

/**
 * The mark of an aggregate; undefined of all other SARIF.
 *
 * @throws UnknownMark where a later version wrote it, or it is damaged: it is not taken for another tool's report then.
 */
export function markOf(log: unknown): LogMark | undefined {
  const mark = own(shape(log).properties, MARK);
  if (mark === undefined) return undefined;
  if (!isShape(mark) || mark.version !== VERSION)
    throw new UnknownMark('It is an aggregate of another version of sarif-aggregate.');
  return {
    verdict: text(mark.verdict) ?? damaged('verdict'),
    aliases: list(mark.aliases).map((ids) => list(ids).map((id) => text(id) ?? damaged('list of aliases'))),
  };
}

/** A scan's mark. */
export function markOfRun(run: unknown): RunMark {
  const mark = own(shape(run).properties, MARK);
  if (!isShape(mark) || typeof mark.complete !== 'boolean') return damaged('mark of a scan');
  return {
    scan: text(mark.scan) ?? damaged('name of a scan'),
    complete: mark.complete,
    failures: list(mark.failures).map(failureIn),
    ...(typeof mark.form === 'string' && { form: mark.form }),
    ...(mark.left === true && { left: true }),
  };
}

/** A result's mark and its identity. */
export function markOfResult(result: unknown): ResultMark & { readonly identity: string } {
  const { properties, fingerprints } = shape(result);
  const mark = shape(own(properties, MARK));
  const identity = text(own(fingerprints, FINGERPRINT));
  const kind = KINDS.find((one) => one === mark.kind);
  const word = SEVERITIES.find((one) => one === mark.severity);
  const source = text(mark.severitySource) as SeveritySource | undefined;
  if (
    identity === undefined ||
    kind === undefined ||
    word === undefined ||
    source === undefined ||
    !isSubject(mark.subject)
  ) {
    return damaged('mark of a result');
  }
  const said = text(mark.said);
  return {
    identity,
    kind,
    severity: { word, source, ...(said !== undefined && { said }) },
    subject: mark.subject,
    wholeFile: mark.wholeFile === true,
    carried: mark.carried === true,
    ...(typeof mark.suppressed === 'string' && { suppressed: mark.suppressed }),
    ...textsIn(mark, 'state', 'fate', 'reason', 'blocks', 'lineHash', 'textHash'),
  };
}

/** The suppression of a result that is accepted or excluded, told from its tool's own by our mark. */
export function suppressionFor(fate: string, reason: string): Suppression {
  return { kind: 'external', status: 'accepted', justification: reason, properties: { [MARK]: { fate } } };
}

/** A result of an aggregate as its tool had it: without mark, identity, state, and what was accepted or excluded by us. */
export function withoutMark(result: Result): Result {
  const theirs: Record<string, unknown> = {};
  // In the order in which they stand, so that what is written again has the same bytes.
  for (const [name, value] of Object.entries(result)) {
    const kept = keptOf(name, value);
    if (kept !== undefined) theirs[name] = kept;
  }
  return theirs as unknown as Result;
}

function keptOf(name: string, value: unknown): unknown {
  if (name === 'baselineState' || name === 'correlationGuid') return undefined;
  if (name === 'fingerprints') return without(value, FINGERPRINT);
  if (name === 'properties') return without(value, MARK);
  if (name !== 'suppressions') return value;
  const kept = list(value).filter((one) => own(shape(one).properties, MARK) === undefined);
  return kept.length === 0 ? undefined : kept;
}

function without(bag: unknown, name: string): Shape | undefined {
  const rest = Object.entries(shape(bag)).filter(([key]) => key !== name);
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

function textsIn<Name extends keyof Decided>(mark: Shape, ...names: readonly Name[]): Pick<Decided, Name> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = mark[name];
    if (typeof value === 'string') found[name] = value;
  }
  return found as Pick<Decided, Name>;
}

function failureIn(value: unknown): Failure {
  const { kind, message, hint } = shape(value);
  if (kind !== 'missing' && kind !== 'unreadable' && kind !== 'partial') return damaged('list of failures');
  return { kind, message: text(message) ?? damaged('list of failures'), ...(typeof hint === 'string' && { hint }) };
}

function isSubject(value: unknown): value is Subject {
  if (!isShape(value)) return false;
  if (value.kind === 'dependency' || value.kind === 'license') {
    const named = isShape(value.package) && typeof value.package.name === 'string' && typeof value.target === 'string';
    return named && (value.kind === 'dependency' ? isTexts(value.advisories) : typeof value.license === 'string');
  }
  return KINDS.some((kind) => kind === value.kind);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}

function damaged(what: string): never {
  throw new UnknownMark(`It is an aggregate of sarif-aggregate, but its ${what} is damaged.`);
}
