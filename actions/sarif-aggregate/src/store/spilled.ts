import {
  MARK,
  type NormalResult,
  type PlainResult,
  type PlainSort,
  resultMark,
  withoutMark,
} from '@actions-aws/findings';
import type { Gathered } from './gathered.ts';
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

/** The pieces of what {@link newSpilling} gives for a plain result, where only what is its own is left out. */
export interface PlainPieces {
  /** Up to the hashes of its line. */
  readonly mark: Buffer;
  /** Up to the message. */
  readonly head: Buffer;
}

/** The pieces of plain results of a sort. */
export function plainPieces({ tool, kind, severity, subject, rule, level }: PlainSort): PlainPieces {
  const sarif = { ruleId: rule.id, level, message: { text: '' } } as const;
  const normal: NormalResult = { tool, kind, severity, subject, rule, place: { path: '', line: 1 }, sarif };
  return {
    mark: Buffer.from(`\n\n${inner(resultMark(normal, {}))}`),
    head: Buffer.from(`}},${JSON.stringify(sarif).slice(1, -'""}}'.length)}`),
  };
}

/** What stands between the message and the line of a plain result, by the URI of its file. */
export function plainLocation(uri: string): Buffer {
  const locations = [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 0 } } }];
  return Buffer.from(`},${JSON.stringify({ locations }).slice(1, -'0}}}]}'.length)}`);
}

/** Writes a plain result as {@link newSpilling} gives it. */
export function writePlain(
  out: Pick<Gathered, 'text' | 'bytes' | 'number'>,
  plain: PlainResult,
  { mark, head }: PlainPieces,
  location: Buffer,
  hashes: string,
): void {
  const { bytes, column, endLine, endColumn } = plain;
  out.bytes(mark, 0, mark.length);
  if (hashes !== '') out.text(hashes);
  out.bytes(head, 0, head.length);
  out.bytes(bytes, plain.messageStart, plain.messageEnd);
  out.bytes(location, 0, location.length);
  out.number(plain.line);
  writeNumber(out, START_COLUMN, column);
  writeNumber(out, END_LINE, endLine);
  writeNumber(out, END_COLUMN, endColumn);
  out.bytes(END, 0, END.length);
  if (plain.hashesEnd > 0) {
    out.bytes(HASHES, 0, HASHES.length);
    out.bytes(bytes, plain.hashesStart, plain.hashesEnd);
  }
  out.bytes(CLOSE, 0, CLOSE.length);
}

const [START_COLUMN, END_LINE, END_COLUMN] = ['startColumn', 'endLine', 'endColumn'].map((name) =>
  Buffer.from(`,"${name}":`),
) as [Buffer, Buffer, Buffer];
const END = Buffer.from('}}}]');
const HASHES = Buffer.from(',"partialFingerprints":');
const CLOSE = Buffer.from('}');

function writeNumber(out: Pick<Gathered, 'bytes' | 'number'>, name: Buffer, value: number): void {
  if (value === 0) return;
  out.bytes(name, 0, name.length);
  out.number(value);
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
  const hashes = hashesText(row);
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

/** The hashes of its line, as they stand in our mark. */
export function hashesText({ lineHash, textHash }: Pick<Row, 'lineHash' | 'textHash'>): string {
  return hashText('lineHash', lineHash) + hashText('textHash', textHash);
}

/** An aggregate that is read may have anything there. */
const HASH = /^[0-9a-f]{1,16}$/;

function hashText(name: string, hash: string | undefined): string {
  return hash !== undefined && HASH.test(hash) ? `,"${name}":"${hash}"` : '';
}
