import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { BytePath } from '@actions-aws/git';
import type { Change, ChangeSink } from './changes.ts';
import { isText, shown } from './paths.ts';

/** The lists of changed files, as they were written. */
export interface WrittenLists {
  readonly count: number;
  /** Path of the JSON file: a list of `{status, path, from}`. */
  readonly json: string;
  /** Path of the file of paths, each with `./` before and a NUL after it; a rename has both of its ends. */
  readonly nul: string;
  /** The JSON itself, where it is short enough for an output. */
  readonly inline: string | undefined;
  /** The first few changes. */
  readonly sample: readonly Change[];
}

/** Takes changes, and writes them to files as they come. */
export interface ListWriter extends ChangeSink {
  end(): WrittenLists;
}

/**
 * Bytes of JSON up to which it is an output as well. GitHub takes 1 MB of outputs from a whole job
 * (https://docs.github.com/en/actions/reference/limits), and Linux 128 KiB in one variable, as which a script gets it.
 */
export const LONGEST_INLINE = 64 * 1024;

/** How many changes a log shows. */
const SAMPLE = 20;
const BUFFER = 64 * 1024;

/** Writes into a new folder below `temp`, so that several steps of a job do not overwrite each other's. */
export function listWriter(temp: string): ListWriter {
  mkdirSync(temp, { recursive: true });
  const folder = mkdtempSync(join(temp, 'detect-changes-'));
  const json = fileIn(folder, 'files.json', 'utf8');
  const nul = fileIn(folder, 'files.nul', 'latin1');
  let count = 0;
  let inline: string | undefined = '';
  // The brackets, and a comma for each but the first.
  let inlineBytes = 1;
  let sample: Change[] = [];
  return {
    take(change) {
      const entry = JSON.stringify(entryOf(change));
      json.write(`${count === 0 ? '[' : ',\n'}${entry}`);
      nul.write(change.from === undefined ? `./${change.path}\0` : `./${change.path}\0./${change.from}\0`);
      if (inline !== undefined) {
        inline += count === 0 ? entry : `,${entry}`;
        inlineBytes += Buffer.byteLength(entry) + 1;
        if (inlineBytes > LONGEST_INLINE) inline = undefined;
      }
      if (count < SAMPLE) sample.push(change);
      count += 1;
    },
    restart() {
      json.restart();
      nul.restart();
      count = 0;
      inline = '';
      inlineBytes = 1;
      sample = [];
    },
    end() {
      json.write(count === 0 ? '[]\n' : ']\n');
      json.close();
      nul.close();
      return {
        count,
        json: json.path,
        nul: nul.path,
        inline: inline === undefined ? undefined : `[${inline}]`,
        sample,
      };
    },
  };
}

/**
 * A change as JSON. A path that is no UTF-8 cannot stand in JSON: it is shown with `\xff` for such bytes, and
 * `path-base64` (`from-base64`) has its bytes.
 */
function entryOf({ status, path, from, submodule }: Change) {
  return {
    status,
    ...named('path', path),
    ...(from !== undefined && named('from', from)),
    ...(submodule && { submodule }),
  };
}

function named(key: 'path' | 'from', path: BytePath): Readonly<Record<string, string>> {
  const text = { [key]: shown(path) };
  return isText(path) ? text : { ...text, [`${key}-base64`]: Buffer.from(path, 'latin1').toString('base64') };
}

function fileIn(folder: string, name: string, encoding: 'utf8' | 'latin1') {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  let waiting = '';
  let size = 0;
  const flush = () => {
    const bytes = Buffer.from(waiting, encoding);
    // By place: the file's own goes on behind what was cut off.
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, size + at);
    size += bytes.length;
    waiting = '';
  };
  return {
    path,
    write(text: string) {
      waiting += text;
      if (waiting.length > BUFFER) flush();
    },
    restart() {
      waiting = '';
      size = 0;
      ftruncateSync(file);
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}
