import type { Expectations } from './document.ts';
import { valueAt } from './json-path.ts';

/** What came back, of whatever kind of check. */
export interface Answer {
  /** HTTP status code; missing where the answer is not an HTTP response. */
  readonly status?: number;
  readonly body: string;
  readonly durationMs: number;
}

/** Compares an answer with what was expected, and returns a sentence for each thing that is wrong. */
export function shortcomings(answer: Answer, expect: Expectations): readonly string[] {
  const wrong: string[] = [];
  if (expect.status && (answer.status === undefined || outside(answer.status, expect.status))) {
    wrong.push(`the status code is ${answer.status ?? 'missing'}, not ${range(expect.status)}`);
  }
  if (expect.json.length > 0) wrong.push(...jsonShortcomings(answer.body, expect.json));
  if (expect.body !== undefined && !new RegExp(expect.body).test(answer.body)) {
    wrong.push(`the body does not match /${expect.body}/: ${excerpt(answer.body)}`);
  }
  if (expect.maxDurationMs !== undefined && answer.durationMs > expect.maxDurationMs) {
    wrong.push(`it took ${Math.round(answer.durationMs)} ms, more than ${expect.maxDurationMs} ms`);
  }
  return wrong;
}

function jsonShortcomings(body: string, expected: Expectations['json']): readonly string[] {
  const parsed = parse(body);
  if (parsed === undefined) return [`the body is not JSON: ${excerpt(body)}`];
  return expected.flatMap(({ path, value }) => {
    const there = valueAt(parsed, path);
    if (!there.found) return [`there is nothing at ${path}, where ${JSON.stringify(value)} was expected`];
    if (isSame(there.value, value)) return [];
    return [`${path} is ${excerpt(JSON.stringify(there.value))}, not ${JSON.stringify(value)}`];
  });
}

/** Equal as JSON: the order of an object's keys does not matter. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, (b as Record<string, unknown>)[key]))
  );
}

function outside(status: number, { from, to }: { from: number; to: number }): boolean {
  return !(status >= from && status <= to);
}

function range({ from, to }: { from: number; to: number }): string {
  return from === to ? `${from}` : `${from} to ${to}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Enough of a text to see what it is: answers may be megabytes. */
export function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)} …` : text;
}
