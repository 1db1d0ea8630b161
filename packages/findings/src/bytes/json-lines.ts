import { parse } from './cut-report.ts';
import { LIMITS, type Limits } from './limits.ts';
import { scan } from './scan.ts';
import { openText, type Text } from './text.ts';
import { UnreadableReport } from './unreadable-report.ts';

/**
 * Reads a file that has a document in each line, each with the guards of a whole one. Lines without any are left out.
 *
 * @throws UnreadableReport
 */
export function readJsonLines(file: string, limits: Partial<Limits> = {}): readonly unknown[] {
  const used = { ...LIMITS, ...limits };
  const text = openText(file, used);
  try {
    const documents: unknown[] = [];
    let number = 0;
    for (const line of linesOf(text, used)) {
      number += 1;
      if (!isBlank(line)) documents.push(documentOf(line, number, used));
    }
    return documents;
  } finally {
    text.close();
  }
}

function documentOf(line: Buffer, number: number, limits: Limits): unknown {
  const text: Text = {
    blocks: () => [{ start: 0, bytes: line }],
    slice: (start, length) => line.subarray(start, start + length),
    close: () => {},
  };
  try {
    return parse(scan(text, limits, false).skeleton, 0);
  } catch (error) {
    if (!(error instanceof UnreadableReport)) throw error;
    throw new UnreadableReport(error.reason, `Line ${number} cannot be read. ${error.message}`, { cause: error });
  }
}

const NEW_LINE = 0x0a;

function* linesOf(text: Text, { resultBytes }: Limits): Generator<Buffer> {
  let begun: Buffer[] = [];
  let length = 0;
  for (const { bytes } of text.blocks()) {
    let from = 0;
    for (let at = bytes.indexOf(NEW_LINE); at >= 0; at = bytes.indexOf(NEW_LINE, from)) {
      yield Buffer.concat([...begun, bytes.subarray(from, at)]);
      begun = [];
      length = 0;
      from = at + 1;
    }
    // The block is used again for the next one.
    begun.push(Buffer.from(bytes.subarray(from)));
    length += bytes.length - from;
    if (length > resultBytes) throw new UnreadableReport('too-large', `A line is larger than ${resultBytes} bytes.`);
  }
  yield Buffer.concat(begun);
}

/** Nothing but what JSON has between its words. */
function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
