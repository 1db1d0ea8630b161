import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { filesMatching, isPattern, isWithin, type Places } from '@actions-aws/action';
import type { Failure } from '@actions-aws/findings';
import type { Scan } from '../inputs/scan.ts';

/** The files of a scan, and why one of its reports has none. */
export interface Found {
  /** Absolute, links resolved, each once, in an order that the machine has no say in. */
  readonly files: readonly string[];
  readonly failures: readonly Failure[];
}

/** More than any workflow means. */
const MOST_FILES = 10_000;

/**
 * Finds the files that a scan names. A link may lead to where a job's files may be, and nowhere else: a pull request could otherwise have any file of the runner read.
 */
export function filesOf({ report, optional }: Pick<Scan, 'report' | 'optional'>, places: Places): Found {
  const files = new Set<string>();
  const failures: Failure[] = [];
  const missing: string[] = [];
  for (const given of report) {
    const found = filesMatching(given, places.workspace).map((match) => fileAt(match, places));
    const read = found.filter((one) => typeof one === 'string');
    const wrong = found.filter((one) => typeof one === 'object');
    for (const file of read) files.add(file);
    failures.push(...wrong);
    if (read.length + wrong.length === 0) missing.push(given);
  }
  // Of an optional scan there may be none at all; where some of its reports are there, the others are missing.
  if (!optional || files.size > 0 || failures.length > 0) failures.push(...missing.map(noFile));
  if (files.size > MOST_FILES) {
    const message = `${files.size} files match, and ${MOST_FILES} are the most.`;
    return {
      files: [],
      failures: [...failures, { kind: 'unreadable', message, hint: 'Name the reports more closely.' }],
    };
  }
  return { files: [...files].sort(), failures };
}

/** The file, or why it is not read; nothing for a folder that a wildcard matched. */
function fileAt(match: string, places: Places): string | Failure | undefined {
  let real: string;
  try {
    real = realpathSync(match);
  } catch {
    return { kind: 'missing', message: `\`${shown(match, places)}\` is a link that leads nowhere.` };
  }
  if (!isWithin(places, real)) {
    const message = `\`${shown(match, places)}\` leads out of the workspace and RUNNER_TEMP.`;
    return { kind: 'unreadable', message, hint: 'Copy the report to where a job’s files are.' };
  }
  const entry = statSync(real);
  if (entry.isFile()) return real;
  return entry.isDirectory()
    ? undefined
    : { kind: 'unreadable', message: `\`${shown(match, places)}\` is no file, but a device or a pipe.` };
}

function noFile(given: string): Failure {
  const message = isPattern(given) ? `No file matches \`${given}\`.` : `There is no file \`${given}\`.`;
  const hint =
    'The step that writes it failed, was skipped, or writes to another place; of a folder name the files in it.';
  return { kind: 'missing', message, hint };
}

/** A file by its path in the workspace or RUNNER_TEMP, so that a report says the same on any machine. */
export function shown(file: string, { workspace, temp }: Places): string {
  for (const [folder, before] of [
    [workspace, ''],
    [temp, 'RUNNER_TEMP/'],
  ] as const) {
    const way = path.relative(folder, file);
    if (way !== '' && way.split(path.sep)[0] !== '..' && !path.isAbsolute(way))
      return before + way.split(path.sep).join('/');
  }
  return path.basename(file);
}
