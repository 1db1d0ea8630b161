// The first module of a function's worker: loads the handler and runs it, one invocation at a time, as AWS's Node runtime
// interface client (aws/aws-lambda-nodejs-runtime-interface-client, src/Runtime.js and src/CallbackContext.js) does in a
// process of its own.

import { format, types } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { ErrorBody, Invocation } from '../instance.ts';
import { type Handler, loadHandler } from './handler.ts';
import type { Startup, WorkerMessage } from './messages.ts';
import { pathsOnAws, traceOnAws } from './paths.ts';
import { bringSdk, packagesFolder } from './sdk.ts';
import { awslambda, type StreamingHandler, streamed, streams } from './streaming.ts';

const { taskRoot, handler: handlerName, runtimeMajor, time, notOfFunction } = workerData as Startup;
const port = parentPort as NonNullable<typeof parentPort>;
const onAws = pathsOnAws(taskRoot, new URL('./', import.meta.url), packagesFolder());
let current: Invocation | undefined;

for (const variable of notOfFunction) delete process.env[variable];
speakThroughHost();
Error.prepareStackTrace = traceOnAws(onAws);
// The working directory is the process', which a thread cannot change.
process.cwd = () => taskRoot;
process.on('uncaughtException', (error) => {
  fail(error, true);
  // biome-ignore lint/nursery/noProcessExit: what AWS's runtime does; it ends this worker only.
  process.exit(129);
});
process.on('unhandledRejection', (reason) => {
  const text = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
  fail(Object.assign(new Error(text), { name: 'Runtime.UnhandledPromiseRejection' }), true);
  // biome-ignore lint/nursery/noProcessExit: what AWS's runtime does; it ends this worker only.
  process.exit(128);
});

bringSdk();
Object.assign(globalThis, { awslambda });
loadHandler(taskRoot, handlerName, runtimeMajor).then(
  (handler) => {
    port.on('message', (message: Invocation) => invoke(handler, message));
    post({ kind: 'ready' });
  },
  (error: unknown) => {
    const body = errorBody(error);
    log(runtimeMajor >= 24 ? 'Init Error' : 'Uncaught Exception', body);
    post({ kind: 'init-error', error: body });
  },
);

function post(message: WorkerMessage): void {
  port.postMessage(message);
}

function invoke(handler: Handler, message: Invocation): void {
  current = message;
  let done = false;
  let waiting: (() => void) | undefined;
  let promised = false;
  // Only what the handler has begun keeps the event loop alive: when it runs empty, the invocation is over.
  port.unref();

  const finish = (answer: () => void): void => {
    if (!done) {
      done = true;
      process.off('beforeExit', onEmptyLoop);
      answer();
      current = undefined;
      port.ref();
    }
  };
  const succeed = (result: unknown): void => finish(() => respond(result));
  const reject = (error: unknown): void => finish(() => fail(error));
  const onEmptyLoop = (): void => {
    if (streams(handler)) {
      // AWS's runtime waits for the end of the stream, and so for the time limit.
      port.ref();
    } else if (waiting !== undefined) {
      waiting();
    } else if (types.isAsyncFunction(handler) || (promised && runtimeMajor >= 24)) {
      reject(
        Object.assign(
          new Error(
            'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
          ),
          { name: 'Runtime.NodeJsExit' },
        ),
      );
    } else {
      succeed(null);
    }
  };
  process.on('beforeExit', onEmptyLoop);

  const context = contextOf(message, succeed, reject);
  const callback = (error: unknown, result: unknown): void => {
    const answer = () => (error === null || error === undefined ? succeed(result) : reject(error));
    if (context.callbackWaitsForEmptyEventLoop && (error === null || error === undefined)) {
      waiting = answer;
    } else {
      answer();
    }
  };
  if (streams(handler)) {
    const warn = (text: string): void => post({ kind: 'console', level: 'WARN', requestId: message.requestId, text });
    const run = { handler: handler as StreamingHandler, event: JSON.parse(message.event), context, warn };
    streamed(run).then((payload) => finish(() => post({ kind: 'response', payload })), reject);
    return;
  }
  try {
    const result = handler(JSON.parse(message.event), context, callback);
    if (isThenable(result)) {
      promised = true;
      result.then(succeed, reject);
    } else if (runtimeMajor >= 24) {
      // From Node.js 24 on there is no callback to wait for: what is returned is the response.
      succeed(result);
    }
  } catch (error) {
    reject(error);
  }
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function contextOf(message: Invocation, succeed: (result: unknown) => void, fail: (error: unknown) => void) {
  const environment = process.env;
  const legacy = {
    done: (error: unknown, result: unknown) => (error ? fail(error) : succeed(result)),
    succeed,
    fail,
  };
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: message.clientContext,
    identity: undefined,
    invokedFunctionArn: message.invokedFunctionArn,
    awsRequestId: message.requestId,
    getRemainingTimeInMillis: remaining,
    ...(runtimeMajor >= 24 ? {} : legacy),
  };
}

/** Asked of the host, which knows the local clock, and answers in shared memory while this thread waits. */
function remaining(): number {
  const flag = new Int32Array(time, 0, 1);
  Atomics.store(flag, 0, 0);
  post({ kind: 'time' });
  Atomics.wait(flag, 0, 0, 5_000);
  return new Float64Array(time, 8, 1)[0] ?? 0;
}

function respond(result: unknown): void {
  let payload: string | undefined;
  try {
    payload = JSON.stringify(result);
  } catch {
    const error = new Error('Unable to stringify response body');
    fail(runtimeMajor >= 24 ? Object.assign(error, { name: 'Runtime.JSONStringifyError' }) : error);
    return;
  }
  post({ kind: 'response', payload: payload ?? 'null' });
}

function fail(error: unknown, ending = false): void {
  const body = errorBody(error);
  if (current !== undefined) {
    log('Invoke Error', body);
  }
  post({ kind: 'error', error: body, ending });
}

function log(what: string, { trace, ...body }: ErrorBody): void {
  const text = `${what} \t${JSON.stringify({ ...body, stack: trace })}`;
  post({ kind: 'console', level: 'ERROR', requestId: current?.requestId, text });
}

function errorBody(error: unknown): ErrorBody {
  if (!types.isNativeError(error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: error.name,
    errorMessage: onAws(error.message),
    // Once more, since a function may have its own ways of writing traces.
    trace: onAws(error.stack ?? '').split('\n'),
  };
}

/** Sends console, stdout and stderr to the host, in the order in which they were written. */
function speakThroughHost(): void {
  const say =
    (level: string) =>
    (...values: unknown[]): void => {
      post({ kind: 'console', level, requestId: current?.requestId, text: onAws(format(...values)) });
    };
  console.log = say('INFO');
  console.info = say('INFO');
  console.debug = say('DEBUG');
  console.trace = say('TRACE');
  console.warn = say('WARN');
  console.error = say('ERROR');
  const write = (chunk: string | Uint8Array): boolean => {
    post({ kind: 'output', text: onAws(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()) });
    return true;
  };
  process.stdout.write = write as typeof process.stdout.write;
  process.stderr.write = write as typeof process.stderr.write;
}
