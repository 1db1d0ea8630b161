import process from 'node:process';
import { Worker } from 'node:worker_threads';
import { exited } from '../exits.ts';
import { loadLimit, type Outcome, type StartInstance } from '../instance.ts';
import { type TimeLimit, timeLimit } from '../time-limit.ts';
import { consoleLine } from './console-line.ts';
import type { Startup, WorkerMessage } from './messages.ts';
import { turnedOff } from './turned-off.ts';

/** Starts an execution environment in a worker, which shields this process as well as a thread can. */
export const startInstance: StartInstance = (build, clock) => {
  const time = new SharedArrayBuffer(16);
  // Most of a start is compiling: where this process keeps what was compiled, environments find it, too.
  const { NODE_COMPILE_CACHE = '' } = process.env;
  const startup: Startup = {
    notOfFunction: NODE_COMPILE_CACHE && !('NODE_COMPILE_CACHE' in build.environment) ? ['NODE_COMPILE_CACHE'] : [],
    taskRoot: build.taskRoot,
    names: build.names,
    handler: build.handler,
    runtimeMajor: build.runtimeMajor,
    time,
  };
  const worker = new Worker(new URL('./bootstrap.ts', import.meta.url), {
    workerData: startup,
    env: { ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...build.environment },
    argv: [],
    execArgv: ['--no-warnings', ...turnedOff(build.runtimeMajor, build.environment.NODE_OPTIONS)],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: build.memoryMegabytes },
  });
  // A client that waits for an answer keeps the process alive; an idle environment does not.
  worker.unref();
  let alive = true;
  let listener: (text: string) => void = () => {};
  let limit: TimeLimit | undefined;
  let settleInvocation: ((outcome: Outcome) => void) | undefined;
  let killed = false;

  const readiness = new Promise<Outcome | undefined>((resolve) => {
    const loading = setTimeout(() => {
      resolve({ kind: 'timeout' });
      void end();
    }, loadLimit);
    const settled = (outcome: Outcome | undefined): void => {
      clearTimeout(loading);
      resolve(outcome);
    };
    worker.on('message', (message: WorkerMessage) => {
      switch (message.kind) {
        case 'ready':
          return settled(undefined);
        case 'init-error':
          settled({ kind: 'error', error: message.error });
          return void end();
        case 'response':
          return settleInvocation?.(message);
        case 'error':
          alive = alive && !message.ending;
          settled(message);
          return settleInvocation?.(message);
        case 'console':
          return listener(consoleLine(clock.now(), message.requestId, message.level, message.text));
        case 'output':
          return listener(message.text);
        case 'time':
          return tell(time, limit?.remaining() ?? 0);
      }
    });
    worker.on('error', (error: Error & { code?: string }) => {
      killed = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    });
    worker.on('exit', (code) => {
      alive = false;
      const outcome = exited(code, killed ? 'SIGKILL' : null);
      settled(outcome);
      settleInvocation?.(outcome);
    });
  });

  async function end(): Promise<void> {
    alive = false;
    await worker.terminate();
  }

  return {
    alive: () => alive,
    ready: () => readiness,
    listen(next) {
      listener = next;
    },
    end,
    invoke(message) {
      if (!alive) {
        return Promise.resolve(exited(1, null));
      }
      return new Promise<Outcome>((resolve) => {
        limit = timeLimit(clock, message.milliseconds, () => settleInvocation?.({ kind: 'timeout' }));
        settleInvocation = (outcome) => {
          settleInvocation = undefined;
          limit?.cancel();
          if (outcome.kind === 'timeout') {
            // The environment is thrown away; the next invocation gets a new one (recorded: its memory is gone).
            void end();
          }
          resolve(outcome);
        };
        worker.postMessage(message);
      });
    },
  };
};

function tell(time: SharedArrayBuffer, remaining: number): void {
  new Float64Array(time, 8, 1)[0] = remaining;
  const flag = new Int32Array(time, 0, 1);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}
