import { readFileSync, statSync } from 'node:fs';
import { UnreadableReport } from '@actions-aws/findings';

/** Bytes of a file of lines at most: it is held at once. */
const LARGEST_FILE = 128 * 1024 * 1024;
/** Lines at most. */
const MOST_LINES = 1_000_000;

/**
 * A document for each line, as TruffleHog writes them. Lists and objects stand in each other as deep as a line has room for, since
 * `JSON.parse` takes any depth.
 *
 * @throws UnreadableReport
 */
export function linesOfJson(file: string): readonly unknown[] {
  if (statSync(file).size > LARGEST_FILE) {
    throw new UnreadableReport('too-large', 'It has several documents, and more than 128 MB of them.');
  }
  const lines = readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .split('\n');
  if (lines.length > MOST_LINES) {
    throw new UnreadableReport('too-large', 'It has more than a million lines, each a document of its own.');
  }
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      throw new UnreadableReport('malformed', `Its line ${index + 1} is no JSON, though the lines before it are.`);
    }
  });
}
