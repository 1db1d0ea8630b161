import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { devNull } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

/** The root folder of this repository. */
export const root = path.resolve(import.meta.dirname, '../../../..');

/** Checks a commit out as actions/checkout does unless it is told otherwise: a new folder, with no history before the commit. */
export async function checkOut(url: string, sha: string, folder: string): Promise<void> {
  await mkdir(folder);
  await git(folder, 'init', '--quiet', '--template=', '.');
  await git(folder, '-c', 'maintenance.auto=false', 'fetch', '--quiet', '--no-tags', '--depth=1', url, sha);
  await git(folder, 'checkout', '--quiet', '--detach', sha);
}

/** Runs git in a folder, without anybody's configuration. */
async function git(cwd: string, ...args: readonly string[]): Promise<void> {
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull };
  await promisify(execFile)('git', args, { cwd, env });
}
