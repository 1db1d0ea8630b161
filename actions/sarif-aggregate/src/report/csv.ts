import type { Finding, Findings } from './document.ts';

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
  ['tools', ({ results }) => [...new Set(results.map(({ tool }) => tool))].join(' ')],
  ['scans', ({ results }) => [...new Set(results.map(({ scan }) => scan))].join(' ')],
  ['reason', ({ reason }) => reason],
  ['identity', ({ identity }) => identity],
];

/** A row for each finding, by RFC 4180: https://www.rfc-editor.org/rfc/rfc4180 */
export function* csvReport(told: Findings): Generator<string> {
  yield row(COLUMNS.map(([name]) => name));
  for (const finding of told.findings()) yield row(COLUMNS.map(([, value]) => value(finding)));
}

function row(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/**
 * A text in quotes. What a spreadsheet would take for a formula gets an apostrophe before it, which makes it text:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  const inert = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}
