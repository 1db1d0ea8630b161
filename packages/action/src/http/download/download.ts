import type { Request, StreamedAnswer } from '../messages.ts';
import { type Watch, watchOver } from '../watch.ts';
import { endOfHead, type Head, readHead } from './head.ts';
import type { Line } from './line.ts';
import type { Lines } from './lines.ts';
import { headOf } from './question.ts';

/** How long nothing may come, in milliseconds, and what ends it at once. */
export interface DownloadLimits {
  readonly idleMs?: number;
  readonly signal: AbortSignal;
}

/**
 * Asks by GET for something large, over connections of its own that are used again. The pieces of the body are lent.
 *
 * @returns `undefined` where the server answers in another way than with an announced length: then it is for Node's own client.
 * @throws BrokenOffError
 */
export type Download = (
  request: Pick<Request, 'url' | 'headers'>,
  limits: DownloadLimits,
) => Promise<StreamedAnswer | undefined>;

/**
 * {@link Download}, which remembers connections, and servers that answer in another way. Node's client copies each piece of a body
 * into new memory (https://github.com/nodejs/node/blob/v24.x/src/node_http_parser.cc, on_body), which takes more time than all else
 * that is done with it, and as much again to collect.
 */
export function downloader(lines: Lines): Download {
  const others = new Set<string>();

  const begin = async (request: Parameters<Download>[0], limits: DownloadLimits): Promise<Begun | undefined> => {
    const { url } = request;
    const question = headOf({ ...request, method: 'GET' });
    const { line, isUsed } = lines.take(url);
    const watch = watchOver(line, limits.signal);
    try {
      line.write(question);
      watch.wait(limits.idleMs);
      const first = await line.next();
      // The server had closed it meanwhile: https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1
      if (!first && isUsed && !limits.signal.aborted) {
        watch.end();
        return await begin(request, limits);
      }
      const answer = await headOn(line, first);
      watch.stop();
      if (answer) return { line, watch, ...answer };
      watch.end();
      return undefined;
    } catch (error) {
      const explained = watch.explain(error);
      watch.end();
      throw explained;
    }
  };

  return async (request, limits) => {
    limits.signal.throwIfAborted();
    const { origin, username, password } = request.url;
    if (others.has(origin) || username !== '' || password !== '') return undefined;
    const begun = await begin(request, limits);
    if (!begun) {
      others.add(origin);
      return undefined;
    }
    const { line, watch, head } = begun;
    const { status, headers } = head;
    const body = bodyOf(begun, limits.idleMs, () => lines.release(line, origin));
    return { status, headers, body, areLent: true, end: watch.end };
  };
}

interface Begun {
  readonly line: Line;
  readonly watch: Watch;
  readonly head: Head;
  /** What has come of the body. */
  readonly first: Buffer;
}

/** Reads the head of an answer. @returns `undefined` where it is of another kind. */
async function headOn(line: Line, first: Buffer | undefined): Promise<Pick<Begun, 'head' | 'first'> | undefined> {
  let come = first;
  for (let piece = first; ; ) {
    if (!piece || !come) throw new Error('the connection was closed');
    const end = endOfHead(come);
    if (end === undefined) return undefined;
    if (end >= 0) {
      const head = readHead(come.subarray(0, end));
      return head && { head, first: come.subarray(end) };
    }
    come = Buffer.from(come);
    piece = await line.next();
    if (piece) come = Buffer.concat([come, piece]);
  }
}

async function* bodyOf(
  { line, watch, head, first }: Begun,
  idleMs: number | undefined,
  release: () => void,
): AsyncGenerator<Buffer> {
  let left = head.length;
  let isReusable = false;
  try {
    for (let piece = first; ; ) {
      const isMore = piece.length > left;
      const own = isMore ? piece.subarray(0, left) : piece;
      left -= own.length;
      // The last one stays with its reader, while others use the connection.
      if (own.length > 0) yield left === 0 ? Buffer.from(own) : own;
      if (left === 0) {
        isReusable = head.staysOpen && !isMore;
        return;
      }
      watch.wait(idleMs);
      const next = await line.next();
      watch.stop();
      if (!next) throw new Error('the answer ended in its middle');
      piece = next;
    }
  } catch (error) {
    throw watch.explain(error);
  } finally {
    // Of one that was ended meanwhile nothing is used again.
    if (isReusable && watch.release()) release();
    else watch.end();
  }
}
