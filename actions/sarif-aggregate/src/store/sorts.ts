import {
  KINDS,
  type Kind,
  type Rule,
  SEVERITIES,
  type Severity,
  type SeveritySource,
  type SeverityWord,
} from '@actions-aws/findings';
import { createTuples } from '../identity/tuples.ts';
import type { Word } from './rows.ts';
import type { GrowingWords } from './words.ts';

/** In the order of their numbers. */
export const SOURCES: readonly SeveritySource[] = ['tool', 'cvss', 'security-severity', 'level', 'nothing'];

/** What a row is besides its place and what is its own. */
export interface SortOfRow {
  readonly scan: number;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly tool: string;
  readonly rule: string;
}

/**
 * Sorts of results by number: scan, tool, rule, kind and severity, which most results share with many others. So a row has one number for
 * all of them, and what is worked out of them is worked out once.
 */
export interface Sorts {
  readonly length: number;
  of(row: SortOfRow, rule: Rule): number;
  /** The same by the numbers of what it is made of, as {@link numbers} has them. */
  ofNumbers(scan: number, tool: Word, rule: Word, ruleNumber: number, said: Word, packed: number): number;
  /** What each is made of, {@link SORT_WIDTH} numbers. */
  numbers(): Uint32Array<ArrayBuffer>;
  scan(sort: number): number;
  kind(sort: number): Kind;
  severity(sort: number): SeverityWord;
  source(sort: number): SeveritySource;
  said(sort: number): Word;
  tool(sort: number): Word;
  rule(sort: number): Word;
  /** Equal numbers are equal rules. */
  ruleNumber(sort: number): number;
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

/** Members of the tuple of a sort. */
const [SCAN, TOOL, RULE, RULE_NUMBER, SAID, WORDS] = [0, 1, 2, 3, 4, 5];
export const SORT_WIDTH = 6;

/** No sort is known at first. */
export function newSorts(words: GrowingWords, rules: Rules): Sorts {
  const tuples = createTuples();
  /** Of the rule object that came last: neighbours are mostly alike, and severities are the same objects. */
  let last: { readonly row: SortOfRow; readonly of: Rule; readonly sort: number } | undefined;
  const at = (sort: number, member: number): number => tuples.at(sort, member);
  return {
    get length() {
      return tuples.size;
    },
    of(row, rule) {
      if (last && last.of === rule && isSame(last.row, row)) return last.sort;
      const { word, source, said = '' } = row.severity;
      const packed =
        (KINDS.indexOf(row.kind) * SEVERITIES.length + SEVERITIES.indexOf(word)) * SOURCES.length +
        SOURCES.indexOf(source);
      const [tool, ruleId] = [words.of(row.tool), words.of(row.rule)];
      const sort = tuples.numberOf(row.scan, tool, ruleId, rules.of(rule), words.of(said), packed);
      last = { row, of: rule, sort };
      return sort;
    },
    ofNumbers: tuples.numberOf,
    numbers() {
      const numbers = new Uint32Array(SORT_WIDTH * tuples.size);
      for (let at = 0; at < numbers.length; at += 1)
        numbers[at] = tuples.at(Math.floor(at / SORT_WIDTH), at % SORT_WIDTH);
      return numbers;
    },
    scan: (sort) => at(sort, SCAN!),
    kind: (sort) => KINDS[Math.floor(at(sort, WORDS!) / (SEVERITIES.length * SOURCES.length))] ?? 'code',
    severity: (sort) => SEVERITIES[Math.floor(at(sort, WORDS!) / SOURCES.length) % SEVERITIES.length] ?? 'unknown',
    source: (sort) => SOURCES[at(sort, WORDS!) % SOURCES.length] ?? 'nothing',
    said: (sort) => at(sort, SAID!),
    tool: (sort) => at(sort, TOOL!),
    rule: (sort) => at(sort, RULE!),
    ruleNumber: (sort) => at(sort, RULE_NUMBER!),
  };
}

function isSame(one: SortOfRow, other: SortOfRow): boolean {
  return (
    one.scan === other.scan &&
    one.severity === other.severity &&
    one.kind === other.kind &&
    one.tool === other.tool &&
    one.rule === other.rule
  );
}
