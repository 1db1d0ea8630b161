import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { freePort } from '../http/serve.ts';

/** A server that was started as a program of its own. */
export interface Listening {
  /** Such as `http://127.0.0.1:5000`. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** How long a server may take until it answers, in milliseconds. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 20;

/**
 * Starts a program that serves HTTP on a port of this machine that is free, and waits until it answers at a path.
 *
 * @throws with what it printed where it ends instead, or never answers; the error of `spawn` where there is no such program.
 */
export async function listening(
  program: string,
  args: (port: number) => readonly string[],
  { env, path }: { readonly env: Readonly<Record<string, string>>; readonly path: string },
): Promise<Listening> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(program, args(port), {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-10_000);
    });
  }
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const closed = once(child, 'close').catch(() => {});
  closed.then(() => {
    failure ??= new Error(`${program} ended:\n${printed}`);
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  for (const until = performance.now() + PATIENCE_MS; ; ) {
    if (await answers(new URL(path, endpoint))) return { endpoint, stop };
    if (failure) throw failure;
    if (performance.now() > until) {
      await stop();
      throw new Error(`${program} gave no answer within ${PATIENCE_MS / 1000} s:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function answers(url: URL): Promise<boolean> {
  try {
    const { ok, body } = await fetch(url);
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}
