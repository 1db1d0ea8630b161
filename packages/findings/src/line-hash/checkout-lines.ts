import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { hashLines, type LineHashes, written } from './line-hash.ts';
import { textHash } from './text-hash.ts';

/** The lines of the files of a checkout. Each answer is undefined where there is no such file or line, or the file is too large. */
export interface Lines {
  /** GitHub's hash, without the number of its occurrence. */
  hashAt(file: string, line: number): string | undefined;
  /** GitHub's `primaryLocationLineHash`, with the number of its occurrence, such as `39fa2ee980eb94b0:1`. */
  fingerprintAt(file: string, line: number): string | undefined;
  /** A hash of what stands on the line alone, without its spaces and tabs. */
  textHashAt(file: string, line: number): string | undefined;
  /** What stands on the line, without its end. */
  textAt(file: string, line: number): string | undefined;
  /** Whether there is such a file, and it is small enough. */
  has(file: string): boolean;
}

/** What bounds the reading of files. */
export interface Limits {
  /** A larger file has no lines. */
  readonly fileBytes: number;
  /** How many characters and lines of files are kept for the next question. */
  readonly kept: number;
}

const LIMITS: Limits = { fileBytes: 32 * 1024 * 1024, kept: 16 * 1024 * 1024 };

interface ReadFile extends LineHashes {
  readonly text: string;
  /** How often the hash of each line has occurred up to it; counted when it is first asked for. */
  occurrences?: Uint32Array;
}

/** Reads the files of a checkout as they are asked for, and nothing outside of it: a symbolic link that leads out has no lines. */
export function linesOf(checkout: string, limits: Limits = LIMITS): Lines {
  const root = realPath(checkout);
  const files = new Map<string, ReadFile | undefined>();
  let kept = 0;

  const read = (file: string): ReadFile | undefined => {
    if (files.has(file)) return files.get(file);
    const text = root === undefined ? undefined : textOf(root, file, limits.fileBytes);
    const entry = text === undefined ? undefined : { text, ...hashLines(text) };
    kept += sizeOf(entry);
    // Reports are in the order of their files mostly, so that the oldest goes first.
    for (const [oldest, lines] of files) {
      if (kept <= limits.kept) break;
      files.delete(oldest);
      kept -= sizeOf(lines);
    }
    files.set(file, entry);
    return entry;
  };
  const at = (file: string, line: number): ReadFile | undefined => {
    const entry = read(file);
    return entry && Number.isInteger(line) && line >= 1 && line <= entry.lines ? entry : undefined;
  };
  const hashAt = (file: string, line: number): string | undefined => {
    const entry = at(file, line);
    return entry && written(entry.high[line - 1] as number, entry.low[line - 1] as number);
  };
  return {
    hashAt,
    has: (file) => read(file) !== undefined,
    fingerprintAt(file, line) {
      const entry = at(file, line);
      if (!entry) return undefined;
      entry.occurrences ??= occurrencesIn(entry);
      return `${hashAt(file, line)}:${entry.occurrences[line - 1]}`;
    },
    textHashAt(file, line) {
      const entry = at(file, line);
      return entry && textHash(entry.text, entry.starts[line - 1] as number, endOf(entry, line));
    },
    textAt(file, line) {
      const entry = at(file, line);
      return entry?.text.slice(entry.starts[line - 1] as number, endOf(entry, line));
    },
  };
}

/** Memory in characters; a file that is not there takes some, too. */
function sizeOf(entry: ReadFile | undefined): number {
  return entry === undefined ? 100 : 100 + entry.text.length + 6 * entry.lines;
}

function endOf({ text, starts, lines }: ReadFile, line: number): number {
  let end = line === lines ? text.length : (starts[line] as number);
  while (end > (starts[line - 1] as number) && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return end;
}

/** In the order in which GitHub's action counts them: by line. */
function occurrencesIn({ lines, high, low }: LineHashes): Uint32Array {
  const seen = new Map<string, number>();
  return Uint32Array.from({ length: lines }, (_, index) => {
    const hash = written(high[index] as number, low[index] as number);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return count;
  });
}

function textOf(root: string, file: string, limit: number): string | undefined {
  const lexical = path.join(root, file);
  try {
    // Of a file that is not there nothing is thrown: reports name tens of thousands that a checkout lacks, as of another machine.
    if (!statSync(lexical, { throwIfNoEntry: false })) return undefined;
    const real = realPath(lexical);
    if (real === undefined || !isWithin(root, real)) return undefined;
    const stat = statSync(real);
    return stat.isFile() && stat.size <= limit ? readFileSync(real, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function isWithin(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync.native(file);
  } catch {
    return undefined;
  }
}
