import {
  KINDS,
  type Kind,
  type NormalResult,
  type Rule,
  SEVERITIES,
  type SeveritySource,
  type SeverityWord,
} from '@actions-aws/findings';
import { column, smallColumn } from './columns.ts';
import { FATES, type Fate, type Row, type Rows, STATES, type State, type Word } from './rows.ts';
import type { Spill } from './spill.ts';
import { newSpilling } from './spilled.ts';
import { textsToSpill } from './texts.ts';
import type { GrowingWords, Packages } from './words.ts';

const SOURCES: readonly SeveritySource[] = ['tool', 'cvss', 'security-severity', 'level', 'nothing'];

/** Rows to which results are added, each with all that is written of it. */
export interface Table extends Rows {
  /**
   * Adds a result.
   *
   * @param toldReason why an aggregate that is read says that it is not open.
   * @returns its number.
   */
  add(row: Row, result: NormalResult, toldReason?: string): number;
  /** The rule of a row. */
  ruleOf(row: number): Rule;
  /** Equal numbers are equal rules. */
  ruleNumber(row: number): number;
  toldReason(row: number): Word;
  /** The number of what is spilled of a row, the whole and its texts. */
  spilled(row: number): number;
}

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

/** Rules by number. */
export interface Rules {
  readonly list: readonly Rule[];
  of(rule: Rule): number;
}

/** Equal rules have equal numbers. A reader that gives the same object for each result of a rule is faster. */
export function newRules(): Rules {
  const list: Rule[] = [];
  const byObject = new WeakMap<Rule, number>();
  const byText = new Map<string, number>();
  return {
    list,
    of(rule) {
      const known = byObject.get(rule);
      if (known !== undefined) return known;
      const { id, name, summary, help, helpUri, tags } = rule;
      const text = JSON.stringify([id, name, summary, help, helpUri, tags]);
      let number = byText.get(text);
      if (number === undefined) {
        number = list.push(rule) - 1;
        byText.set(text, number);
      }
      byObject.set(rule, number);
      return number;
    },
  };
}

/** Starts without a row. */
export function newTable({ words, packages, rules, spill, texts }: Shared): Table {
  let length = 0;
  const spilledText = newSpilling();
  const [kinds, severities, sources, tolds] = [smallColumn(), smallColumn(), smallColumn(), smallColumn()];
  const [scans, saids, tools, ruleIds, paths, lines] = [column(), column(), column(), column(), column(), column()];
  const [lineUppers, lineLowers, textUppers, textLowers] = [column(), column(), column(), column()];
  const [advisories, packageNumbers, targets, details, reasons] = [column(), column(), column(), column(), column()];
  const [ruleNumbers, toldReasons, spilled] = [column(), column(), column()];
  const [wordOfTool, wordOfSaid, wordOfPath] = [again(words), again(words), again(words)];
  return {
    get length() {
      return length;
    },
    words,
    packages: packages.list,
    add(row, result, toldReason = '') {
      const at = length;
      length += 1;
      const { severity } = row;
      scans.set(at, row.scan);
      kinds.set(at, KINDS.indexOf(row.kind));
      severities.set(at, SEVERITIES.indexOf(severity.word));
      sources.set(at, SOURCES.indexOf(severity.source));
      if (severity.said !== undefined) saids.set(at, wordOfSaid(severity.said));
      tools.set(at, wordOfTool(row.tool));
      ruleIds.set(at, words.of(row.rule));
      if (row.path !== undefined) paths.set(at, wordOfPath(row.path));
      if (row.line !== undefined) lines.set(at, row.line);
      if (row.lineHash !== undefined) {
        lineUppers.set(at, upper(row.lineHash));
        lineLowers.set(at, lower(row.lineHash));
      }
      if (row.textHash !== undefined) {
        textUppers.set(at, upper(row.textHash));
        textLowers.set(at, lower(row.textHash));
      }
      if (row.advisories) advisories.set(at, words.of(row.advisories.join(' ')));
      if (row.package) packageNumbers.set(at, packages.of(row.package));
      if (row.target !== undefined) targets.set(at, words.of(row.target));
      if (row.detail !== undefined) details.set(at, words.of(row.detail));
      // 0 is none, so that the word of an empty reason is one more.
      if (row.suppressed !== undefined) reasons.set(at, words.of(row.suppressed) + 1);
      if (row.told) tolds.set(at, 1 + STATES.indexOf(row.told.state) * FATES.length + FATES.indexOf(row.told.fate));
      if (toldReason !== '') toldReasons.set(at, words.of(toldReason));
      ruleNumbers.set(at, rules.of(result.rule));
      spilled.set(at, spill.append(spilledText(row, result)));
      texts.append(textsToSpill(result));
      return at;
    },
    scan: scans.get,
    kind: (row): Kind => KINDS[kinds.get(row)] ?? 'code',
    severity: (row): SeverityWord => SEVERITIES[severities.get(row)] ?? 'unknown',
    severitySource: (row): SeveritySource => SOURCES[sources.get(row)] ?? 'nothing',
    said: saids.get,
    tool: tools.get,
    rule: ruleIds.get,
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
    toldState: (row): State | undefined => STATES[Math.floor((tolds.get(row) - 1) / FATES.length)],
    toldFate: (row): Fate | undefined =>
      tolds.get(row) === 0 ? undefined : FATES[(tolds.get(row) - 1) % FATES.length],
    toldReason: toldReasons.get,
    ruleOf: (row) => rules.list[ruleNumbers.get(row)]!,
    ruleNumber: ruleNumbers.get,
    spilled: spilled.get,
  };
}

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
