import { malformed, several } from './scan.ts';
import { UnreadableReport } from './unreadable-report.ts';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const NOT_A_NUMBER = /^-?(NaN|Infinity)$/;
const LONGEST_WORD = 32;

/**
 * Why `JSON.parse` refuses a text, as far as it can be told without quoting it.
 *
 * @param start where the text starts in the file.
 */
export function explain(text: string, start: number): UnreadableReport {
  let depth = 0;
  let ended = false;
  for (let index = 0; index < text.length; ) {
    const character = text[index]!;
    if (' \n\r\t'.includes(character)) {
      index += 1;
      continue;
    }
    if (ended) return several();
    if ('{['.includes(character)) depth += 1;
    else if ('}]'.includes(character)) depth -= 1;
    if (character === '"') index = endOfString(text, index);
    else if ('{}[],:'.includes(character)) index += 1;
    else {
      const word = wordAt(text, index);
      if (NOT_A_NUMBER.test(word)) {
        return new UnreadableReport('malformed', `The file is not JSON: it has ${word}, which JSON cannot say.`);
      }
      if (!NUMBER.test(word) && !['true', 'false', 'null'].includes(word)) return malformed(start + index);
      index += word.length;
    }
    ended = depth === 0;
  }
  return new UnreadableReport('malformed', 'The file is not JSON.');
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

function wordAt(text: string, start: number): string {
  let end = start + 1;
  while (end < text.length && end - start < LONGEST_WORD && !' \n\r\t{}[],:"'.includes(text[end]!)) end += 1;
  return text.slice(start, end);
}
