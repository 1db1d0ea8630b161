import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunTokens } from './tokens.ts';

/**
 * Writes a module for `NODE_OPTIONS` that scales the time of our own actions, and of nothing else that runs on Node: waits
 * of the user's own tests last as long as they say. An action that fails ends a moment later: act 0.2.89 does not wait for
 * the last words of a program that fails, and loses them on a busy machine. An action has the `GITHUB_TOKEN` of its job where
 * act has handed it that of the run.
 *
 * @returns the value of NODE_OPTIONS.
 */
export async function writePreload(
  folder: string,
  own: readonly string[],
  {
    scaledTime,
    settings,
    scale,
    tokens: { shared, byJob },
  }: { readonly scaledTime: string; readonly settings: string; readonly scale: number; readonly tokens: RunTokens },
): Promise<string> {
  const file = path.join(folder, 'clock.mjs');
  const names = own.map((name) => name.replaceAll('/', '-'));
  const text = `// Where act keeps the actions of a repository: below the folder of its actions, by owner and name.
const [, kept = ''] = /[\\\\/]actions[\\\\/]([^\\\\/]*)@/.exec(process.argv[1] ?? '') ?? [];
if (kept !== '') process.on('exit', (code) => {
  if (code !== 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
});
const token = kept === '' ? undefined : ${JSON.stringify(byJob)}[process.env.GITHUB_JOB];
if (token !== undefined)
  for (const [name, value] of Object.entries(process.env))
    if (value === ${JSON.stringify(shared)}) process.env[name] = token;
if (${scale !== 1} && ${JSON.stringify(names)}.some((name) => kept === name || kept.startsWith(name + '-'))) {
  process.env.SCALED_TIME = ${JSON.stringify(settings)};
  await import(${JSON.stringify(scaledTime)});
}
`;
  await writeFile(file, text);
  return `--import=${pathToFileURL(file).href}`;
}
