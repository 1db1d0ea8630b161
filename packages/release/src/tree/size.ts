import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Git } from '../git.ts';

/** What a download of twenty actions may weigh, in bytes: each job of each user waits for it. */
const WHOLE = 12_000_000;
const ACTIONS = 20;

/** Bytes of the archive that a runner downloads, as gzip, and of each top-level folder alone. */
export interface Sizes {
  readonly whole: number;
  readonly folders: Readonly<Record<string, number>>;
}

/** The sizes of a commit's archive and of its folders, these also by name. */
export async function sizesOf(git: Git, commit: string, folders: readonly string[]): Promise<Sizes> {
  const zipped = promisify(gzip);
  const size = async (...paths: string[]) =>
    (await zipped(await git(['archive', '--format=tar', commit, ...paths]))).length;
  const each = await Promise.all(folders.map(async (folder) => [folder, await size(folder)] as const));
  return { whole: await size(), folders: Object.fromEntries(each) };
}

/**
 * Lines for the terminal.
 *
 * @throws when the archive is larger than so many actions may be.
 */
export function describeSizes({ whole, folders }: Sizes): string[] {
  const names = Object.keys(folders);
  const width = Math.max(...names.map((name) => name.length), 'in all'.length);
  const lines = [...names.map((name) => [name, folders[name] ?? 0] as const), ['in all', whole] as const];
  const budget = WHOLE * Math.max(1, names.length / ACTIONS);
  if (whole > budget) {
    throw new Error(
      `The archive has ${inMegabytes(whole)}, and may have ${inMegabytes(budget)}: let bundles share code in _lib/.`,
    );
  }
  return lines.map(([name, bytes]) => `${name.padEnd(width)}  ${inMegabytes(bytes)} gzip`);
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
