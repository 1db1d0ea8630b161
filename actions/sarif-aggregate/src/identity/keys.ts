import { KINDS } from '@actions-aws/findings';
import type { Rows } from '../store/rows.ts';
import { type Aliases, aliasesOf } from './aliases.ts';
import { binariesOf, type Named } from './binaries.ts';
import { byWord, createNumbers, type Numbers } from './numbers.ts';
import { createTuples, type Tuples } from './tuples.ts';

/**
 * By what a key tells results apart: the hash of a line, a line's number, what a dependency, license or resource is called, or, where
 * there is no place at all, what the result says.
 */
export const BY_HASH = 0;
export const BY_LINE = 1;
export const BY_NAME = 2;
export const BY_MESSAGE = 3;

/** The keys of results: those of today, and after them those of the baseline. */
export interface Keys {
  readonly tuples: Tuples;
  /** The number of its tuple for each row, the baseline's after today's. */
  readonly of: Uint32Array;
  readonly numbers: Numbers;
  readonly aliases: Aliases;
  /** Sets of ids that were named together, each once. */
  readonly named: readonly (readonly string[])[];
}

/**
 * Keys of all results at once, since what a dependency is called depends on what others name it. Members of a tuple: kind and form;
 * then tool, rule, path and two for the line (code, lint, configuration), or path and three for the line (secret), or advisory,
 * target, name and type (dependency), or license, target and name. A name says which with `text`.
 */
export function keysOf(all: readonly Rows[], recorded: readonly (readonly string[])[] = []): Keys {
  const numbers = createNumbers();
  const length = all.reduce((sum, rows) => sum + rows.length, 0);
  const tuples = createTuples(length);
  const of = new Uint32Array(length);
  const named = namedTogether(all, recorded);
  const aliases = aliasesOf(named);
  const dependency = dependenciesOf(all, aliases, numbers);
  let start = 0;
  let nth = 0;
  for (const rows of all) {
    const texts = byWord(rows.words, (text) => numbers.of(text));
    const tools = byWord(rows.words, (text) => numbers.of(text.toLowerCase()));
    const checks = byWord(rows.words, (text) => numbers.of(withoutAvd(text)));
    const packages = rows.packages.map((one) => (one ? numbers.of(one.name) : 0));
    for (let row = 0; row < rows.length; row += 1) {
      const kind = rows.kind(row);
      const form = KINDS.indexOf(kind) * 4;
      const path = texts(rows.path(row));
      const upper = rows.lineHashUpper(row);
      const lower = rows.lineHashLower(row);
      const hashed = upper !== 0 || lower !== 0;
      const line = rows.line(row);
      const detail = texts(rows.detail(row));
      let key: number;
      if (isDependency(rows, row)) {
        const { advisory, target, name, type } = dependency;
        key = tuples.numberOf(form + BY_NAME, advisory[nth], target[nth], name[nth], type[nth]);
        nth += 1;
      } else if (kind === 'license' && rows.package(row) !== 0) {
        const target = texts(rows.target(row));
        key = tuples.numberOf(form + BY_NAME, detail, target, packages[rows.package(row)] ?? 0);
      } else if (kind === 'secret') {
        key = hashed
          ? tuples.numberOf(form + BY_HASH, path, upper, lower)
          : tuples.numberOf(form + BY_LINE, path, detail, line);
      } else {
        const tool = tools(rows.tool(row));
        const rule = (kind === 'configuration' ? checks : texts)(rows.rule(row));
        if (kind === 'configuration' && detail !== 0) {
          key = tuples.numberOf(form + BY_NAME, tool, rule, path, detail);
        } else if (detail !== 0 && line === 0 && !hashed) {
          key = tuples.numberOf(form + BY_MESSAGE, tool, rule, path, detail);
        } else if (hashed) key = tuples.numberOf(form + BY_HASH, tool, rule, path, upper, lower);
        else key = tuples.numberOf(form + BY_LINE, tool, rule, path, line);
      }
      of[start + row] = key;
    }
    start += rows.length;
  }
  return { tuples, of, numbers, aliases, named };
}

/** Trivy has the id with the prefix as an alias only: https://github.com/aquasecurity/trivy/issues/10374 */
export function withoutAvd(rule: string): string {
  return rule.replace(/^AVD-/i, '');
}

/** A result of this kind that names no package, as a workflow's `as` makes one, is told by its place as code is. */
export function isDependency(rows: Rows, row: number): boolean {
  return rows.kind(row) === 'dependency' && rows.package(row) !== 0 && rows.advisories(row) !== 0;
}

function namedTogether(all: readonly Rows[], recorded: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const sets = new Map<string, readonly string[]>();
  for (const ids of recorded) sets.set([...ids].sort().join(' '), ids);
  for (const rows of all) {
    const seen = new Set<number>();
    for (let row = 0; row < rows.length; row += 1) {
      const word = rows.advisories(row);
      if (word === 0 || seen.has(word)) continue;
      seen.add(word);
      const text = rows.words.text(word);
      if (text.includes(' ')) sets.set(text, text.split(' '));
    }
  }
  return [...sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ids]) => ids);
}

function dependenciesOf(all: readonly Rows[], aliases: Aliases, numbers: Numbers) {
  let length = 0;
  for (const rows of all) for (let row = 0; row < rows.length; row += 1) if (isDependency(rows, row)) length += 1;
  const advisory = new Uint32Array(length);
  const target = new Uint32Array(length);
  const index = new Uint32Array(length);
  const packages: Named['packages'][number][] = [];
  let at = 0;
  for (const rows of all) {
    const texts = byWord(rows.words, (text) => numbers.of(text));
    const advisories = byWord(rows.words, (text) => numbers.of(aliases.advisoryOf(text.split(' '))));
    const before = packages.length;
    for (const one of rows.packages) packages.push(one);
    for (let row = 0; row < rows.length; row += 1) {
      if (!isDependency(rows, row)) continue;
      advisory[at] = advisories(rows.advisories(row));
      target[at] = texts(rows.target(row));
      index[at] = before + rows.package(row);
      at += 1;
    }
  }
  const named: Named = { length, advisory, target, package: index, packages };
  return { ...named, ...binariesOf(named, numbers) };
}
