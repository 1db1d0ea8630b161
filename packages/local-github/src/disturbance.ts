import type { ServerResponse } from 'node:http';

/**
 * What a request meets in the place of its answer.
 *
 * Limits: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit.
 * The primary one says with `x-ratelimit-reset` when it ends; the secondary one says how long to wait with `retry-after`, or
 * nothing, which means a minute at least. Either has the status 403 or 429.
 */
export type Fault =
  | 'primary limit, 403'
  | 'primary limit, 429'
  | 'secondary limit, 403'
  | 'secondary limit, 429'
  | 'secondary limit, nothing said'
  | 'server error'
  /** 503 with JSON, which GitHub documents for some routes, code scanning's among them. */
  | 'service unavailable'
  /** What a proxy in front of GitHub says, in HTML. */
  | 'bad gateway'
  | 'connection cut before the answer'
  /** What was asked has taken effect, and no byte tells of it. */
  | 'answer lost'
  | 'connection cut in the answer'
  /** A whole answer by its length, whose JSON ends in its middle. */
  | 'half of the JSON'
  | 'empty answer'
  /** HTML with the status 200, as a captive portal has it. */
  | 'HTML for JSON';

/** Every fault that there is. */
export const FAULTS: readonly Fault[] = [
  'primary limit, 403',
  'primary limit, 429',
  'secondary limit, 403',
  'secondary limit, 429',
  'secondary limit, nothing said',
  'server error',
  'service unavailable',
  'bad gateway',
  'connection cut before the answer',
  'answer lost',
  'connection cut in the answer',
  'half of the JSON',
  'empty answer',
  'HTML for JSON',
];

/** Which requests meet a fault. */
export interface Disturbance {
  readonly fault: Fault;
  /** Only requests with this method are meant, and counted; all unless given. */
  readonly method?: string;
  /** The same, of those whose path below the repository's begins so, such as `/code-scanning/sarifs`. */
  readonly path?: string;
  /** The first one, counted from now on; 1 unless given. */
  readonly from?: number;
  /** How many; 1 unless given, all until {@link until} where that is given. */
  readonly times?: number;
  /** Until when, in milliseconds since the epoch: what the limits say of their end, too. */
  readonly until?: number;
}

/** Who knows which request meets which fault. */
export interface Disturbances {
  add(one: Disturbance): void;
  /** Of the request that is made now; its path is that below the repository's. */
  next(request: { readonly method: string; readonly path: string }): Disturbance | undefined;
}

/** None at first. */
export function disturbances(now: () => number): Disturbances {
  const all: { readonly one: Disturbance; seen: number; struck: number }[] = [];
  return {
    add: (one) => void all.push({ one, seen: 0, struck: 0 }),
    next({ method, path }) {
      const struck = all.find((each) => {
        const { from = 1, until, times = until === undefined ? 1 : Number.POSITIVE_INFINITY } = each.one;
        if (method !== (each.one.method ?? method) || !path.startsWith(each.one.path ?? '')) return false;
        each.seen += 1;
        if (each.seen < from || each.struck >= times || (until !== undefined && now() >= until)) return false;
        each.struck += 1;
        return true;
      });
      return struck?.one;
    },
  };
}

const json = { 'content-type': 'application/json; charset=utf-8' };
const html = { 'content-type': 'text/html; charset=utf-8' };
const page = '<html><body><h1>The page is not there</h1></body></html>';
const limits = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';

/** Whether a fault is a piece of what would have been answered. */
export function isOfAnswer({ fault }: Disturbance): boolean {
  return fault === 'answer lost' || fault === 'connection cut in the answer' || fault === 'half of the JSON';
}

/** Answers with a fault, in the place of `body`. */
export function disturb(response: ServerResponse, { fault, until }: Disturbance, now: number, body: string): void {
  const end = until ?? now + 90_000;
  const half = Buffer.from(body).subarray(0, Math.ceil(Buffer.byteLength(body) / 2));
  if (fault === 'connection cut before the answer' || fault === 'answer lost') response.socket?.destroy();
  else if (fault === 'connection cut in the answer') {
    response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(body) });
    response.write(half, () => response.socket?.destroy());
  } else if (fault === 'half of the JSON') response.writeHead(200, json).end(half);
  else if (fault === 'empty answer') response.writeHead(200, json).end();
  else if (fault === 'HTML for JSON') response.writeHead(200, html).end(page);
  else if (fault === 'bad gateway') response.writeHead(502, html).end(page);
  else {
    const { status, message, headers } = refusals(end, now)[fault];
    response.writeHead(status, { ...json, ...headers });
    response.end(JSON.stringify({ message, documentation_url: limits }));
  }
}

function refusals(end: number, now: number) {
  const server = { status: 500, message: 'Server Error', headers: {} };
  const primary = {
    message: 'API rate limit exceeded for installation ID 1001.',
    headers: {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(end / 1000)),
    },
  };
  const secondary = {
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    headers: { 'x-ratelimit-remaining': '900', 'retry-after': String(Math.ceil((end - now) / 1000)) },
  };
  return {
    'server error': server,
    // https://docs.github.com/en/rest/code-scanning/code-scanning: "Service unavailable".
    'service unavailable': { status: 503, message: 'Service unavailable', headers: {} },
    'primary limit, 403': { status: 403, ...primary },
    'primary limit, 429': { status: 429, ...primary },
    'secondary limit, 403': { status: 403, ...secondary },
    'secondary limit, 429': { status: 429, ...secondary },
    'secondary limit, nothing said': { status: 403, ...secondary, headers: { 'x-ratelimit-remaining': '900' } },
  };
}
