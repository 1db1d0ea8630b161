// Loads a function's handler and runs it, one invocation at a time, as AWS's Node runtime interface client does
// (aws/aws-lambda-nodejs-runtime-interface-client, src/Runtime.js and src/CallbackContext.js).

import { format, types } from 'node:util';
import type { ErrorBody, Invocation } from '../instance.ts';
import { type Handler, loadHandler } from './handler.ts';
import type { WorkerMessage } from './messages.ts';
import { traceOnAws } from './paths.ts';
import { bringSdk } from './sdk.ts';
import { awslambda, type StreamingHandler, streamed, streams } from './streaming.ts';

/** What runs a function for its host: a worker, or a process. */
export interface NodeHost {
  readonly taskRoot: string;
  /** Such as `index.handler`. */
  readonly handler: string;
  /** Node's major version by the function's runtime; the handler runs on this process' Node all the same. */
  readonly runtimeMajor: number;
  /** Whether the function finds the AWS SDK without packing it. */
  readonly bringsSdk: boolean;
  /** Names files as they are on AWS. */
  readonly onAws: (text: string) => string;
  post(message: WorkerMessage): void;
  /** Calls back for each invocation, from the message on that the function is ready. */
  listen(invoke: (invocation: Invocation) => void): void;
  /** Whether waiting for the host keeps the event loop alive. */
  ref(): void;
  unref(): void;
  /** Milliseconds that are left of the running invocation. */
  remaining(): number;
  /** Ends this worker or process, once all that was posted is delivered. */
  exit(code: number): void;
}

let host: NodeHost;
let current: Invocation | undefined;

/** Loads the handler and runs it for each invocation. Called once. */
export function runFunction(given: NodeHost): void {
  host = given;
  const { taskRoot, handler: name, runtimeMajor } = host;
  speakThroughHost();
  Error.prepareStackTrace = traceOnAws(host.onAws);
  process.on('uncaughtException', (error) => {
    fail(error, true);
    host.exit(129);
  });
  process.on('unhandledRejection', (reason) => {
    const text = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
    fail(Object.assign(new Error(text), { name: 'Runtime.UnhandledPromiseRejection' }), true);
    host.exit(128);
  });
  if (host.bringsSdk) bringSdk();
  Object.assign(globalThis, { awslambda });
  loadHandler(taskRoot, name, runtimeMajor).then(
    (handler) => {
      host.listen((invocation) => invoke(handler, invocation));
      host.post({ kind: 'ready' });
    },
    (error: unknown) => {
      const body = errorBody(error);
      log(runtimeMajor >= 24 ? 'Init Error' : 'Uncaught Exception', body);
      host.post({ kind: 'init-error', error: body });
    },
  );
}

function invoke(handler: Handler, message: Invocation): void {
  current = message;
  let done = false;
  let waiting: (() => void) | undefined;
  let promised = false;
  // Only what the handler has begun keeps the event loop alive: when it runs empty, the invocation is over.
  host.unref();

  const finish = (answer: () => void): void => {
    if (!done) {
      done = true;
      process.off('beforeExit', onEmptyLoop);
      answer();
      current = undefined;
      host.ref();
    }
  };
  const succeed = (result: unknown): void => finish(() => respond(result));
  const reject = (error: unknown): void => finish(() => fail(error));
  const onEmptyLoop = (): void => {
    if (streams(handler)) {
      // AWS's runtime waits for the end of the stream, and so for the time limit.
      host.ref();
    } else if (waiting !== undefined) {
      waiting();
    } else if (types.isAsyncFunction(handler) || (promised && host.runtimeMajor >= 24)) {
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
    const warn = (text: string): void =>
      host.post({ kind: 'console', level: 'WARN', requestId: message.requestId, text });
    const run = { handler: handler as StreamingHandler, event: JSON.parse(message.event), context, warn };
    streamed(run).then((payload) => finish(() => host.post({ kind: 'response', payload })), reject);
    return;
  }
  try {
    const result = handler(JSON.parse(message.event), context, callback);
    if (isThenable(result)) {
      promised = true;
      result.then(succeed, reject);
    } else if (host.runtimeMajor >= 24) {
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
    getRemainingTimeInMillis: () => host.remaining(),
    ...(host.runtimeMajor >= 24 ? {} : legacy),
  };
}

function respond(result: unknown): void {
  let payload: string | undefined;
  try {
    payload = JSON.stringify(result);
  } catch {
    const error = new Error('Unable to stringify response body');
    fail(host.runtimeMajor >= 24 ? Object.assign(error, { name: 'Runtime.JSONStringifyError' }) : error);
    return;
  }
  host.post({ kind: 'response', payload: payload ?? 'null' });
}

function fail(error: unknown, ending = false): void {
  const body = errorBody(error);
  if (current !== undefined) {
    log('Invoke Error', body);
  }
  host.post({ kind: 'error', error: body, ending });
}

function log(what: string, { trace, ...body }: ErrorBody): void {
  const text = `${what} \t${JSON.stringify({ ...body, stack: trace })}`;
  host.post({ kind: 'console', level: 'ERROR', requestId: current?.requestId, text });
}

function errorBody(error: unknown): ErrorBody {
  if (!types.isNativeError(error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: error.name,
    errorMessage: host.onAws(error.message),
    // Once more, since a function may have its own ways of writing traces.
    trace: host.onAws(error.stack ?? '').split('\n'),
  };
}

/** Sends console, stdout and stderr to the host, in the order in which they were written. */
function speakThroughHost(): void {
  const say =
    (level: string) =>
    (...values: unknown[]): void => {
      host.post({ kind: 'console', level, requestId: current?.requestId, text: host.onAws(format(...values)) });
    };
  console.log = say('INFO');
  console.info = say('INFO');
  console.debug = say('DEBUG');
  console.trace = say('TRACE');
  console.warn = say('WARN');
  console.error = say('ERROR');
  const write = (chunk: string | Uint8Array): boolean => {
    host.post({ kind: 'output', text: host.onAws(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()) });
    return true;
  };
  process.stdout.write = write as typeof process.stdout.write;
  process.stderr.write = write as typeof process.stderr.write;
}
