import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

type Env = Readonly<Record<string, string | undefined>>;

/** The folders in which files of a run may be, and nowhere else, symbolic links resolved. */
export interface Places {
  readonly workspace: string;
  /** The runner's folder for what a job leaves: https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
  readonly temp: string;
  /** The same as the environment has them, in which links are not resolved. */
  readonly named: readonly string[];
}

/** Those of a run. */
export async function placesOf(env: Env): Promise<Places> {
  const named = [env.GITHUB_WORKSPACE || process.cwd(), env.RUNNER_TEMP || tmpdir()].map((folder) =>
    path.resolve(folder),
  );
  const [workspace = '', temp = ''] = await Promise.all(named.map(realWay));
  return { workspace, temp, named };
}

/** Whether a path, of which links are resolved, is in one of the folders. */
export function isWithin({ workspace, temp }: Places, place: string): boolean {
  return [workspace, temp].some((folder) => contains(folder, place));
}

/** Whether a path as it is written, of which links are not resolved, is in one of the folders. */
export function seemsWithin({ workspace, temp, named }: Places, place: string): boolean {
  return [workspace, temp, ...named].some((folder) => contains(folder, place));
}

/** Whether a path leads to the folder or below it. */
export function contains(folder: string, inner: string): boolean {
  const way = path.relative(folder, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

/** A path with links resolved as far down as it exists, so that what is missing is judged by where it would be. */
export async function realWay(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch {
    const parent = path.dirname(place);
    return parent === place ? place : path.resolve(await realWay(parent), path.relative(parent, place));
  }
}
