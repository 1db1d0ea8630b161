import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { root } from './checkout.ts';

/**
 * Builds the actions' bundles, those that are not up to date.
 *
 * @returns what the builder says, a line for each action.
 * @throws with its own words when one cannot be built; the signal's reason when it aborts.
 */
export async function buildBundles(signal: AbortSignal): Promise<string[]> {
  signal.throwIfAborted();
  const command = path.join(root, 'packages/workspace/src/commands/bundle.ts');
  // A group of its own where there are such: the builder starts further processes, and all are to end with us.
  const grouped = process.platform !== 'win32';
  const child = spawn(process.execPath, [command], { cwd: root, detached: grouped, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
    });
  }
  const stop = () => (grouped && child.pid ? process.kill(-child.pid, 'SIGTERM') : child.kill());
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [code] = await once(child, 'close');
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`The bundles could not be built.\n${said.stderr || said.stdout}`);
    return said.stdout.trim().split('\n');
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
