import type { Clock } from '@actions-aws/local-aws';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Visit } from '../story/visits.ts';

/** What readers search for, one after another. Some know that search engines take plus signs. */
const queries = ['sea', 'whale', '+sea +captain', 'doctor', 'stevenson', 'house', '+white +whale', 'brontë'];

/** A book that the librarians bring again and again. */
const book = { title: 'The Odyssey', author: 'Homer', about: 'A king takes ten years to come home by sea' };

/** Those who call one function. */
interface Callers {
  readonly functionName: string;
  /** Milliseconds of the machine's time between two requests. */
  readonly everyMs: number;
  event(number: number): unknown;
  /** The release that an answer is stamped with. */
  read(answer: Answer): string | undefined;
}

type Answer = Readonly<Record<string, unknown>> & { readonly headers?: Readonly<Record<string, string>> };

const everybody: readonly Callers[] = [
  {
    functionName: 'search-api',
    everyMs: 50,
    event: (number) => searchFor(queries[number % queries.length]!),
    read: ({ headers }) => headers?.['x-release'],
  },
  { functionName: 'search-indexer', everyMs: 100, event: () => ({ book }), read: ({ release }) => text(release) },
  {
    functionName: 'search-scheduler',
    everyMs: 100,
    event: () => ({ entries: [{ title: book.title, format: 0 }] }),
    read: ({ release }) => text(release),
  },
];

/** People who search, librarians who bring books, and the clock that asks what is due. */
export interface Users {
  /** All requests that have been answered, or have failed, so far. */
  readonly visits: readonly Visit[];
  /** One more request to a function, which counts as all others do. */
  visit(functionName: string): Promise<Visit>;
  /** Send no more; resolves when the last request is answered. */
  leave(): Promise<void>;
}

/**
 * As many requests of one function wait for their answers at most: each has a process of its own on the local cloud, and more of
 * them make a busy machine slower, so that still more would wait.
 */
const atOnce = 4;

/**
 * Lets users arrive: from now on requests go to the alias `live` of every function at a steady rate, even if some of those
 * before are not answered yet, and each is noted.
 *
 * @param lambda must not try again by itself: a user sees the first answer.
 */
export function usersArrive(
  lambda: LambdaClient,
  { clock, onVisit }: { readonly clock: Clock; readonly onVisit: () => void },
): Users {
  const visits: Visit[] = [];
  const open = new Map<Promise<unknown>, string>();
  const next = new Map<string, () => void>();
  const counts = new Map<string, number>();

  async function visit(callers: Callers): Promise<Visit> {
    const number = counts.get(callers.functionName) ?? 0;
    counts.set(callers.functionName, number + 1);
    const at = clock.now();
    const met = await ask(lambda, callers, callers.event(number));
    const seen = { functionName: callers.functionName, at, tookMs: clock.now() - at, ...met };
    visits.push(seen);
    onVisit();
    return seen;
  }

  function arrive(callers: Callers): void {
    const waiting = [...open.values()].filter((functionName) => functionName === callers.functionName);
    if (waiting.length < atOnce) {
      const request = visit(callers);
      open.set(request, callers.functionName);
      void request.finally(() => open.delete(request));
    }
    next.set(
      callers.functionName,
      clock.after(callers.everyMs * clock.scale, () => arrive(callers)),
    );
  }

  for (const callers of everybody) arrive(callers);
  return {
    visits,
    visit(functionName) {
      const callers = everybody.find((each) => each.functionName === functionName);
      if (!callers) throw new Error(`Nobody calls ${functionName}.`);
      return visit(callers);
    },
    async leave() {
      for (const stop of next.values()) stop();
      await Promise.all(open.keys());
    },
  };
}

/** One request of a user. It never throws: what went wrong is what the user met. */
async function ask(
  lambda: LambdaClient,
  { functionName, read }: Callers,
  event: unknown,
): Promise<Pick<Visit, 'version' | 'release' | 'problem'>> {
  try {
    const {
      ExecutedVersion: version = '',
      FunctionError,
      Payload,
    } = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Qualifier: 'live', Payload: Buffer.from(JSON.stringify(event)) }),
    );
    const payload = Buffer.from(Payload ?? []).toString();
    if (FunctionError) return { version, release: '', problem: `the function failed: ${payload}` };
    const answer = JSON.parse(payload) as Answer;
    const { statusCode = 200, body } = answer;
    const problem = statusCode === 200 ? '' : `HTTP ${statusCode}: ${body}`;
    return { version, release: read(answer) ?? '', problem };
  } catch (error) {
    return { version: '', release: '', problem: String(error) };
  }
}

/** As API Gateway's HTTP APIs would send it, payload format 2.0. */
function searchFor(q: string): unknown {
  return {
    version: '2.0',
    rawPath: '/api/v1/search',
    rawQueryString: new URLSearchParams({ q }).toString(),
    queryStringParameters: { q },
    requestContext: { http: { method: 'GET', path: '/api/v1/search' } },
  };
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
