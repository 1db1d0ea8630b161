import type { Refusal } from '@actions-aws/action';
import type { Status } from '../changes.ts';
import { deadIn } from '../components/dead.ts';
import { type Pattern, patternOf, STATUSES } from '../components/pattern.ts';
import { isAllBut, type PatternList } from '../components/pattern-list.ts';
import { meant } from './names.ts';

/** Where something stands in a document, and what its reader must know. */
export interface Place {
  /** After the input's name: `.api.paths`. */
  readonly at: string;
  /** The folder on the runner that patterns do not name. */
  readonly workspace?: string | undefined;
}

/** What was read, with all that is wrong in it. */
export interface Lines {
  readonly list: PatternList;
  /** Where each pattern of the list stands. */
  readonly places: readonly string[];
  readonly refusals: readonly Refusal[];
}

/** Reads one pattern or a list of them; lists in lists, as aliases of YAML make them, are one list. */
export function linesIn(value: unknown, place: Place): Lines {
  const list: Pattern[] = [];
  const places: string[] = [];
  const refusals: Refusal[] = [];
  const read = (one: unknown, at: string): void => {
    if (Array.isArray(one)) {
      if (one.length === 0) refusals.push(refusal(at, undefined, 'is an empty list', 'Name at least one pattern.'));
      for (const [index, inner] of one.entries()) read(inner, `${at}[${index}]`);
    } else if (typeof one === 'object' && one !== null) readQualified(one as Readonly<Record<string, unknown>>, at);
    else add(one, at);
  };
  const readQualified = (one: Readonly<Record<string, unknown>>, at: string): void => {
    const entries = Object.entries(one);
    if (entries.length === 0) refusals.push(refusal(at, undefined, 'has no pattern', 'Name at least one.'));
    for (const [key, inner] of entries) {
      const statuses = statusesIn(
        key.split('|').map((word) => word.trim()),
        at,
      );
      refusals.push(...statuses.refusals);
      const texts: readonly unknown[] = [inner].flat(2);
      if (texts.length === 0) refusals.push(refusal(`${at}.${key}`, undefined, 'is an empty list', 'Name a pattern.'));
      for (const text of texts) add(text, `${at}.${key}`, statuses.value);
    }
  };
  const add = (text: unknown, at: string, statuses?: readonly Status[]): void => {
    if (typeof text !== 'string') {
      const found = text === null || text === undefined ? undefined : String(text);
      const message = found === undefined ? 'has no pattern' : 'must be text';
      refusals.push(refusal(at, found, message, "Quote patterns: `'src/**'`, `'!**/*.md'`."));
      return;
    }
    const pattern = patternOf(text, { workspace: place.workspace, ...(statuses && { statuses }) });
    if ('message' in pattern) refusals.push(refusal(at, text, pattern.message, pattern.remedy));
    else {
      list.push(pattern);
      places.push(at);
    }
  };
  read(value, place.at);
  return { list, places, refusals };
}

/** What is wrong with lines as a list, beside each line by itself. */
export function deadLines({ list, places }: Lines, ignore: PatternList = []): readonly Refusal[] {
  return deadIn(list, ignore).map(({ index, message, remedy }) =>
    refusal(places[index] ?? '', list[index]?.text, message, remedy),
  );
}

/** A list of `global` and `ignore` has to name something: all but a few files would be nearly all. */
export function givesNothing({ list, places }: Lines): readonly Refusal[] {
  if (!isAllBut(list)) return [];
  const remedy = 'Write `**` before it if everything else is meant.';
  return [refusal(places[0] ?? '', list[0]?.text, 'only takes away', remedy)];
}

/** Statuses by their words. */
export function statusesIn(
  words: readonly unknown[],
  at: string,
): { readonly value: readonly Status[]; readonly refusals: readonly Refusal[] } {
  const value: Status[] = [];
  const refusals: Refusal[] = [];
  for (const word of words) {
    const known = STATUSES.find((status) => status === word);
    if (known) value.push(known);
    else {
      const near = typeof word === 'string' ? meant(word, STATUSES) : undefined;
      const all = `${STATUSES.slice(0, -1)
        .map((status) => `\`${status}\``)
        .join(', ')} or \`${STATUSES.at(-1)}\``;
      const remedy = near && `Write \`${near}\`.`;
      refusals.push(refusal(at, text(word), `is no status: it must be ${all}`, remedy));
    }
  }
  return { value, refusals };
}

/** One refusal, at its place. */
export function refusal(at: string, value: string | undefined, message: string, remedy?: string): Refusal {
  return { at, value, message, ...(remedy !== undefined && { remedy }) };
}

/** What was given, for a message. */
export function text(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
