import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { root } from '../stage/checkout.ts';
import { filesBelow } from '../stage/repository.ts';

/** The sources of the scene's shop, and the layers of later pushes below `commits/`: with a builder that needs nothing but Node. */
const shop = path.join(root, 'packages/demo/shop');

/** Puts the sources of a push into a folder, and builds them there, into `dist`. */
export async function buildSite(layers: readonly string[], workspace: string, signal: AbortSignal): Promise<void> {
  for (const [file, text] of Object.entries(sourcesOf(layers))) {
    const to = path.join(workspace, file);
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, text);
  }
  await promisify(execFile)(process.execPath, ['build.mjs'], { cwd: workspace, signal });
}

/** The files of a push, by their paths. */
export function sourcesOf(layers: readonly string[]): Readonly<Record<string, string>> {
  const own = Object.entries(filesBelow(shop)).filter(([file]) => !file.startsWith('commits/'));
  const others = layers.map((layer) => filesBelow(path.join(shop, 'commits', layer)));
  return Object.assign(Object.fromEntries(own), ...others);
}

/** How the end-to-end tests ended: what they print, and why they failed where they did. */
export interface Tested {
  readonly passed: boolean;
  readonly said: string;
}

/** Runs the end-to-end tests of the shop against a site. */
export async function testSite(
  workspace: string,
  { url, release }: { readonly url: string; readonly release: string },
  signal: AbortSignal,
): Promise<Tested> {
  const env = { PATH: process.env.PATH, TEST_URL: url, RELEASE_ID: release };
  const args = [path.join(workspace, 'e2e/e2e.mjs')];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: workspace, env, signal }, (error, stdout, stderr) => {
      if (signal.aborted) reject(signal.reason);
      else resolve({ passed: error === null, said: (error === null ? stdout : stderr).trim() });
    });
  });
}
