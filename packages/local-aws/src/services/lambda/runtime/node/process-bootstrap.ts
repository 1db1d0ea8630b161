// The first module of a process that runs a Node function: speaks Lambda's Runtime API for it
// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).

import { readSync, writeSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Invocation } from '../instance.ts';
import { consoleLine } from './console-line.ts';
import type { WorkerMessage } from './messages.ts';
import type { NodeStartup } from './node-process.ts';
import { pathsOnAws } from './paths.ts';
import { runFunction } from './run-function.ts';
import { packagesFolder } from './sdk.ts';

const startup = JSON.parse(process.argv[2] ?? '') as NodeStartup;
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
// One connection, which does not keep the process alive while a handler runs.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let requestId: string | undefined;
let invoke: ((invocation: Invocation) => void) | undefined;
/** What was reported last, until it is delivered. */
let delivery: Promise<unknown> = Promise.resolve();
let waiting: NodeJS.Timeout | undefined;

for (const variable of startup.notOfFunction) delete process.env[variable];
process.argv.splice(1, Number.POSITIVE_INFINITY, '/var/runtime/index.mjs');
runFunction({
  ...startup,
  onAws: pathsOnAws(startup.names, new URL('./', import.meta.url), packagesFolder()),
  post,
  listen(next) {
    invoke = next;
  },
  ref() {
    waiting ??= setInterval(() => {}, 2 ** 30);
  },
  unref() {
    clearInterval(waiting);
    waiting = undefined;
  },
  remaining: () => time().remaining,
  exit: leave,
});

function post(message: WorkerMessage): void {
  switch (message.kind) {
    case 'ready':
      next();
      break;
    case 'console':
      frame('event', consoleLine(time().now, message.requestId, message.level, message.text));
      break;
    case 'output':
      write(Buffer.from(message.text));
      break;
    case 'response':
      report(message.payload, 'response', next);
      break;
    case 'error':
      // One that ends the process takes no further invocation.
      report(JSON.stringify(message.error), 'error', message.ending ? () => {} : next);
      break;
    case 'init-error':
      report(JSON.stringify(message.error), 'error', () => {});
      leave(1);
  }
}

/** Asks for the next invocation, and waits for as long as it takes. */
function next(): void {
  requestId = undefined;
  send('GET', '/invocation/next').then(({ headers, body }) => {
    requestId = String(headers['lambda-runtime-aws-request-id']);
    const context = headers['lambda-runtime-client-context'];
    invoke?.({
      requestId,
      event: body,
      milliseconds: time().remaining,
      invokedFunctionArn: String(headers['lambda-runtime-invoked-function-arn']),
      clientContext: typeof context === 'string' ? JSON.parse(context) : undefined,
    });
  }, gone);
}

/** Tells how an invocation, or the start, has ended. */
function report(body: string | Uint8Array, kind: 'response' | 'error', then: () => void): void {
  frame('mark', '');
  const path = requestId === undefined ? '/init/error' : `/invocation/${requestId}/${kind}`;
  delivery = send('POST', path, body).catch(gone);
  void delivery.then(then);
}

function leave(code: number): void {
  // biome-ignore lint/nursery/noProcessExit: what AWS's runtime does.
  void delivery.then(() => process.exit(code));
}

/** The local cloud has ended. */
function gone(): never {
  // biome-ignore lint/nursery/noProcessExit: there is nothing left to answer.
  process.exit(1);
}

function send(method: string, path: string, body: string | Uint8Array = '') {
  return new Promise<{ readonly headers: IncomingHttpHeaders; readonly body: string }>((resolve, reject) => {
    const sent = request(
      api + path,
      { method, agent, headers: { 'Content-Length': Buffer.byteLength(body) } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(chunks).toString() }));
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The time on the local clock, and what is left of the running invocation, in milliseconds: a line for a byte. */
function time(): { readonly now: number; readonly remaining: number } {
  writeSync(3, '?');
  const chunk = Buffer.alloc(64);
  let line = '';
  while (!line.endsWith('\n')) {
    const length = readSync(3, chunk);
    if (length === 0) gone();
    line += chunk.toString('latin1', 0, length);
  }
  const [now = 0, remaining = 0] = line.split(' ').map(Number);
  return { now, remaining };
}

function frame(kind: 'event' | 'mark', text: string): void {
  const content = Buffer.from(text);
  write(Buffer.concat([Buffer.from(`\0${startup.tag} ${kind} ${content.length}\n`), content]));
}

function write(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}
