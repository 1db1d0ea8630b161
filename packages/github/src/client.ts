import { getOctokit } from '@actions/github';
import { isSha } from '@actions-aws/git';
import { type Answered, answered } from './answer.ts';
import { type Doing, UnreadableError } from './failures.ts';
import { fetchOver } from './fetch.ts';
import { type Patience, patiently } from './patience.ts';

/** What a client of GitHub's API is made of. */
export interface Connection extends Patience {
  /** The repository, such as `org/app`. */
  readonly repository: string;
  readonly token: string;
  /** `GITHUB_API_URL`, which names a server of one's own, and the proxies. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What is asked behind the path, and in its places. */
export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** GitHub's API, of one repository. Requests are made one after another, as GitHub asks for. */
export interface Client {
  /** The repository's full name, such as `org/app`. */
  readonly repository: string;
  /**
   * One answer.
   *
   * @param path below `/repos/{owner}/{repo}`, with places such as `{sha}`.
   * @throws UserError in all other cases; it names the permission, or what to do.
   */
  get(path: string, parameters: Parameters, doing: Doing): Promise<Reply>;
  /** The same, or undefined where GitHub says that there is no such thing; that the repository is there is made sure of. */
  find(path: string, parameters: Parameters, doing: Doing): Promise<Reply | undefined>;
  /**
   * Sends something. A limit is waited for, since GitHub has done nothing then; where an answer is lost, it is sent once more only
   * with `again`, which is for what may come twice.
   */
  post(path: string, body: Readonly<Record<string, unknown>>, doing: Doing, options: Sending): Promise<Reply>;
  /** The SHA of the commit that a name stands for; undefined where it stands for none. */
  findSha(ref: string, doing: Doing): Promise<string | undefined>;
}

/** How something is sent. */
export interface Sending {
  /** Whether it may come twice, and is the same then. */
  readonly again: boolean;
}

/** An answer, and whether GitHub says that another page follows. */
export interface Reply {
  readonly value: Answered;
  readonly hasNext: boolean;
}

/** "No commit found for SHA" is 422: https://docs.github.com/en/rest/commits/commits#get-a-commit */
const ABSENT = [404, 422];

/** Makes the client. */
export function clientOver({ repository, token, env, ...patience }: Connection): Client {
  const [owner = '', repo = ''] = repository.split('/');
  const octokit = getOctokit(token, {
    baseUrl: (env.GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, ''),
    // Octokit's own reading takes half of the JSON for a text, and an answer that was cut off for an empty one.
    request: { fetch: fetchOver(env), parseSuccessResponseBody: false },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  let isThere: Promise<unknown> | undefined;

  const request = (
    method: 'GET' | 'POST',
    path: string,
    parameters: Readonly<Record<string, unknown>>,
    accept = 'application/vnd.github+json',
  ) =>
    octokit.request(`${method} /repos/{owner}/{repo}${path}`, {
      ...parameters,
      owner,
      repo,
      headers: { accept, 'x-github-api-version': '2022-11-28' },
      request: { signal: patience.signal },
    });

  const get: Client['get'] = (path, parameters, doing) =>
    patiently(
      async () => {
        const { data, headers } = await request('GET', path, parameters);
        return { value: answered(await jsonIn(data)), hasNext: /;\s*rel="next"/.test(headers.link ?? '') };
      },
      doing,
      patience,
    );

  const post: Client['post'] = (path, body, doing, { again }) =>
    patiently(
      async () => ({ value: answered(await jsonIn((await request('POST', path, body)).data)), hasNext: false }),
      { ...doing, level: 'write' },
      again ? patience : { ...patience, outageAttempts: 1 },
    );

  /** Absent, of a repository that is there: to a token that may not see it, all of it is absent. */
  async function unlessAbsent<T>(asking: Promise<T>): Promise<T | undefined> {
    try {
      return await asking;
    } catch (error) {
      const { status } = ((error as Error).cause ?? {}) as { readonly status?: number };
      if (!ABSENT.includes(status ?? 0)) throw error;
      isThere ??= get('', {}, { doing: `read the repository ${repository}`, permission: 'contents' });
      await isThere;
      return undefined;
    }
  }

  return {
    repository,
    get,
    post,
    find: (path, parameters, doing) => unlessAbsent(get(path, parameters, doing)),
    findSha: (ref, doing) =>
      unlessAbsent(
        patiently(
          async () => {
            const { data } = await request('GET', '/commits/{ref}', { ref }, 'application/vnd.github.sha');
            const sha = await textIn(data);
            if (!isSha(sha)) throw new UnreadableError('something that is no SHA');
            return sha;
          },
          doing,
          patience,
        ),
      ),
  };
}

async function textIn(body: unknown): Promise<string> {
  return new Response(body as ReadableStream).text();
}

async function jsonIn(body: unknown): Promise<unknown> {
  const text = await textIn(body);
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableError(text === '' ? 'nothing, in the place of an answer' : 'something that is no whole JSON');
  }
}
