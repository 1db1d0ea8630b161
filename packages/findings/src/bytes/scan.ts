import type { Limits } from './limits.ts';
import { newSkeleton, type Skeleton } from './skeleton.ts';
import type { Block, Text } from './text.ts';
import { UnreadableReport } from './unreadable-report.ts';

/** Results that stand side by side in the text, without the commas around them. */
export interface Batch {
  readonly start: number;
  readonly length: number;
  readonly count: number;
}

/** Where the results are, by run, and all the rest. */
export interface Scanned {
  readonly skeleton: Buffer;
  /** By the index of the run; a run that has no list of results has none. */
  readonly batches: ReadonlyMap<number, readonly Batch[]>;
}

const OTHER = 0;
const QUOTE = 1;
const OPEN = 2;
const CLOSE = 3;
const COMMA = 4;
const COLON = 5;
const classes = new Uint8Array(256);
for (const [meaning, characters] of [
  [QUOTE, '"'],
  [OPEN, '{['],
  [CLOSE, '}]'],
  [COMMA, ','],
  [COLON, ':'],
] as const) {
  for (const character of characters) classes[character.charCodeAt(0)] = meaning;
}

const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const BRACKET = 0x5b;
const DOUBLE_QUOTE = 0x22;

/** Root, runs, run: results stand in what opens next. */
const RUNS_DEPTH = 1;
const RUN_DEPTH = 2;
const RESULTS_DEPTH = 3;

/** A key that is longer, each of its letters written as an escape, is none of ours. */
const LONGEST_KEY = 6 * 'results'.length + 2;

/** What is known where a block ends. */
interface State {
  readonly limits: Limits;
  readonly cuts: boolean;
  readonly skeleton: Skeleton;
  readonly batches: Map<number, Batch[]>;
  depth: number;
  inString: boolean;
  /** 1 where the block ended between a backslash and what it escapes. */
  skip: number;
  begun: boolean;
  /** The document is complete. */
  ended: boolean;
  /** Where the last string started and ended, quotes included. */
  stringStart: number;
  stringEnd: number;
  /** The list that opens next is the one of this key. */
  pending: '' | 'runs' | 'results';
  runsSeen: boolean;
  inRuns: boolean;
  runIsObject: boolean;
  run: number;
  results: Results | undefined;
}

/** The list of results in which the scan is. */
interface Results {
  readonly batches: Batch[];
  /** Nothing but white space was there so far. */
  blank: boolean;
  /** Results before this batch. */
  before: number;
  /** Complete results in this batch. */
  count: number;
  batchStart: number;
  resultStart: number;
}

/**
 * Goes through a text once, and finds where each of `runs[*].results[*]` starts and ends, by quotes, brackets and commas alone.
 * Whether these pieces and what is left are JSON is for `JSON.parse`: if all of them are, the document is, and has them there.
 */
export function scan(text: Text, limits: Limits, cuts: boolean): Scanned {
  const state: State = {
    limits,
    cuts,
    skeleton: newSkeleton(limits),
    batches: new Map(),
    depth: 0,
    inString: false,
    skip: 0,
    begun: false,
    ended: false,
    stringStart: -1,
    stringEnd: -1,
    pending: '',
    runsSeen: false,
    inRuns: false,
    runIsObject: false,
    run: 0,
    results: undefined,
  };
  for (const block of text.blocks()) {
    for (let index = begin(state, block); index < block.bytes.length; ) {
      index = state.results ? passResults(state, state.results, block, index) : passOther(state, block, index);
    }
  }
  if (!state.begun) throw new UnreadableReport('empty', 'The file is empty.');
  if (state.depth > 0 || state.inString) {
    throw new UnreadableReport(
      'truncated',
      'The file ends in the middle of its JSON: its tool was stopped while it wrote.',
    );
  }
  return { skeleton: state.skeleton.slice(0, state.skeleton.length), batches: state.batches };
}

/** No report is a number or a word, so that text which is no JSON is told by its first character. */
function begin(state: State, { bytes, start }: Block): number {
  if (state.begun) return 0;
  let index = 0;
  while (index < bytes.length && isSpace(bytes[index]!)) index += 1;
  if (index === bytes.length) return index;
  state.begun = true;
  if (bytes[index] !== BRACE && bytes[index] !== BRACKET) throw malformed(start + index);
  return index;
}

/** Passes what stays in the skeleton, up to the end of the block or to the first result. */
function passOther(state: State, { bytes, start }: Block, from: number): number {
  const { limits, cuts, skeleton } = state;
  const end = bytes.length;
  const deepest = limits.depth;
  let { depth, inString } = state;
  let copied = from;
  let index = from + state.skip;
  state.skip = 0;
  while (index < end) {
    if (inString) {
      while (index < end) {
        const byte = bytes[index]!;
        if (byte === DOUBLE_QUOTE) {
          inString = false;
          state.stringEnd = start + index + 1;
          index += 1;
          break;
        }
        index += byte === BACKSLASH ? 2 : 1;
      }
      continue;
    }
    const byte = bytes[index]!;
    const meaning = classes[byte]!;
    if (meaning === OTHER) {
      index += 1;
      continue;
    }
    if (meaning === QUOTE) {
      inString = true;
      state.stringStart = start + index;
    } else if (meaning === OPEN) {
      if (depth === 0 && state.ended) throw several();
      if (depth === RUNS_DEPTH && state.pending === 'runs') state.inRuns = byte === BRACKET;
      if (depth === RUN_DEPTH) state.runIsObject = byte === BRACE;
      const entersResults = depth === RESULTS_DEPTH && state.pending === 'results' && byte === BRACKET;
      state.pending = '';
      depth += 1;
      if (depth > deepest) throw tooDeep(deepest);
      if (entersResults) {
        index += 1;
        skeleton.append(bytes, copied, index);
        state.results = enterResults(state, start + index);
        state.depth = depth;
        state.inString = false;
        return index;
      }
    } else if (meaning === CLOSE) {
      state.pending = '';
      depth -= 1;
      if (depth < 0) throw malformed(start + index);
      if (depth === RUNS_DEPTH) state.inRuns = false;
      state.ended = depth === 0;
    } else if (meaning === COMMA) {
      state.pending = '';
      if (depth === RUN_DEPTH && state.inRuns) state.run += 1;
    } else if (cuts && (depth === RUNS_DEPTH || (depth === RESULTS_DEPTH && state.inRuns && state.runIsObject))) {
      skeleton.append(bytes, copied, index);
      copied = index;
      meet(state, depth, start + index);
    }
    index += 1;
  }
  state.skip = index - end;
  state.depth = depth;
  state.inString = inString;
  skeleton.append(bytes, copied, end);
  return end;
}

/** Passes results, up to the end of the block or to the bracket that closes their list. */
function passResults(state: State, results: Results, { bytes, start }: Block, from: number): number {
  const { depth: deepest, resultBytes, batchBytes } = state.limits;
  const end = bytes.length;
  let { depth, inString } = state;
  let index = from + state.skip;
  state.skip = 0;
  if (results.blank) {
    while (index < end && isSpace(bytes[index]!)) index += 1;
    if (index === end) return end;
    results.blank = bytes[index] === 0x5d;
  }
  while (index < end) {
    if (inString) {
      while (index < end) {
        const byte = bytes[index]!;
        if (byte === DOUBLE_QUOTE) {
          inString = false;
          index += 1;
          break;
        }
        index += byte === BACKSLASH ? 2 : 1;
      }
      continue;
    }
    const meaning = classes[bytes[index]!]!;
    if (meaning === QUOTE) {
      inString = true;
    } else if (meaning === OPEN) {
      depth += 1;
      if (depth > deepest) throw tooDeep(deepest);
    } else if (meaning === CLOSE) {
      depth -= 1;
      if (depth === RESULTS_DEPTH) {
        leaveResults(state, results, start + index);
        state.depth = depth + 1;
        state.inString = false;
        return index;
      }
    } else if (meaning === COMMA && depth === RESULTS_DEPTH + 1) {
      const at = start + index;
      if (at - results.resultStart > resultBytes) throw tooLarge(state, results);
      results.count += 1;
      results.resultStart = at + 1;
      if (at - results.batchStart >= batchBytes) endBatch(results, at);
    }
    index += 1;
  }
  state.skip = index - end;
  state.depth = depth;
  state.inString = inString;
  if (start + end - results.resultStart > resultBytes) throw tooLarge(state, results);
  return end;
}

/** Where the elements of a batch start and end in it, from the one that starts at `start` on. */
export function* elementsOf(bytes: Buffer, start = 0): Generator<readonly [from: number, to: number]> {
  let from = start;
  let depth = 0;
  let inString = false;
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index]!;
    const meaning = classes[byte]!;
    if (inString && byte === BACKSLASH) index += 1;
    else if (meaning === QUOTE) inString = !inString;
    else if (inString) continue;
    else if (meaning === OPEN) depth += 1;
    else if (meaning === CLOSE) depth -= 1;
    else if (meaning === COMMA && depth === 0) {
      yield [from, index];
      from = index + 1;
    }
  }
  yield [from, bytes.length];
}

/** A colon: what stands before it is a key of the document or of a run. */
function meet(state: State, depth: number, at: number): void {
  const { skeleton } = state;
  const length = state.stringEnd - state.stringStart;
  if (state.stringEnd <= state.stringStart || length > LONGEST_KEY) return;
  const offset = skeleton.length - (at - state.stringStart);
  const key = unescaped(skeleton.slice(offset, offset + length).toString('utf8'));
  if (key === 'runs' && depth === RUNS_DEPTH) {
    if (state.runsSeen) throw twice(key);
    state.runsSeen = true;
    state.pending = key;
  } else if (key === 'results' && depth === RESULTS_DEPTH) {
    if (state.batches.has(state.run)) throw twice(key);
    state.batches.set(state.run, []);
    state.pending = key;
  }
}

function unescaped(quoted: string): unknown {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted);
  } catch {
    // The skeleton will not be JSON either, and is what the error is about.
    return undefined;
  }
}

function enterResults(state: State, at: number): Results {
  const batches = state.batches.get(state.run)!;
  return { batches, blank: true, before: 0, count: 0, batchStart: at, resultStart: at };
}

function leaveResults(state: State, results: Results, at: number): void {
  state.results = undefined;
  if (results.blank) return;
  if (at - results.resultStart > state.limits.resultBytes) throw tooLarge(state, results);
  results.count += 1;
  endBatch(results, at);
}

function endBatch(results: Results, at: number): void {
  results.batches.push({ start: results.batchStart, length: at - results.batchStart, count: results.count });
  results.before += results.count;
  results.count = 0;
  results.batchStart = at + 1;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Says where a text stops being JSON. */
export function malformed(at: number): UnreadableReport {
  return new UnreadableReport('malformed', `The file is not JSON: byte ${at} is not what may stand there.`);
}

/** Says that more follows where the document is complete. */
export function several(): UnreadableReport {
  return new UnreadableReport('several', 'The file has more text after the end of its JSON.');
}

function tooDeep(deepest: number): UnreadableReport {
  return new UnreadableReport('too-deep', `Lists and objects stand more than ${deepest} deep in each other.`);
}

function tooLarge({ run, limits }: State, { before, count }: Results): UnreadableReport {
  return new UnreadableReport(
    'too-large',
    `Result ${before + count} of run ${run} has more than ${limits.resultBytes} bytes.`,
  );
}

function twice(key: string): UnreadableReport {
  return new UnreadableReport(
    'malformed',
    `The file names "${key}" twice in one object: it is not clear which counts.`,
  );
}
