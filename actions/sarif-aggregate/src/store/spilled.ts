import { MARK, type NormalResult, resultMark, withoutMark } from '@actions-aws/findings';
import type { Row } from './rows.ts';

type Result = NormalResult['sarif'];

/**
 * Gives the text of a result in the spill, the same for the same result, on three lines, since JSON has no line feed inside: the
 * members of its fingerprints, its suppressions, and all else from within our mark to the end. So a writer puts what was decided
 * before each of them without reading any.
 */
export function newSpilling(): (row: Row, result: NormalResult) => string {
  const marks = new Map<string, string>();
  return (row, result) => textOf(markText(row, result, marks), result.sarif);
}

function textOf(mark: string, sarif: Result): string {
  const isPlain = !(
    sarif.fingerprints ||
    sarif.suppressions ||
    sarif.properties ||
    sarif.baselineState ||
    sarif.correlationGuid
  );
  if (isPlain) return `\n\n${mark}}},${JSON.stringify(sarif).slice(1)}`;
  // What a tool writes in our name is not passed on: it would stand beside what we say.
  const { fingerprints, suppressions, properties, ...result } = withoutMark(sarif);
  const bag = properties ? `,${inner(properties)}` : '';
  return `${inner(fingerprints)}\n${inner(suppressions)}\n${mark}}${bag}},${JSON.stringify(result).slice(1)}`;
}

/** What a writer puts before the last line of a spilled text, apart from what was decided. */
export const BEFORE_MARK = `"properties":{"${MARK}":{`;

function inner(value: object | undefined): string {
  return value === undefined ? '' : JSON.stringify(value).slice(1, -1);
}

/** Of most results it is one of a few. */
const MOST_MARKS = 1000;

function markText(row: Row, result: NormalResult, marks: Map<string, string>): string {
  const { subject, suppressed, place, severity } = result;
  const hashes = hashText('lineHash', row.lineHash) + hashText('textHash', row.textHash);
  const isWhole = place !== undefined && place.line === undefined;
  if (isWhole || suppressed || (subject.kind !== 'code' && subject.kind !== 'lint')) {
    return inner(resultMark(result, {})) + hashes;
  }
  const key = `${result.kind} ${severity.word} ${severity.source} ${subject.kind} ${severity.said}`;
  let known = marks.get(key);
  if (known === undefined) {
    known = inner(resultMark(result, {}));
    if (marks.size < MOST_MARKS) marks.set(key, known);
  }
  return known + hashes;
}

/** An aggregate that is read may have anything there. */
const HASH = /^[0-9a-f]{1,16}$/;

function hashText(name: string, hash: string | undefined): string {
  return hash !== undefined && HASH.test(hash) ? `,"${name}":"${hash}"` : '';
}
