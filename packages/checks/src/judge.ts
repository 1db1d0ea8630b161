import type { Expectations } from './document.ts';
import { excerpt } from './excerpt.ts';
import { valueAt } from './json-path.ts';
import { patternShortcoming } from './pattern.ts';

/** What came back, of any kind of check. */
export interface Answer {
  /** HTTP status code; missing where the answer is not an HTTP response. */
  readonly status?: number;
  readonly body: string;
  readonly durationMs: number;
}

/**
 * Compares an answer with what was expected, and returns a sentence for each thing that is wrong.
 *
 * @throws the signal's reason when it aborts.
 */
export async function shortcomings(
  answer: Answer,
  expect: Expectations,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  if (expect.status && (answer.status === undefined || outside(answer.status, expect.status))) {
    wrong.push(`the status code is ${answer.status ?? 'missing'}, not ${range(expect.status)}`);
  }
  if (expect.json.length > 0) wrong.push(...jsonShortcomings(answer.body, expect.json));
  if (expect.body !== undefined) {
    const unlike = await patternShortcoming(expect.body, answer.body, signal);
    if (unlike) wrong.push(unlike);
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
