import { glob, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { accepted, entriesOf, type Input, input, type Refusal } from '@actions-aws/action';

/** A report of a scanner. */
export interface ReportFile {
  /** Absolute, with links resolved. */
  readonly path: string;
  /** As a person finds it: from the workspace on, or as it was given. */
  readonly name: string;
}

const MISSING = 'An earlier step has to write it. Where there may be none, leave the line out.';
const OUTSIDE = 'Give a path that is relative to the workspace, or one below RUNNER_TEMP.';

/**
 * Reports by their paths, or by patterns of these, one on a line: in the workspace or in `RUNNER_TEMP`, since a pull request could
 * otherwise name any file of the runner. A line that names no file is refused: no report is no good news.
 */
export function reports(): Input<readonly ReportFile[]> {
  return input('paths or patterns of files, separated by commas or lines', async (given, { env, filesMustExist }) => {
    const read = entriesOf(given);
    if (!read.accepted || !filesMustExist) return read.accepted ? accepted([]) : read;
    const workspace = path.resolve(env.GITHUB_WORKSPACE || process.cwd());
    const roots = await Promise.all([workspace, env.RUNNER_TEMP || tmpdir()].map((folder) => realOr(folder)));
    const found = new Map<string, ReportFile>();
    const refusals: Refusal[] = [];
    for (const entry of read.value) {
      const files = await filesOf(entry, workspace);
      const refuse = (message: string, remedy: string) => refusals.push({ value: entry, message, remedy });
      if (files.length === 0) refuse('names no file', MISSING);
      for (const file of files) {
        const real = await realOr(file);
        const name = path.relative(workspace, file).replaceAll(path.sep, '/');
        const isBelow = name !== '..' && !name.startsWith('../') && !path.isAbsolute(name);
        if (!roots.some((root) => real.startsWith(root + path.sep)))
          refuse('must stay inside the workspace or RUNNER_TEMP', OUTSIDE);
        else if (!(await stat(real)).isFile()) refuse('names a folder', 'Name its files, such as `reports/*.sarif`.');
        else if (!found.has(real)) found.set(real, { path: real, name: isBelow ? name : file });
      }
    }
    return refusals.length > 0 ? { accepted: false, refusals } : accepted([...found.values()]);
  });
}

/** What a line names: a file as it is written, since names may have brackets, else what matches it, in a fixed order. */
async function filesOf(entry: string, workspace: string): Promise<readonly string[]> {
  const literal = path.resolve(workspace, entry);
  if (await stat(literal).catch(() => undefined)) return [literal];
  if (!/[*?[{]/.test(entry)) return [];
  const found: string[] = [];
  for await (const match of glob(entry, { cwd: workspace })) found.push(path.resolve(workspace, match));
  return found.sort();
}

async function realOr(file: string): Promise<string> {
  return realpath(file).catch(() => path.resolve(file));
}
