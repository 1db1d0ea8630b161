import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format, types } from 'node:util';
import { compileFunction } from 'node:vm';
import { exited } from '../exits.ts';
import type { Instance, Invocation, NodeBuild, Outcome, StartInstance } from '../instance.ts';
import { timeLimit } from '../time-limit.ts';
import { awslambda, type StreamingHandler, streamed, streams } from './streaming.ts';

/**
 * An execution environment in this very thread, in a hundredth of the time that a worker takes to start: for tests that
 * run thousands of short lives of code of their own. Each has its own copy of the code, its environment and its console;
 * it is not shielded from this process, and knows one CommonJS file, an async handler, and nothing to require.
 */
export const startInThread: StartInstance = (build, clock) => {
  let alive = true;
  let listener: (text: string) => void = () => {};
  let settle: ((outcome: Outcome) => void) | undefined;
  const say =
    (level: string) =>
    (...values: unknown[]) =>
      listener(`${new Date(clock.now()).toISOString()}\t${level}\t${format(...values).replaceAll('\n', '\r')}\n`);
  let handler: Handler | undefined;
  let broken: Outcome | undefined;
  try {
    handler = load(build, { log: say('INFO'), info: say('INFO'), warn: say('WARN'), error: say('ERROR') });
  } catch (error) {
    broken = failed(error);
    alive = false;
  }
  const instance: Instance = {
    alive: () => alive,
    ready: async () => broken,
    listen(next) {
      listener = next;
    },
    async end() {
      alive = false;
      settle?.(exited(1, null));
    },
    invoke(message) {
      if (!alive || !handler) return Promise.resolve(exited(1, null));
      const run = handler;
      return new Promise((resolve) => {
        const limit = timeLimit(clock, message.milliseconds, () => settle?.({ kind: 'timeout' }));
        settle = (outcome) => {
          settle = undefined;
          limit.cancel();
          // As a worker: its memory is gone.
          if (outcome.kind === 'timeout') alive = false;
          resolve(outcome);
        };
        void answered(run, message, build, { getRemainingTimeInMillis: limit.remaining, warn: say('WARN') }).then(
          (outcome) => settle?.(outcome),
        );
      });
    },
  };
  return instance;
};

type Handler = (event: unknown, context: unknown) => unknown;

function load({ taskRoot, handler, environment }: NodeBuild, console: object): Handler {
  const [, file = '', exported = ''] = /^([^.]+)\.(\w+)$/.exec(handler) ?? [];
  const source = path.join(taskRoot, `${file}.js`);
  if (!existsSync(source)) throw new Error(`In this thread runs only <file>.js by <file>.<name>, not ${handler}.`);
  const module = { exports: {} as Record<string, unknown> };
  const require = (name: string) => {
    throw new Error(`In this thread a function has nothing to require, such as ${name}.`);
  };
  const names = ['exports', 'module', 'require', 'console', 'process', 'awslambda'];
  const code = compileFunction(readFileSync(source, 'utf8'), names, { filename: `/var/task/${file}.js` });
  code(module.exports, module, require, console, { env: { ...environment } }, awslambda);
  const found = module.exports[exported];
  if (typeof found !== 'function') throw new Error(`${handler} is undefined or not exported`);
  return found as Handler;
}

async function answered(
  handler: Handler,
  { requestId, event, invokedFunctionArn, clientContext }: Invocation,
  { environment, memoryMegabytes }: NodeBuild,
  { getRemainingTimeInMillis, warn }: { getRemainingTimeInMillis: () => number; warn: (text: string) => void },
): Promise<Outcome> {
  try {
    const context = {
      functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: `${memoryMegabytes}`,
      logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
      awsRequestId: requestId,
      invokedFunctionArn,
      clientContext,
      getRemainingTimeInMillis,
    };
    if (streams(handler)) {
      const run = { handler: handler as StreamingHandler, event: JSON.parse(event), context, warn };
      return { kind: 'response', payload: await streamed(run) };
    }
    return { kind: 'response', payload: JSON.stringify(await handler(JSON.parse(event), context)) ?? 'null' };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Outcome {
  if (!types.isNativeError(error))
    return { kind: 'error', error: { errorType: typeof error, errorMessage: `${error}` } };
  // What called the function here is this machine's.
  const trace = (error.stack ?? '').split('\n').filter((line) => !/^ {4}at /.test(line) || line.includes('/var/task/'));
  return { kind: 'error', error: { errorType: error.name, errorMessage: error.message, trace } };
}
