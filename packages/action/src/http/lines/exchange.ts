import type { Request, StreamedAnswer, StreamedBody } from '../messages.ts';
import { type Watch, watchOver } from '../watch.ts';
import { answerOn, type Begun, bodyOn } from './answer.ts';
import type { Line } from './line.ts';
import type { Lines } from './lines.ts';
import { headOf } from './question.ts';

/** How long nothing may come or go, in milliseconds, and what ends it at once. */
export interface LineLimits {
  readonly idleMs?: number;
  readonly answerMs?: number;
  readonly signal: AbortSignal;
}

/**
 * Makes any request over connections that are used again, and gives its answer as soon as it begins. Node's client makes more of a
 * request, in three times the work: with hundreds of them for an image that is what a copy takes longest for.
 *
 * @throws BrokenOffError, and what the body of the request throws, as it is.
 */
export function overLines(lines: Lines): (request: Request, limits: LineLimits) => Promise<StreamedAnswer> {
  const exchange = async (request: Request, limits: LineLimits): Promise<StreamedAnswer> => {
    limits.signal.throwIfAborted();
    const head = headFor(request);
    const { line, isUsed } = lines.take(request.url);
    const watch = watchOver(line, limits.signal);
    let begun: Begun;
    const sending: Sending = { isOver: false, isWhole: false };
    try {
      begun = await answerTo(line, { ...request, head }, watch, limits, sending);
    } catch (error) {
      const explained = sending.failure ? sending.failure.reason : watch.explain(error);
      const wasEnded = !watch.release();
      line.destroy();
      // The server had closed it meanwhile: https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1
      const isSafe = request.method === 'GET' || request.method === 'HEAD';
      if (isUsed && isSafe && !wasEnded && !sending.hasCome) return exchange(request, limits);
      throw explained;
    }
    watch.stop();
    const release = () => lines.release(line, request.url.origin);
    return {
      status: begun.status,
      headers: begun.headers,
      body: bytesOf(line, begun, watch, limits.idleMs, () => {
        if (begun.staysOpen && sending.isWhole) release();
        else line.destroy();
      }),
      areLent: true,
      end: watch.end,
    };
  };
  return exchange;
}

/** How far a request is. */
interface Sending {
  /** The answer is there, or the connection is gone. */
  isOver: boolean;
  /** All of it went out. */
  isWhole: boolean;
  /** Something of an answer has come. */
  hasCome?: boolean;
  /** What the body threw. */
  failure?: { readonly reason: unknown };
}

function answerTo(
  line: Line,
  { head, method, body }: Pick<Request, 'method' | 'body'> & { readonly head: string },
  watch: Watch,
  { idleMs, answerMs = idleMs }: LineLimits,
  sending: Sending,
): Promise<Begun> {
  const heard: Line = {
    ...line,
    async next() {
      const piece = await line.next();
      if (piece) sending.hasCome = true;
      return piece;
    },
  };
  const coming = answerOn(heard, method).finally(() => {
    sending.isOver = true;
  });
  watch.onEnd(() => {
    sending.isOver = true;
  });
  if (isStreamed(body)) {
    return new Promise((resolve, reject) => {
      coming.then(resolve, reject);
      send(line, head, body, { watch, idleMs, sending }).then(
        () => sending.isWhole && !sending.isOver && watch.wait(answerMs),
        (reason: unknown) => {
          sending.failure = { reason };
          reject(reason);
          watch.end();
        },
      );
    });
  }
  const content = bytesIn(body);
  line.together(() => {
    line.write(head);
    if (content.length > 0) line.write(content);
  });
  sending.isWhole = true;
  watch.wait(answerMs);
  return coming;
}

function headFor({ body, ...request }: Request): string {
  if (isStreamed(body)) return headOf(request, body.length);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const { length } = bytesIn(body);
  return headOf(request, isRead && length === 0 ? undefined : length);
}

function bytesIn(body: string | Uint8Array = ''): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

function isStreamed(body: Request['body']): body is StreamedBody {
  return typeof body === 'object' && 'open' in body;
}

/** Sends a body, as long as there is no answer yet. */
async function send(
  line: Line,
  head: string,
  body: StreamedBody,
  { watch, idleMs, sending }: { readonly watch: Watch; readonly idleMs: number | undefined; readonly sending: Sending },
): Promise<void> {
  let length = 0;
  let ahead = head;
  for await (const piece of body.open()) {
    // Leaving the loop ends what the body comes from.
    if (sending.isOver) return;
    length += piece.length;
    if (length > body.length) break;
    watch.wait(idleMs);
    await new Promise<void>((resolve) => {
      line.together(() => {
        if (ahead !== '') line.write(ahead);
        ahead = '';
        line.write(piece, (error) => {
          // Why the connection is gone is said by what reads from it.
          if (error) sending.isOver = true;
          resolve();
        });
      });
    });
    if (sending.isOver) continue;
    watch.stop();
    body.sent?.(piece);
  }
  if (sending.isOver) return;
  // What is too short would be waited for, and what is too long would be read as another request.
  if (length !== body.length) throw new Error(`A body of ${body.length} bytes was announced, and has another length.`);
  if (ahead !== '') line.write(ahead);
  sending.isWhole = true;
}

async function* bytesOf(
  line: Line,
  begun: Begun,
  watch: Watch,
  idleMs: number | undefined,
  over: () => void,
): AsyncGenerator<Buffer> {
  const heard: Line = {
    ...line,
    async next() {
      watch.wait(idleMs);
      const piece = await line.next();
      watch.stop();
      return piece;
    },
  };
  let isWhole = false;
  try {
    isWhole = yield* bodyOn(heard, begun);
  } catch (error) {
    throw watch.explain(error);
  } finally {
    if (!isWhole) watch.end();
    else if (watch.release()) over();
  }
}
