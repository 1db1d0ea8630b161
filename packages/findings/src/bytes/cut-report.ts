import { isAscii } from 'node:buffer';
import { explain } from './explain.ts';
import { LIMITS, type Limits } from './limits.ts';
import { type Batch, elementsOf, scan } from './scan.ts';
import { openText, type Text } from './text.ts';
import { UnreadableReport } from './unreadable-report.ts';

/** Reads results from their bytes, as far as it can. */
export interface BytesReader {
  /** Where the result that starts there ends, white space behind it included; -1 where only a parser can tell. */
  read(bytes: Buffer, start: number): number;
}

/** In place of a result that a reader has read. */
export const READ = Symbol('read');

/** A report in JSON, of any size, of which no more than a few results are held at once. */
export interface Cut {
  /**
   * The document with an empty list for each list of `runs[*].results`. What is no list is as it was, so that `null` and an absent
   * one can be told.
   */
  readonly skeleton: unknown;
  /** How many results each of its runs has; none where the document has no list of runs. */
  readonly counts: readonly number[];
  /** The results of a run in their order; throws {@link UnreadableReport} at one that is not JSON. */
  results(run: number): Iterable<unknown>;
  /**
   * The same, but those that a reader can read from their bytes are not parsed: for these it gives {@link READ}, which is good until
   * the next is asked for.
   */
  resultsBy(run: number, reader: BytesReader): Iterable<unknown>;
  /** Closes the file: no results are read after. */
  close(): void;
}

/**
 * Opens a report and finds its results, in one pass over its bytes; reading them is a second one. SARIF may have its results
 * before the tool that they are of.
 *
 * Text may be UTF-8 or UTF-16, with a byte order mark or without. What is no report of SARIF is a skeleton without runs.
 *
 * @throws UnreadableReport
 */
export function cutReport(file: string, limits: Partial<Limits> = {}): Cut {
  const used = { ...LIMITS, ...limits };
  const text = openText(file, used);
  try {
    const { skeleton, batches } = scan(text, used, true);
    const document = parse(skeleton, 0);
    return {
      skeleton: document,
      counts: runsOf(document).map((_, run) => (batches.get(run) ?? []).reduce((sum, { count }) => sum + count, 0)),
      results: (run) => resultsOf(text, batches.get(run) ?? [], run),
      resultsBy: (run, reader) => resultsBy(reader, text, batches.get(run) ?? [], run),
      close: () => text.close(),
    };
  } catch (error) {
    text.close();
    throw error;
  }
}

function runsOf(document: unknown): readonly unknown[] {
  const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
  const runs = isObject && Object.hasOwn(document, 'runs') ? (document as { runs: unknown }).runs : undefined;
  return Array.isArray(runs) ? runs : [];
}

function* resultsOf(text: Text, batches: readonly Batch[], run: number): Generator<unknown> {
  let before = 0;
  for (const batch of batches) {
    const bytes = text.slice(batch.start, batch.length);
    const list = together(bytes, batch.count);
    if (list) yield* list;
    else yield* alone(bytes, batch, run, before);
    before += batch.count;
  }
}

/** Batches that are parsed after one of which the reader could read less than half, before it is asked again. */
const PARSED = 15;

function* resultsBy(reader: BytesReader, text: Text, batches: readonly Batch[], run: number): Generator<unknown> {
  let before = 0;
  let parsed = 0;
  for (const batch of batches) {
    const bytes = text.slice(batch.start, batch.length);
    const { count } = batch;
    const list = parsed > 0 ? together(bytes, count) : undefined;
    parsed = Math.max(0, parsed - 1);
    if (list) yield* list;
    else {
      let read = 0;
      let index = 0;
      for (let start = 0; index < count; index += 1) {
        const end = reader.read(bytes, start);
        if (end >= 0 && (index + 1 < count ? bytes[end] === COMMA : end === bytes.length)) {
          read += 1;
          yield READ;
          start = end + 1;
          continue;
        }
        const next = elementsOf(bytes, start).next();
        const [from, to] = next.done ? [start, bytes.length] : next.value;
        yield parsedAlone(bytes, from, to, batch, run, before + index);
        start = to + 1;
      }
      if (2 * read < count) parsed = PARSED;
    }
    before += count;
  }
}

const COMMA = 0x2c;

/** Several at once, which is faster; if that is not JSON, which one is to blame is for {@link alone}. */
function together(bytes: Buffer, count: number): readonly unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(`[${stringOf(bytes)}]`);
    return Array.isArray(list) && list.length === count ? list : undefined;
  } catch {
    return undefined;
  }
}

function* alone(bytes: Buffer, batch: Batch, run: number, before: number): Generator<unknown> {
  let index = before;
  for (const [from, to] of elementsOf(bytes)) {
    yield parsedAlone(bytes, from, to, batch, run, index);
    index += 1;
  }
}

function parsedAlone(bytes: Buffer, from: number, to: number, { start }: Batch, run: number, index: number): unknown {
  try {
    return parse(bytes.subarray(from, to), start + from);
  } catch (error) {
    if (!(error instanceof UnreadableReport)) throw error;
    throw new UnreadableReport(error.reason, `Result ${index} of run ${run} cannot be read. ${error.message}`, {
      cause: error,
    });
  }
}

/** Parses bytes that were found to be whole; `start` is where they stand in the file, for an error. */
export function parse(bytes: Buffer, start: number): unknown {
  const text = stringOf(bytes);
  try {
    return JSON.parse(text);
  } catch {
    // Its message would quote what is in the file.
    throw explain(text, start);
  }
}

/** Each byte of ASCII is a character: three times as fast as decoding. */
function stringOf(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
}
