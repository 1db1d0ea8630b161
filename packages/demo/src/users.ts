import type { Clock } from '@actions-aws/local-aws';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { functionName } from './chapters.ts';
import type { Visit } from './visits.ts';

/** What users search for, one after another. */
const queries = ['sea', 'whale', 'doctor', 'stevenson', 'house', 'island', 'map', 'brontë'];

/** Milliseconds of the local cloud between two requests: twenty a second. */
const everyMs = 50;

/** People who search. */
export interface Users {
  /** All requests that have been answered, or have failed, so far. */
  readonly visits: readonly Visit[];
  /** What a search through the alias finds, the best first. */
  search(query: string): Promise<readonly string[]>;
  /** Sends no more; resolves when the last request is answered. */
  leave(): Promise<void>;
}

/**
 * Lets users arrive: from now on a request every 50 ms goes to the alias `live`, whether or not those before are
 * answered yet, and each is noted.
 *
 * @param lambda must not try again by itself: a user sees the first answer.
 */
export function usersArrive(
  lambda: LambdaClient,
  { clock, onVisit }: { readonly clock: Clock; readonly onVisit: () => void },
): Users {
  const visits: Visit[] = [];
  const open = new Set<Promise<void>>();
  let number = 0;
  let next = () => {};

  async function visit(query: string): Promise<void> {
    const at = clock.now();
    const answer = await ask(lambda, query);
    visits.push({ at, tookMs: clock.now() - at, version: answer.version, problem: answer.problem });
    onVisit();
  }

  function arrive(): void {
    const request = visit(queries[number++ % queries.length]!);
    open.add(request);
    void request.finally(() => open.delete(request));
    next = clock.after(everyMs, arrive);
  }

  arrive();
  return {
    visits,
    search: async (query) => (await ask(lambda, query)).finds,
    async leave() {
      next();
      await Promise.all(open);
    },
  };
}

/** One search of a user. It never throws: what went wrong is what the user met. */
async function ask(lambda: LambdaClient, query: string) {
  const event = {
    version: '2.0',
    rawPath: '/api/v1/search',
    rawQueryString: new URLSearchParams({ q: query }).toString(),
    queryStringParameters: { q: query },
    requestContext: { http: { method: 'GET', path: '/api/v1/search' } },
  };
  try {
    const {
      ExecutedVersion: version = '',
      FunctionError,
      Payload,
    } = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Qualifier: 'live', Payload: Buffer.from(JSON.stringify(event)) }),
    );
    const payload = Buffer.from(Payload ?? []).toString();
    if (FunctionError) return { version, problem: `the function failed: ${payload}`, finds: [] };
    const { statusCode, body } = JSON.parse(payload) as { statusCode: number; body: string };
    if (statusCode !== 200) return { version, problem: `HTTP ${statusCode}: ${body}`, finds: [] };
    const { hits } = JSON.parse(body) as { hits: { title: string }[] };
    return { version, problem: '', finds: hits.map(({ title }) => title) };
  } catch (error) {
    return { version: '', problem: String(error), finds: [] };
  }
}
