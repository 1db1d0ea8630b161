import type { NormalResult, PlainFile, PlainResult, PlainSort, Rule } from '@actions-aws/findings';
import { appendTo, type Chunks, column, numberAt, smallColumn } from './columns.ts';
import { FATES, type Fate, type Row, type Rows, STATES, type State, type Word } from './rows.ts';
import { newSorts, type Rules, SORT_WIDTH, type Sorts } from './sorts.ts';
import type { Spill } from './spill.ts';
import { hashesText, newSpilling, type PlainPieces, plainLocation, plainPieces, writePlain } from './spilled.ts';
import { textsToSpill } from './texts.ts';
import type { GrowingWords, Packages } from './words.ts';

/** Rows to which results are added, each with all that is written of it. */
export interface Table extends Rows {
  /**
   * Adds a result.
   *
   * @param toldReason why an aggregate that is read says that it is not open.
   * @returns its number.
   */
  add(row: Row, result: NormalResult, toldReason?: string): number;
  /**
   * Adds a plain result.
   *
   * @param hashesOf gives the hashes of the lines of a file; undefined where the checkout has no such file. It is asked once for each.
   */
  addPlain(
    scan: number,
    plain: PlainResult,
    hashesOf: (path: string) => ((line: number) => Hashes) | undefined,
  ): number;
  /** All of it, as another thread reads it while nothing is added. */
  part(): TablePart;
  appendPart(part: TablePart, numbers: NumbersOfPart): void;
  /** Equal where scan, tool, rule, kind and severity are. */
  sort(row: number): number;
  /** The rule of a row. */
  ruleOf(row: number): Rule;
  /** Equal numbers are equal rules. */
  ruleNumber(row: number): number;
  toldReason(row: number): Word;
  /** All sorts in the order of their numbers. */
  sorts(): Iterable<{ readonly scan: number; readonly rule: Word; readonly ruleNumber: number }>;
  /** The number of what is spilled of a row, the whole and its texts. */
  spilled(row: number): number;
}

/** A table that another thread filled. */
export interface TablePart {
  readonly length: number;
  /** What its sorts are made of. */
  readonly sorts: Uint32Array<ArrayBuffer>;
  readonly chunks: Readonly<Record<keyof ReturnType<typeof newColumns>, Chunks>>;
}

/** By the numbers of a part, what has them here. */
export interface NumbersOfPart {
  readonly scans: readonly number[];
  readonly words: Uint32Array;
  readonly packages: readonly number[];
  readonly rules: readonly number[];
  /** What is spilled of its first row. */
  readonly spilled: number;
}

/** The hashes of a line, in hex. */
export type Hashes = Pick<Row, 'lineHash' | 'textHash'>;

/** What tables share. */
export interface Shared {
  readonly words: GrowingWords;
  readonly packages: Packages;
  readonly rules: Rules;
  /** Of each result all that the aggregate has. */
  readonly spill: Spill;
  /** Of each result, by the same number, what reports tell. */
  readonly texts: Spill;
}

/** Starts without a row. */
export function newTable({ words, packages, rules, spill, texts }: Shared): Table {
  let length = 0;
  const spilledText = newSpilling();
  const sortsOf = newSorts(words, rules);
  const columns = newColumns();
  const { sorts, paths, lines, spilled, tolds, reasons, toldReasons } = columns;
  const { lineUppers, lineLowers, textUppers, textLowers } = columns;
  const { advisories, packageNumbers, targets, details } = columns;
  const wordOfPath = again(words);
  const setHashes = (at: number, { lineHash, textHash }: Hashes) => {
    if (lineHash !== undefined) {
      lineUppers.set(at, upper(lineHash));
      lineLowers.set(at, lower(lineHash));
    }
    if (textHash !== undefined) {
      textUppers.set(at, upper(textHash));
      textLowers.set(at, lower(textHash));
    }
  };
  /** By the objects that plain results share, for the scan that came last. */
  let ofScan = { scan: -1, sorts: new Map<PlainSort, { readonly sort: number; readonly pieces: PlainPieces }>() };
  let files = new Map<PlainFile, KnownFile>();
  return {
    get length() {
      return length;
    },
    words,
    packages: packages.list,
    add(row, result, toldReason = '') {
      const at = length;
      length += 1;
      sorts.set(at, sortsOf.of(row, result.rule));
      if (row.path !== undefined) paths.set(at, wordOfPath(row.path));
      if (row.line !== undefined) lines.set(at, row.line);
      setHashes(at, row);
      if (row.advisories) advisories.set(at, words.of(row.advisories.join(' ')));
      if (row.package) packageNumbers.set(at, packages.of(row.package));
      if (row.target !== undefined) targets.set(at, words.of(row.target));
      if (row.detail !== undefined) details.set(at, words.of(row.detail));
      // 0 is none, so that the word of an empty reason is one more.
      if (row.suppressed !== undefined) reasons.set(at, words.of(row.suppressed) + 1);
      if (row.told) tolds.set(at, 1 + STATES.indexOf(row.told.state) * FATES.length + FATES.indexOf(row.told.fate));
      if (toldReason !== '') toldReasons.set(at, words.of(toldReason));
      spilled.set(at, spill.append(spilledText(row, result)));
      texts.append(textsToSpill(result));
      return at;
    },
    addPlain(scan, plain, hashesOf) {
      const at = length;
      length += 1;
      if (scan !== ofScan.scan) ofScan = { scan, sorts: new Map() };
      let known = ofScan.sorts.get(plain.sort);
      if (!known) {
        const { tool, kind, severity, rule } = plain.sort;
        const sort = sortsOf.of({ scan, tool, kind, severity, rule: rule.id }, rule);
        known = { sort, pieces: plainPieces(plain.sort) };
        ofScan.sorts.set(plain.sort, known);
      }
      let file = files.get(plain.file);
      if (!file) {
        if (files.size >= MOST_FILES) files = new Map();
        const { path, uri } = plain.file;
        file = { word: words.of(path), location: plainLocation(uri), hashesOf: hashesOf(path) };
        files.set(plain.file, file);
      }
      sorts.set(at, known.sort);
      paths.set(at, file.word);
      lines.set(at, plain.line);
      const hashes = file.hashesOf?.(plain.line);
      if (hashes) setHashes(at, hashes);
      writePlain(spill.out, plain, known.pieces, file.location, hashes ? hashesText(hashes) : '');
      spilled.set(at, spill.end());
      texts.out.bytes(plain.bytes, plain.messageStart, plain.messageEnd);
      texts.end();
      return at;
    },
    part() {
      const chunks = Object.fromEntries(Object.entries(columns).map(([name, { chunks }]) => [name, chunks]));
      return { length, sorts: sortsOf.numbers(), chunks: chunks as TablePart['chunks'] };
    },
    appendPart(part, numbers) {
      const at = length;
      length += part.length;
      const its = sortsIn(part, numbers, sortsOf);
      for (let row = 0; row < part.length; row += 1) {
        sorts.set(at + row, its[numberAt(part.chunks.sorts, row)]!);
        spilled.set(at + row, numbers.spilled + numberAt(part.chunks.spilled, row));
      }
      const word = (own: number): Word => numbers.words[own]!;
      for (const name of ['paths', 'advisories', 'targets', 'details', 'toldReasons'] as const)
        appendTo(columns[name], at, part.chunks[name], word);
      appendTo(reasons, at, part.chunks.reasons, (own) => word(own - 1) + 1);
      appendTo(packageNumbers, at, part.chunks.packageNumbers, (own) => numbers.packages[own]!);
      for (const name of ['lines', 'lineUppers', 'lineLowers', 'textUppers', 'textLowers', 'tolds'] as const)
        appendTo(columns[name], at, part.chunks[name]);
    },
    sort: sorts.get,
    scan: (row) => sortsOf.scan(sorts.get(row)),
    kind: (row) => sortsOf.kind(sorts.get(row)),
    severity: (row) => sortsOf.severity(sorts.get(row)),
    severitySource: (row) => sortsOf.source(sorts.get(row)),
    said: (row) => sortsOf.said(sorts.get(row)),
    tool: (row) => sortsOf.tool(sorts.get(row)),
    rule: (row) => sortsOf.rule(sorts.get(row)),
    path: paths.get,
    line: lines.get,
    lineHashUpper: lineUppers.get,
    lineHashLower: lineLowers.get,
    textHashUpper: textUppers.get,
    textHashLower: textLowers.get,
    advisories: advisories.get,
    package: packageNumbers.get,
    target: targets.get,
    detail: details.get,
    suppressed: (row) => reasons.get(row) !== 0,
    reason: (row) => Math.max(0, reasons.get(row) - 1),
    toldState: (row): State | undefined => {
      const told = tolds.get(row);
      return told === 0 ? undefined : STATES[Math.floor((told - 1) / FATES.length)];
    },
    toldFate: (row): Fate | undefined =>
      tolds.get(row) === 0 ? undefined : FATES[(tolds.get(row) - 1) % FATES.length],
    toldReason: toldReasons.get,
    ruleOf: (row) => rules.list[sortsOf.ruleNumber(sorts.get(row))]!,
    ruleNumber: (row) => sortsOf.ruleNumber(sorts.get(row)),
    *sorts() {
      for (let sort = 0; sort < sortsOf.length; sort += 1)
        yield { scan: sortsOf.scan(sort), rule: sortsOf.rule(sort), ruleNumber: sortsOf.ruleNumber(sort) };
    },
    spilled: spilled.get,
  };
}

/** A reason is one more than its word, since 0 is none. */
function newColumns() {
  return {
    sorts: column(),
    paths: column(),
    lines: column(),
    spilled: column(),
    lineUppers: column(),
    lineLowers: column(),
    textUppers: column(),
    textLowers: column(),
    advisories: column(),
    packageNumbers: column(),
    targets: column(),
    details: column(),
    reasons: column(),
    tolds: smallColumn(),
    toldReasons: column(),
  };
}

/** The number here of each sort of a part. */
function sortsIn({ sorts }: TablePart, { scans, words, rules }: NumbersOfPart, here: Sorts): Uint32Array {
  const found = new Uint32Array(sorts.length / SORT_WIDTH);
  for (let sort = 0; sort < found.length; sort += 1) {
    const at = SORT_WIDTH * sort;
    const [scan, tool, rule, ruleNumber, said, packed] = sorts.subarray(at, at + SORT_WIDTH);
    found[sort] = here.ofNumbers(
      scans[scan!]!,
      words[tool!]!,
      words[rule!]!,
      rules[ruleNumber!]!,
      words[said!]!,
      packed!,
    );
  }
  return found;
}

/** What is known of the file of plain results. */
interface KnownFile {
  readonly word: Word;
  readonly location: Buffer;
  readonly hashesOf: ((line: number) => Hashes) | undefined;
}

/** Files of plain results that are remembered. */
const MOST_FILES = 16_384;

/** Neighbours are mostly alike: the text of the row before is not looked up again. */
function again(words: GrowingWords): (text: string) => Word {
  let last = '';
  let word = 0;
  return (text) => {
    if (text === last) return word;
    last = text;
    word = words.of(text);
    return word;
  };
}

/** Of up to 16 hex digits, those that say more than 32 bits. */
function upper(hex: string): number {
  return hex.length > 8 ? Number.parseInt(hex.slice(0, -8), 16) : 0;
}

function lower(hex: string): number {
  return Number.parseInt(hex.length > 8 ? hex.slice(-8) : hex, 16);
}
