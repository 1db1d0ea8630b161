import type { Finding, Findings, Plain, ResultOfFinding } from '../document.ts';
import type { Listing } from './listing.ts';
import { type Form, patternsOf } from './patterns.ts';

type Column = readonly [name: string, value: (finding: Finding) => string];

const COLUMNS: readonly Column[] = [
  ['severity', ({ severity }) => severity],
  ['kind', ({ kind }) => kind],
  ['state', ({ state }) => state],
  ['fate', ({ fate }) => fate],
  ['blocks', ({ blocks }) => blocks ?? ''],
  ['rule', ({ rule }) => rule],
  ['message', ({ message }) => message],
  ['path', ({ path }) => path ?? ''],
  ['line', ({ line }) => (line === undefined ? '' : String(line))],
  ['package', ({ dependency }) => dependency?.package ?? ''],
  ['version', ({ dependency }) => dependency?.version ?? ''],
  ['fixed', ({ dependency }) => dependency?.fixed ?? ''],
  ['advisories', ({ dependency }) => (dependency?.advisories ?? []).join(' ')],
  ['target', ({ dependency }) => dependency?.target ?? ''],
  ['tools', ({ results }) => namesIn(results, 'tool')],
  ['scans', ({ results }) => namesIn(results, 'scan')],
  ['reason', ({ reason }) => reason],
  ['identity', ({ identity }) => identity],
];

/** A row for each finding, by RFC 4180: https://www.rfc-editor.org/rfc/rfc4180 */
export function csvReport({ counts }: Pick<Findings, 'counts'>): Listing {
  return {
    begin: () => `${COLUMNS.map(([name]) => cell(name)).join(',')}\r\n`,
    add: patternsOf(FORM, counts),
    end: () => [],
  };
}

const FORM: Form = {
  text(finding) {
    let row = '';
    for (const [, value] of COLUMNS) row += row === '' ? cell(value(finding)) : `,${cell(value(finding))}`;
    return `${row}\r\n`;
  },
  message: cell,
  path: cell,
  writeMessage(plain, out) {
    const { bytes, start, end } = plain.message;
    if (isSameInJson(plain)) out.bytes(bytes, start, end);
    else out.text(cell(plain.messageText()));
  },
};

const BACKSLASH = 0x5c;

/** Whether the message in JSON, quotes included, is the cell: nothing in it is escaped, and it begins with a letter. */
function isSameInJson({ message: { bytes, start, end } }: Plain): boolean {
  if (!isLetter(bytes[start + 1]!)) return false;
  for (let at = start; at < end; at += 1) if (bytes[at] === BACKSLASH) return false;
  return true;
}

function namesIn(results: readonly ResultOfFinding[], which: 'tool' | 'scan'): string {
  const [first] = results;
  // Of most findings there is one result.
  if (first && results.length === 1) return first[which];
  return [...new Set(results.map((result) => result[which]))].join(' ');
}

/**
 * A text in quotes. What a spreadsheet would take for a formula gets an apostrophe before it, which makes it text:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  if (text === '') return '""';
  const inert = startsWithLetter(text) || !FORMULA.test(text) ? text : `'${text}`;
  return inert.includes('"') ? `"${inert.replaceAll('"', '""')}"` : `"${inert}"`;
}

const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/** Most texts do, and there are millions of cells. */
function startsWithLetter(text: string): boolean {
  return isLetter(text.charCodeAt(0));
}

function isLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
