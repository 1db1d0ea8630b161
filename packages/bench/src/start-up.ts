import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BundleStep, startBundle } from '@actions-aws/testing';

/** Milliseconds from the start of a step's process until it has printed its first error, as for an input left out. */
export async function untilFirstError(step: BundleStep): Promise<number> {
  const running = startBundle(step);
  await running.says('::error');
  const ms = performance.now() - running.startedAt;
  await running.kill('SIGKILL');
  return ms;
}

/** Milliseconds from the start of a step's process until AWS has its first request, which is never answered. */
export async function untilFirstRequest(step: Omit<BundleStep, 'cloud'>): Promise<number> {
  const server = createServer();
  const arrived = new Promise<number>((resolve) => server.once('request', () => resolve(performance.now())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running = startBundle({ ...step, cloud: { endpoint, clock: { now: Date.now } } });
  try {
    const early = running.ended.then(({ stdout, stderr }): never => {
      throw new Error(`The step ended before its first request:\n${stdout}${stderr}`);
    });
    return (await Promise.race([arrived, early])) - running.startedAt;
  } finally {
    await running.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
  }
}

/** An action that prints an error and does nothing else: what Node itself takes. */
export async function bareNode(): Promise<{ readonly step: BundleStep; remove(): Promise<void> }> {
  const action = await mkdtemp(path.join(tmpdir(), 'bare-'));
  await mkdir(path.join(action, 'dist'));
  await writeFile(path.join(action, 'action.yml'), 'runs:\n  using: node24\n  main: dist/index.js\n');
  await writeFile(path.join(action, 'dist/index.js'), "console.log('::error::nothing');\n");
  return { step: { action }, remove: () => rm(action, { recursive: true, force: true }) };
}

/** Measures each in turn, again and again, so that a busy moment of the machine is shared by all. */
export async function inTurns<Value>(
  rounds: number,
  signal: AbortSignal,
  measures: Readonly<Record<string, () => Promise<Value>>>,
): Promise<Readonly<Record<string, readonly Value[]>>> {
  const found: Record<string, Value[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of Object.entries(measures)) {
      signal.throwIfAborted();
      found[name] = [...(found[name] ?? []), await measure()];
    }
  }
  return found;
}
