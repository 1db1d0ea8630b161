// The first module of a function's worker.

import { parentPort, workerData } from 'node:worker_threads';
import type { Startup, WorkerMessage } from './messages.ts';
import { pathsOnAws } from './paths.ts';
import { runFunction } from './run-function.ts';
import { packagesFolder } from './sdk.ts';

const { taskRoot, names, handler, runtimeMajor, time, notOfFunction } = workerData as Startup;
const port = parentPort as NonNullable<typeof parentPort>;
for (const variable of notOfFunction) delete process.env[variable];
// The working directory is the process', which a thread cannot change.
process.cwd = () => taskRoot;

runFunction({
  taskRoot,
  handler,
  runtimeMajor,
  bringsSdk: true,
  onAws: pathsOnAws(names, new URL('./', import.meta.url), packagesFolder()),
  post,
  listen: (invoke) => port.on('message', invoke),
  ref: () => port.ref(),
  unref: () => port.unref(),
  remaining,
  exit(code) {
    // biome-ignore lint/nursery/noProcessExit: what AWS's runtime does; it ends this worker only.
    process.exit(code);
  },
});

function post(message: WorkerMessage): void {
  port.postMessage(message);
}

/** Asked of the host, which knows the local clock, and answers in shared memory while this thread waits. */
function remaining(): number {
  const flag = new Int32Array(time, 0, 1);
  Atomics.store(flag, 0, 0);
  post({ kind: 'time' });
  Atomics.wait(flag, 0, 0, 5_000);
  return new Float64Array(time, 8, 1)[0] ?? 0;
}
