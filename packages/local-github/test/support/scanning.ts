import { type LocalGitHub, type LocalGitHubOptions, startLocalGitHub } from '../../src/index.ts';
import { now as begin, repository } from './run.ts';
import { type Fields, packed } from './sarif.ts';

/** An answer of the API. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly value: Fields;
  readonly list: readonly Fields[];
}

/** Code scanning on a clock that a test moves on, as a client sees it. */
export interface Scanning {
  readonly github: LocalGitHub;
  /** Moves the clock on. */
  wait(ms: number): void;
  now(): number;
  ask(method: string, path: string, given?: { readonly body?: unknown; readonly token?: string }): Promise<Answered>;
  /** Uploads a document for a commit of a ref. */
  upload(document: unknown, given?: Fields, token?: string): Promise<Answered>;
  /** Uploads it, waits, and tells what became of it. */
  uploaded(document: unknown, given?: Fields): Promise<Fields>;
  stop(): Promise<void>;
}

/** A commit that every test may name. */
export const sha = 'a'.repeat(40);

/** Starts one. */
export async function scanning(options: Partial<LocalGitHubOptions> = {}): Promise<Scanning> {
  let time = begin;
  const github = await startLocalGitHub({ repository, now: () => time, ...options });
  const ask: Scanning['ask'] = async (method, path, { body, token = github.token } = {}) => {
    const response = await fetch(`${github.endpoint}/repos/octo/search/code-scanning${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const value: unknown = text === '' ? {} : JSON.parse(text);
    return {
      status: response.status,
      headers: response.headers,
      value: value as Fields,
      list: value as readonly Fields[],
    };
  };
  const upload: Scanning['upload'] = (document, given = {}, token = github.token) => {
    const body = { commit_sha: sha, ref: 'refs/heads/main', sarif: packed(document), ...given };
    return ask('POST', '/sarifs', { body, token });
  };
  return {
    github,
    wait(ms) {
      time += ms;
    },
    now: () => time,
    ask,
    upload,
    async uploaded(document, given) {
      const { status, value } = await upload(document, given);
      if (status !== 202) throw new Error(`the upload was answered by ${status}: ${String(value.message)}`);
      time += 3000;
      return (await ask('GET', `/sarifs/${String(value.id)}`)).value;
    },
    stop: github.stop,
  };
}
