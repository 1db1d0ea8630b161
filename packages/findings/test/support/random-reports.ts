import { cutReport, type Limits, UnreadableReport } from '../../src/index.ts';

type Random = (below: number) => number;

/** How a report was read, compared with what `JSON.parse` says of its whole text. */
export interface Compared {
  /** `same` or `refused` by both, `stricter` refused by us alone; all else is wrong. */
  readonly verdict: 'same' | 'refused' | 'stricter' | 'wrong';
  readonly text: string;
  readonly why: string;
}

const KEYS = ['runs', 'results', 'tool', '__proto__', 'constructor', 'a', '', 'r\u00e9sultats', 'ru\\ns', 'x"y', '🙂'];
const STRINGS = [
  '',
  'x',
  '],[',
  '}{',
  '"results":[',
  '\\',
  '\\"',
  '\u2028',
  'é',
  '日本',
  '🙂',
  '\ud800',
  '\u0000',
  ' ',
];
const SPACES = ['', '', '', ' ', '\n', '\r\n', '\t'];

/** A document that looks like a report, more or less, as text; half of them with white space and escapes at random. */
export function randomReport(random: Random): string {
  const shape = random(12);
  if (shape === 0) return write(random, value(random, 0));
  const runs = Array.from({ length: random(4) }, () => (random(8) ? run(random) : value(random, 3)));
  const entries: [string, unknown][] = [['runs', shape === 1 ? value(random, 2) : runs]];
  for (let more = random(3); more > 0; more -= 1)
    entries.push([`k${more}${KEYS[random(KEYS.length)]}`, value(random, 2)]);
  return write(random, objectOf(shuffled(random, entries)));
}

/** A text with some of its bytes removed, doubled, changed, moved or put in. */
export function mutant(random: Random, bytes: Buffer): Buffer {
  let mutated = bytes;
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const at = random(mutated.length + 1);
    const end = Math.min(mutated.length, at + 1 + random(6));
    const put = [
      Buffer.alloc(0),
      mutated.subarray(at, end),
      Buffer.from([random(256)]),
      Buffer.from('{}[],:"\\ '[random(9)]!),
      Buffer.from(['NaN', '"runs":[', '"results":[', 'null', ']}', '\ufeff', '-', '1e', '"\\u00'][random(9)]!),
    ][random(5)]!;
    mutated = Buffer.concat([mutated.subarray(0, at), put, mutated.subarray(random(2) ? at : end)]);
  }
  return random(10) ? mutated : mutated.subarray(0, random(mutated.length + 1));
}

/** Reads a report in portions at random. */
export function compare(random: Random, file: string, bytes: Buffer): Compared {
  const limits = { blockBytes: 8 + random(60), batchBytes: random(50) };
  const text = bytes.toString('utf8');
  const expected = parsed(bytes);
  const ours = outcome(() => cutAndJoined(file, limits));
  if ('error' in ours) {
    const verdict = !(ours.error instanceof UnreadableReport) ? 'wrong' : 'error' in expected ? 'refused' : 'stricter';
    return { verdict, text, why: String(ours.error) };
  }
  const isSame = 'value' in expected && JSON.stringify(ours.value) === JSON.stringify(expected.value);
  return { verdict: isSame ? 'same' : 'wrong', text, why: '' };
}

function cutAndJoined(file: string, limits: Partial<Limits>): unknown {
  const cut = cutReport(file, limits);
  try {
    const { skeleton, counts } = cut;
    for (const [index, count] of counts.entries()) {
      const results = [...cut.results(index)];
      if (results.length !== count) throw new Error(`${count} results were ${results.length}`);
      const { runs } = skeleton as { runs: { results: unknown[] }[] };
      if (count > 0) runs[index]!.results.push(...results);
    }
    return skeleton;
  } finally {
    cut.close();
  }
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

function outcome(read: () => unknown): Outcome {
  try {
    return { value: read() };
  } catch (error) {
    return { error };
  }
}

/** Of the bytes, as a strict reader of UTF-8. */
function parsed(bytes: Buffer): Outcome {
  return outcome(() => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
}

function run(random: Random): unknown {
  const results = Array.from({ length: random(6) }, () => value(random, 4));
  const entries: [string, unknown][] = [['tool', value(random, 4)]];
  if (random(6)) entries.push(['results', random(8) ? results : value(random, 4)]);
  for (let more = random(2); more > 0; more -= 1) entries.push(['runs', value(random, 4)]);
  return objectOf(shuffled(random, entries));
}

function value(random: Random, depth: number): unknown {
  const kind = random(depth > 7 ? 5 : 9);
  if (kind === 0) return [null, true, false][random(3)];
  if (kind === 1) return [0, -1, 1.5, 1e300, -2.5e-7][random(5)];
  if (kind < 5) return Array.from({ length: random(3) }, () => STRINGS[random(STRINGS.length)]).join('');
  if (kind < 7) return Array.from({ length: random(4) }, () => value(random, depth + 1));
  const keys = new Set(Array.from({ length: random(4) }, () => KEYS[random(KEYS.length)]!));
  return objectOf([...keys].map((key) => [key, value(random, depth + 1)]));
}

/** With `__proto__` as a key of its own. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

function write(random: Random, document: unknown): string {
  if (random(2)) return JSON.stringify(document);
  const space = () => SPACES[random(SPACES.length)]!;
  const quoted = (text: string) =>
    `"${Array.from({ length: text.length }, (_, index) => {
      const unit = text.charCodeAt(index);
      const plain = JSON.stringify(text[index]).slice(1, -1);
      return random(8) && plain.length < 3 && (unit < 0xd800 || unit > 0xdfff) && random(4)
        ? plain
        : `\\u${unit.toString(16).padStart(4, '0')}`;
    }).join('')}"`;
  const written = (one: unknown): string => {
    const inner = () => {
      if (typeof one === 'string') return quoted(one);
      if (Array.isArray(one)) return `[${one.map(written).join(',')}${space()}]`;
      if (typeof one !== 'object' || one === null) return JSON.stringify(one);
      const entries = Object.entries(one).map(([key, its]) => `${space()}${quoted(key)}${space()}:${written(its)}`);
      return `{${entries.join(',')}${space()}}`;
    };
    return space() + inner() + space();
  };
  return written(document);
}

function shuffled<One>(random: Random, list: readonly One[]): One[] {
  const left = [...list];
  return list.map(() => left.splice(random(left.length), 1)[0]!);
}
