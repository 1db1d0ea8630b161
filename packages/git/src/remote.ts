import { UserError } from '@actions-aws/action';
import type { Env } from './isolation.ts';

/** The repository on the server. */
export interface Remote {
  /** Without credentials in it. */
  readonly url: string;
  /** Sent to this URL only. */
  readonly token?: string;
}

/** The repository that the workflow runs for, on github.com or GitHub Enterprise; undefined outside of a workflow. */
export function remoteOf(env: Env, token: string): Remote | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  if (!server || !repository) return undefined;
  return { url: `${server.replace(/\/+$/, '')}/${repository}`, ...(token === '' ? {} : { token }) };
}

/**
 * Settings for speaking with the remote. The header has the user name that GitHub documents for a workflow's token.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
 */
export function settingsFor({ url, token }: Remote): (readonly [key: string, value: string])[] {
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token ?? ''}`).toString('base64')}`;
  return [
    // A user’s rewriting of URLs must not send the token elsewhere: the longest match wins, and this is all of it.
    [`url.${url}.insteadOf`, url],
    ['http.followRedirects', 'false'],
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', '30'],
    ['protocol.version', '2'],
    ['fetch.fsckObjects', 'false'],
    // An empty value forgets those before it: GitHub answers two of these headers with an error.
    ...(token === undefined
      ? []
      : ([
          ['credential.helper', ''],
          [`http.${url}.extraHeader`, ''],
          [`http.${url}.extraHeader`, header],
        ] as const)),
  ];
}

/** What the server said, where the token is not allowed to read: an error with the remedy. */
export function notAllowed(said: string, { url, token }: Remote, cause: unknown): UserError | undefined {
  const refused =
    /Authentication failed|could not read (?:Username|Password)|returned error: 40[134]|repository '[^']*' not found|Repository not found/i;
  if (!refused.test(said)) return undefined;
  return new UserError(
    `${url} does not let ${token === undefined ? 'a fetch without a token' : 'the token'} read it.`,
    {
      hint: 'Give the job `permissions: contents: read`, and the input `token` a token of it; git older than 2.31 does not take it.',
      code: 'not-allowed',
      cause,
    },
  );
}
