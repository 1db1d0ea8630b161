import path from 'node:path';
import {
  type Input,
  input,
  type Places,
  placesOf,
  type Refusal,
  readDocument,
  seemsWithin,
  wrongLetters,
} from '@actions-aws/action';
import { KINDS } from '@actions-aws/findings';
import { inCheckout } from './paths.ts';
import { OUTCOMES, type Scan } from './scan.ts';

/** Each scan by its name, with where its report is, as YAML. */
export function scans(): Input<readonly Scan[]> {
  return input('YAML or JSON', async (given, { env }) => {
    const read = await readDocument(given);
    if ('refusals' in read) return { accepted: false, refusals: read.refusals };
    const { value, refusals } = scansIn(read.value, await placesOf(env));
    return refusals.length === 0 ? { accepted: true, value } : { accepted: false, refusals };
  });
}

/** What was read, and all that is wrong with it. */
interface Read<T> {
  readonly value: T;
  readonly refusals: readonly Refusal[];
}

/** Its name is its category on GitHub, which ends at the last `/` of `automationDetails.id`: no segment is empty. */
const NAME = /^[A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)*$/;
const LONGEST_NAME = 200;
const MEANT_REPORT = 'Write `report`.';
/** A report that is meant by more globs than this is not meant by any. */
const MOST_REPORTS = 1000;

const KEYS = ['report', 'root', 'manifest', 'outcome', 'as', 'optional', 'partial'] as const;
/** Words that others use for what a key says. */
const SYNONYMS = new Map([
  ['file', 'report'],
  ['files', 'report'],
  ['path', 'report'],
  ['paths', 'report'],
  ['reports', 'report'],
  ['sarif', 'report'],
  ['glob', 'report'],
  ['directory', 'root'],
  ['folder', 'root'],
  ['working-directory', 'root'],
  ['lockfile', 'manifest'],
  ['kind', 'as'],
  ['required', 'optional'],
]);

function scansIn(value: unknown, places: Places): Read<readonly Scan[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const remedy = 'Write `name: path of its report`, one on a line.';
    return { value: [], refusals: [refusal('', text(value), 'must map names to reports', remedy)] };
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { value: [], refusals: [refusal('', undefined, 'names no scan')] };
  const read = entries.map(([name, entry]) => scanIn(name, entry, places));
  const refusals = [...wrongNames(entries.map(([name]) => name)), ...read.flatMap((one) => one.refusals)];
  return { value: read.map((one) => one.value), refusals };
}

function wrongNames(names: readonly string[]): readonly Refusal[] {
  const seen = new Map<string, string>();
  return names.flatMap((name) => {
    if (!NAME.test(name) || name.length > LONGEST_NAME) {
      const remedy = `Write \`tool\` or \`tool/target\`, with letters, digits, \`.\`, \`-\` and \`_\`, ${LONGEST_NAME} characters at most.`;
      return [refusal('', name, 'is no name for a scan', remedy)];
    }
    const twin = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (twin === undefined) return [];
    return [refusal(`.${name}`, undefined, `differs from \`${twin}\` in capitals only`, 'Call one of them otherwise.')];
  });
}

function scanIn(name: string, entry: unknown, places: Places): Read<Scan> {
  const at = `.${name}`;
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    const { value: report, refusals } = reportIn(entry, at, places);
    return { value: { name, report, root: '', optional: false, partial: 'fail' }, refusals };
  }
  const given = new Map<string, unknown>(Object.entries(entry));
  const refusals: Refusal[] = wrongKeys([...given.keys()], at);
  const take = <T>(key: (typeof KEYS)[number], read: (value: unknown, at: string) => Read<T>): T | undefined => {
    if (!given.has(key)) return undefined;
    const found = read(given.get(key), `${at}.${key}`);
    refusals.push(...found.refusals);
    return found.value;
  };
  const report = take('report', (value, place) => reportIn(value, place, places));
  // A key that was meant for it has been told already.
  if (!report && !refusals.some(({ remedy }) => remedy === MEANT_REPORT)) {
    refusals.push(refusal(at, undefined, 'has no `report`', 'Name the file that the tool writes.'));
  }
  const root = take('root', pathIn);
  const manifest = take('manifest', pathIn);
  if (manifest === '') {
    refusals.push(refusal(`${at}.manifest`, '.', 'must be a file of the checkout', 'Such as `web/package-lock.json`.'));
  }
  const outcome = take('outcome', outcomeIn);
  const kind = take('as', (value, place) => wordIn(value, place, KINDS));
  const optional = take('optional', flagIn);
  const partial = take('partial', (value, place) => wordIn(value, place, ['fail', 'warn'] as const));
  const value: Scan = {
    name,
    report: report ?? [],
    root: root ?? '',
    ...(manifest !== undefined && { manifest }),
    ...(outcome !== undefined && { outcome }),
    ...(kind !== undefined && { as: kind }),
    optional: optional ?? false,
    partial: partial ?? 'fail',
  };
  return { value, refusals };
}

function wrongKeys(keys: readonly string[], at: string): Refusal[] {
  return keys
    .filter((key) => !KEYS.some((known) => known === key))
    .map((key) => {
      const name = key.toLowerCase().replaceAll('_', '-');
      const near = SYNONYMS.get(name) ?? KEYS.find((known) => wrongLetters(name, known) <= 1);
      const remedy = near === undefined ? `Its keys are ${KEYS.join(', ')}.` : `Write \`${near}\`.`;
      return refusal(`${at}.${key}`, undefined, 'is no key of a scan', remedy);
    });
}

function reportIn(value: unknown, at: string, places: Places): Read<readonly string[]> {
  const all: readonly unknown[] = [value].flat(2);
  const refusals: Refusal[] = [];
  if (all.length === 0)
    refusals.push(refusal(at, undefined, 'is an empty list', 'Name the file that the tool writes.'));
  if (all.length > MOST_REPORTS) {
    refusals.push(refusal(at, undefined, `names more than ${MOST_REPORTS} reports`, 'Name them by a glob.'));
  }
  const report = all.slice(0, MOST_REPORTS).map((one, index) => {
    const place = Array.isArray(value) ? `${at}[${index}]` : at;
    const wrong = wrongReport(one, place, places);
    if (wrong) refusals.push(wrong);
    return typeof one === 'string' ? one : '';
  });
  return { value: report, refusals };
}

function wrongReport(value: unknown, at: string, places: Places): Refusal | undefined {
  if (typeof value !== 'string') {
    const remedy = 'Name the file that the tool writes; an expression that yields nothing leaves an empty place.';
    return refusal(at, text(value), value === null ? 'names no report' : 'must be a path or a glob', remedy);
  }
  if (value.trim() === '') return refusal(at, undefined, 'names no report', 'Name the file that the tool writes.');
  if (value.includes('\0')) return refusal(at, undefined, 'has a NUL in it, which no path can');
  if (value.startsWith('!')) {
    return refusal(at, value, 'takes nothing away', 'Here a glob only adds; name the reports more closely.');
  }
  // Up to its first wildcard it is a path, and `..` after one leads up again from anywhere.
  const fixed = value.split(/[\\/]/);
  const wild = fixed.findIndex((segment) => /[*?[{]/.test(segment));
  const up = wild >= 0 && fixed.slice(wild).includes('..');
  const start = path.resolve(places.workspace, wild < 0 ? value : [...fixed.slice(0, wild), ''].join('/'));
  if (up || !seemsWithin(places, start)) {
    const remedy = `Give a path relative to the workspace, or one below \`\${{ runner.temp }}\`.`;
    return refusal(at, value, 'must stay inside the workspace or RUNNER_TEMP', remedy);
  }
  return undefined;
}

function pathIn(value: unknown, at: string): Read<string> {
  const found = typeof value === 'string' && value.trim() !== '' ? inCheckout(value.trim()) : undefined;
  if (found !== undefined) return { value: found, refusals: [] };
  const remedy = 'It is relative to the folder of the checkout (`working-directory`), such as `services/api`.';
  return { value: '', refusals: [refusal(at, text(value), 'must be a path inside the checkout', remedy)] };
}

function outcomeIn(value: unknown, at: string): Read<Scan['outcome']> {
  // A step that is misspelt has no outcome, and neither has one that comes later: `null` is what remains of the expression.
  if (value !== null && value !== '') return wordIn(value, at, OUTCOMES);
  const remedy = `Write \`\${{ steps.<id>.outcome }}\` with the id of a step that comes before this one.`;
  return { value: undefined, refusals: [refusal(at, undefined, 'is empty', remedy)] };
}

function wordIn<Word extends string>(value: unknown, at: string, words: readonly Word[]): Read<Word | undefined> {
  const word = words.find((known) => known === value);
  if (word !== undefined) return { value: word, refusals: [] };
  const all = `${words
    .slice(0, -1)
    .map((known) => `\`${known}\``)
    .join(', ')} or \`${words.at(-1)}\``;
  return { value: undefined, refusals: [refusal(at, text(value), `must be ${all}`)] };
}

function flagIn(value: unknown, at: string): Read<boolean> {
  if (typeof value === 'boolean') return { value, refusals: [] };
  return { value: false, refusals: [refusal(at, text(value), 'must be `true` or `false`')] };
}

function refusal(at: string, value: string | undefined, message: string, remedy?: string): Refusal {
  return { at, value, message, ...(remedy !== undefined && { remedy }) };
}

function text(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
