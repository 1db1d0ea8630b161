import type { NormalResult, Severity, Subject } from '@actions-aws/findings';
import type { Row } from './rows.ts';

type Result = NormalResult['sarif'];

/** The key of our mark in property bags. */
export const MARK = 'actions-aws';

/** A result that was spilled, read again. */
export interface Spilled {
  readonly mark: Mark;
  readonly result: Result;
}

/** What our mark says of a result whatever is decided of it. */
export interface Mark {
  readonly kind: NormalResult['kind'];
  readonly severity: Severity;
  readonly subject: Subject;
  readonly lineHash?: string;
  readonly textHash?: string;
}

/**
 * Gives the text of a result in the spill, the same for the same result: members of JSON objects without their braces, one object on a
 * line, since JSON has no line feed inside. So a writer adds members of its own without reading any. The lines are our mark,
 * fingerprints, suppressions, properties and all the rest.
 */
export function newSpilling(): (row: Row, result: NormalResult) => string {
  const marks = new Map<string, string>();
  return (row, { sarif, subject }) => textOf(markText(row, subject, marks), sarif);
}

function textOf(mark: string, sarif: Result): string {
  const isPlain = !(
    sarif.fingerprints ||
    sarif.suppressions ||
    sarif.properties ||
    sarif.baselineState ||
    sarif.correlationGuid
  );
  if (isPlain) return `${mark}\n\n\n\n${JSON.stringify(sarif).slice(1, -1)}`;
  const { fingerprints, suppressions, properties, baselineState: _state, correlationGuid: _guid, ...result } = sarif;
  const segments = [inner(fingerprints), inner(suppressions), inner(properties), inner(result)];
  return `${mark}\n${segments.join('\n')}`;
}

function inner(value: object | undefined): string {
  return value === undefined ? '' : JSON.stringify(value).slice(1, -1);
}

/** Of most results it is one of a few. */
const MOST_MARKS = 1000;

function markText(row: Row, subject: Subject, marks: Map<string, string>): string {
  const { kind, severity, lineHash, textHash } = row;
  const hashes = hashText('lineHash', lineHash) + hashText('textHash', textHash);
  if (subject.kind !== 'code' && subject.kind !== 'lint') {
    return JSON.stringify({ kind, severity, subject }).slice(1, -1) + hashes;
  }
  const key = `${kind} ${severity.word} ${severity.source} ${severity.said} ${subject.kind}`;
  let known = marks.get(key);
  if (known === undefined) {
    known = JSON.stringify({ kind, severity, subject }).slice(1, -1);
    if (marks.size < MOST_MARKS) marks.set(key, known);
  }
  return known + hashes;
}

/** Reads what {@link spilledText} wrote. */
export function storedIn(bytes: Buffer): Spilled {
  const [mark = '', fingerprints = '', suppressions = '', properties = '', result = ''] = bytes
    .toString('utf8')
    .split('\n');
  return {
    mark: JSON.parse(`{${mark}}`),
    result: {
      ...JSON.parse(`{${result}}`),
      ...(fingerprints && { fingerprints: JSON.parse(`{${fingerprints}}`) }),
      ...(suppressions && { suppressions: JSON.parse(`[${suppressions}]`) }),
      ...(properties && { properties: JSON.parse(`{${properties}}`) }),
    },
  };
}

/** An aggregate that is read may have anything there. */
const HASH = /^[0-9a-f]{1,16}$/;

function hashText(name: string, hash: string | undefined): string {
  return hash !== undefined && HASH.test(hash) ? `,"${name}":"${hash}"` : '';
}
