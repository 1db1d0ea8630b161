import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  accepted,
  entriesOf,
  filesMatching,
  type Input,
  input,
  isWithin,
  type Places,
  placesOf,
  type Refusal,
  realWay,
} from '@actions-aws/action';

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
    const places = await placesOf(env);
    const found = new Map<string, ReportFile>();
    const refusals: Refusal[] = [];
    for (const line of read.value) {
      const files = filesMatching(line, places.workspace);
      const refuse = (message: string, remedy: string) => refusals.push({ value: line, message, remedy });
      if (files.length === 0) refuse('names no file', MISSING);
      for (const file of files) {
        const real = await realWay(file);
        const entry = await stat(real).catch(() => undefined);
        if (!isWithin(places, real)) refuse('must stay inside the workspace or RUNNER_TEMP', OUTSIDE);
        else if (!entry) refuse('is a link that leads nowhere', MISSING);
        else if (!entry.isFile()) refuse('names a folder', 'Name its files, such as `reports/*.sarif`.');
        else if (!found.has(real)) found.set(real, { path: real, name: nameOf(file, places) });
      }
    }
    return refusals.length > 0 ? { accepted: false, refusals } : accepted([...found.values()]);
  });
}

/** From the workspace on, also where a link leads to it; as it is where it lies elsewhere. */
function nameOf(file: string, { workspace, named }: Places): string {
  const ways = [workspace, ...named].map((folder) => path.relative(folder, file).replaceAll(path.sep, '/'));
  return ways.slice(0, 2).find((way) => way !== '..' && !way.startsWith('../') && !path.isAbsolute(way)) ?? file;
}
