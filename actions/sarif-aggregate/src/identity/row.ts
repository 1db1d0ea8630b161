import { hash } from 'node:crypto';
import { list, type NormalResult, type ResultMark, type Rule, seeksCredentials, shape } from '@actions-aws/findings';
import { FATES, type Row, STATES } from '../store/rows.ts';

/** What is asked of the checkout: hashes of a line, in hex; `undefined` where the checkout has no such line. */
export interface Lines {
  /** GitHub's hash, without the occurrence number. */
  hashAt(path: string, line: number): string | undefined;
  /** The hash of the line's text alone. */
  textHashAt(path: string, line: number): string | undefined;
  /** Whether there is such a file. */
  has(path: string): boolean;
}

/** What an aggregate has of each result beside the result itself. */
export type Kept = Pick<ResultMark, 'state' | 'fate' | 'lineHash' | 'textHash'>;

/**
 * Of a tool's result, what its identity is made of. A secret's `commit` is taken for a value that is not on that line now: then the
 * line that stands there says nothing of it, and is not asked.
 */
export function rowOf(result: NormalResult, scan: number, lines: Lines): Row {
  const { place, subject } = result;
  if (place?.line === undefined || (subject.kind === 'secret' && subject.commit !== undefined))
    return plain(result, scan);
  const veil = mayHoldSecret(result) ? veiled : (hex: string): string => hex;
  const lineHash = lines.hashAt(place.path, place.line);
  const textHash = lines.textHashAt(place.path, place.line);
  return {
    ...plain(result, scan),
    ...(lineHash !== undefined && { lineHash: veil(lineHash) }),
    ...(textHash !== undefined && { textHash: veil(textHash) }),
  };
}

/** Gives the hashes of the lines of a file that plain results are in, which hold no secret; undefined where the checkout lacks it. */
export function hashesIn(
  lines: Lines,
  path: string,
): ((line: number) => Pick<Row, 'lineHash' | 'textHash'>) | undefined {
  if (!lines.has(path)) return undefined;
  return (line) => {
    const lineHash = lines.hashAt(path, line);
    const textHash = lines.textHashAt(path, line);
    return { ...(lineHash !== undefined && { lineHash }), ...(textHash !== undefined && { textHash }) };
  };
}

/**
 * The same of a result of an aggregate: its hashes are those of the checkout that it was made from. A state or fate that is not
 * known is the one that blocks.
 */
export function rowOfAggregate(result: NormalResult, scan: number, kept: Kept): Row {
  const [lineHash, textHash] = [kept.lineHash, kept.textHash].map((hex) =>
    /^[0-9a-f]{1,16}$/.test(hex ?? '') ? hex : undefined,
  );
  return {
    ...plain(result, scan),
    ...(lineHash !== undefined && { lineHash }),
    ...(textHash !== undefined && { textHash }),
    told: {
      state: STATES.find((state) => state === kept.state) ?? 'new',
      fate: FATES.find((fate) => fate === kept.fate) ?? 'open',
    },
  };
}

function plain(result: NormalResult, scan: number): Row {
  const { subject } = result;
  // A dependency or license is told by its target, wherever that is.
  const place = result.place ?? ('target' in subject ? undefined : result.elsewhere);
  const isPlaced = place !== undefined && !result.isCarried && !(place.line === undefined && isOfNoCommit(result));
  const detail = isPlaced || isPackage(result) ? detailOf(result) : saidBy(result);
  return {
    scan,
    kind: result.kind,
    severity: result.severity,
    tool: result.tool,
    rule: result.rule.id,
    ...(place && { path: place.path, ...(place.line !== undefined && { line: place.line }) }),
    ...(subject.kind === 'dependency' && { advisories: subject.advisories }),
    ...('package' in subject && { package: subject.package, target: subject.target }),
    ...(detail !== undefined && { detail }),
    // No tool's word closes a secret: only an accepted entry does.
    ...(result.suppressed && result.kind !== 'secret' && { suppressed: result.suppressed.reason }),
  };
}

/** A secret, or what a rule for credentials of a tool for code found, such as bandit's B105: then it stands on that line. */
function mayHoldSecret({ kind, subject, rule }: NormalResult): boolean {
  if (kind === 'secret' || subject.kind === 'secret') return true;
  return subject.kind !== 'dependency' && subject.kind !== 'license' && seeks(rule);
}

/** By rule, of which there is one object for many results. */
const SEEKING = new WeakMap<Rule, boolean>();

function seeks(rule: Rule): boolean {
  const known = SEEKING.get(rule);
  if (known !== undefined) return known;
  const found = seeksCredentials(rule);
  SEEKING.set(rule, found);
  return found;
}

/**
 * GitHub's hash can be solved for a few unknown letters of the line, and an aggregate goes where the checkout does not. Hashed once
 * more, what remains is to guess the whole line, with the 100 characters that follow it.
 */
function veiled(hex: string): string {
  return hash('sha256', `line of a secret ${hex}`, 'hex').slice(0, 16);
}

/** Of a secret, a file alone is no place: who accepts one would accept all that come into it. */
function isOfNoCommit({ kind, subject }: NormalResult): boolean {
  return kind === 'secret' && !(subject.kind === 'secret' && subject.commit !== undefined);
}

/** What is about a package is told by that. */
function isPackage({ kind, subject }: NormalResult): boolean {
  return kind === subject.kind && 'package' in subject;
}

/**
 * Of a result that has no place at all, what tells it from others of its rule: a resource, else all that it says, as a hash, since
 * messages are long. A secret's says its rule.
 */
function saidBy(result: NormalResult): string {
  const { sarif, subject } = result;
  if (subject.kind === 'configuration' && subject.resource !== undefined) return subject.resource;
  const names = list(sarif.locations).flatMap((one) =>
    list(shape(one).logicalLocations).map((logical) => shape(logical).fullyQualifiedName ?? shape(logical).name),
  );
  const said = [shape(sarif.message).text, detailOf(result), names];
  return hash('sha256', JSON.stringify(said), 'hex').slice(0, 32);
}

function detailOf({ subject }: NormalResult): string | undefined {
  if (subject.kind === 'configuration') return subject.resource;
  if (subject.kind === 'secret') return subject.commit;
  if (subject.kind === 'license') return subject.license;
  return undefined;
}
