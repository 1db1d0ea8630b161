// Lambda's Runtime API, by which a runtime in a process of its own takes invocations and answers them:
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErrorBody, Invocation, Outcome } from '../instance.ts';

/** What a runtime tells, and in which order: ready once, or an error as it starts; then one outcome for each invocation. */
export interface RuntimeEvents {
  /** It has asked for its next invocation. */
  ready(): void;
  initError(outcome: Outcome): void;
  answered(outcome: Outcome): void;
}

/** The API of one execution environment, on a port of its own, so that no other can answer for it. */
export interface RuntimeApi {
  /** What AWS_LAMBDA_RUNTIME_API holds: host and port. */
  readonly address: string;
  /** Hands over an invocation, which ends at `deadline`, in milliseconds of the local clock. */
  give(invocation: Invocation, deadline: number): void;
  close(): void;
}

const version = '/2018-06-01/runtime';

/** Listens on 127.0.0.1 at a free port. */
export async function runtimeApi(events: RuntimeEvents): Promise<RuntimeApi> {
  let given: { readonly invocation: Invocation; readonly deadline: number } | undefined;
  let current: string | undefined;
  let asking: ServerResponse | undefined;
  let started = false;

  function handOver(): void {
    if (given === undefined || asking === undefined) return;
    const { invocation, deadline } = given;
    const { clientContext } = invocation;
    asking.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(invocation.event),
      'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
      'Lambda-Runtime-Deadline-Ms': String(deadline),
      'Lambda-Runtime-Invoked-Function-Arn': invocation.invokedFunctionArn,
      ...(clientContext === undefined ? {} : { 'Lambda-Runtime-Client-Context': ascii(clientContext) }),
    });
    asking.end(invocation.event);
    current = invocation.requestId;
    given = undefined;
    asking = undefined;
  }

  function finished(requestId: string | undefined, outcome: Outcome): Answer {
    if (requestId === undefined || requestId !== current) return refused(400, 'InvalidRequestID', 'Invalid request ID');
    current = undefined;
    events.answered(outcome);
    return accepted;
  }

  function answer(method: string, path: string, body: Buffer): Answer | 'later' {
    const [, what, requestId, kind] = /^\/(invocation|init)(?:\/([^/]+))?\/(next|response|error)$/.exec(path) ?? [];
    switch (`${method} ${what} ${kind}`) {
      case 'GET invocation next':
        started = true;
        events.ready();
        return 'later';
      case 'POST invocation response':
        return finished(requestId, { kind: 'response', payload: body });
      case 'POST invocation error':
        return finished(requestId, failed(body.toString()));
      case 'POST init error':
        // A function's own doing: as Lambda's emulator refuses it (aws/aws-lambda-runtime-interface-emulator, rapi/rendering).
        if (started) return refused(403, 'InvalidStateTransition', 'State transition is not allowed');
        started = true;
        events.initError(failed(body.toString()));
        return accepted;
      default:
        return refused(404, 'NotFound', `${method} ${path} is not of the Runtime API`);
    }
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? '').replace(version, '');
    const answered = answer(request.method ?? '', path, Buffer.concat(chunks));
    if (answered === 'later') {
      asking = response;
      handOver();
      return;
    }
    const text = JSON.stringify(answered.body);
    response.writeHead(answered.status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
    });
    response.end(text);
  }

  // A runtime waits for its next invocation for as long as it takes.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
    // A runtime that is killed in the middle of a request has nothing more to say.
    take(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => socket.unref());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    give(invocation, deadline) {
      given = { invocation, deadline };
      handOver();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const accepted: Answer = { status: 202, body: { status: 'OK' } };

function refused(status: number, errorType: string, errorMessage: string): Answer {
  return { status, body: { errorMessage, errorType } };
}

/** JSON in a header, where only ASCII passes unchanged. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What a runtime reports as an error is passed on as it is, also where it is not in the documented form. */
function failed(body: string): Outcome {
  let error: Partial<ErrorBody> = {};
  try {
    error = (JSON.parse(body) ?? {}) as Partial<ErrorBody>;
  } catch {}
  const { errorType = '', errorMessage = '' } = error;
  return { kind: 'error', error: { ...error, errorType, errorMessage }, body };
}
