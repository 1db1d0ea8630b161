import { oneLine, UserError } from '@actions-aws/action';
import { retryAfter, UnusableAnswerError } from '@actions-aws/action/http';

/** What was asked of GitHub, in words that messages and remedies are made of. */
export interface Doing {
  /** Such as `list the files of pull request 5`. */
  readonly doing: string;
  /** The key under `permissions:` that it needs, such as `pull-requests`. */
  readonly permission: string;
  /** `read` unless given. */
  readonly level?: 'read' | 'write';
}

/** Why a request brought no answer, and what may come of asking again. */
export type Failure =
  /** GitHub says to wait: until a time, for a time, or only that it is too much. Milliseconds. */
  | { readonly kind: 'limit'; readonly waitMs: number | undefined; readonly said: string }
  /** GitHub, the network or what lies between failed. */
  | { readonly kind: 'outage'; readonly said: string }
  /** Asking again brings the same. */
  | { readonly kind: 'final'; readonly error: UserError };

/** An answer that came and is none to read, such as a page of HTML or half of the JSON. */
export class UnreadableError extends Error {
  override readonly name: string = 'UnreadableError';
}

/** What octokit throws: https://github.com/octokit/request-error.js */
interface RequestError extends Error {
  readonly status: number;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly data: unknown;
  };
}

/** Tells failures apart. What no request was made for, or is a mistake of this program, is thrown as it is. */
export function failureOf(error: unknown, doing: Doing, now: number): Failure {
  if (error instanceof UserError) return { kind: 'final', error };
  if (error instanceof UnreadableError) return { kind: 'outage', said: error.message };
  if (!isRequestError(error)) throw error;
  const { status, response } = error;
  // The proxy that is wrong, and not the network.
  if (error.cause instanceof UserError) return { kind: 'final', error: error.cause };
  if (error.cause instanceof UnusableAnswerError) return { kind: 'final', error: unusable(error.cause, doing) };
  const said = response ? `${status} ${wordsIn(response.data)}`.trim() : oneLine(error.message);
  if (!response || status >= 500 || status === 408) return { kind: 'outage', said };
  if (isLimit(status, response)) return { kind: 'limit', waitMs: waitOf(response.headers, now), said };
  return { kind: 'final', error: refused(error, said, doing) };
}

function isRequestError(error: unknown): error is RequestError {
  return error instanceof Error && error.name === 'HttpError' && typeof (error as RequestError).status === 'number';
}

type Answered = NonNullable<RequestError['response']>;

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
function isLimit(status: number, { headers, data }: Answered): boolean {
  if (status !== 403 && status !== 429) return false;
  const words = wordsIn(data);
  // The last request of an hour may be one that is not allowed.
  if (isForbidden(words)) return false;
  const isUsedUp = headers['x-ratelimit-remaining'] === '0';
  return status === 429 || headers['retry-after'] !== undefined || isUsedUp || /rate limit|abuse/i.test(words);
}

function isForbidden(words: string): boolean {
  return /not accessible by/i.test(words);
}

/**
 * How long GitHub asks to wait. The end of an hour is a time by GitHub's clock, so it is taken from the time of the answer:
 * a machine's own may be wrong by minutes.
 */
function waitOf(headers: Answered['headers'], now: number): number | undefined {
  if (headers['retry-after'] !== undefined) return retryAfter(headers, now);
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] !== '0' || !Number.isFinite(reset)) return undefined;
  // Both are whole seconds, cut off.
  return Math.max(0, reset * 1000 - (Date.parse(headers.date ?? '') || now)) + 1000;
}

function unusable(cause: UnusableAnswerError, { doing }: Doing): UserError {
  return new UserError(`Could not ${doing}: ${oneLine(cause.message)}.`, {
    hint: 'Check GITHUB_API_URL, and whether a proxy changes what GitHub answers.',
    code: 'not-understood',
    cause,
  });
}

function refused(cause: RequestError, said: string, { doing, permission, level = 'read' }: Doing): UserError {
  const { status, response } = cause;
  if (status === 401)
    return new UserError(`Could not ${doing}: GitHub does not take the token. It said ${said}`, {
      hint: 'Leave the input `token` to its default, or give it a token that has not ended.',
      code: 'credentials-invalid',
      cause,
    });
  if (status === 403) {
    const needed = permissionsIn(response?.headers['x-accepted-github-permissions']) ?? `${permission}: ${level}`;
    return new UserError(`Not allowed to ${doing}. GitHub said ${said}`, {
      hint: `Give the job \`permissions: { ${needed} }\`, or the input \`token\` one that has it.`,
      code: 'not-allowed',
      cause,
    });
  }
  if (status === 404)
    return new UserError(
      `Could not ${doing}: GitHub shows nothing there, as it also does to a token that may not see it.`,
      {
        hint: `Check that it exists, and that the token is for this repository and has \`permissions: { ${permission}: ${level} }\`.`,
        code: 'not-found',
        cause,
      },
    );
  return new UserError(`Could not ${doing}. GitHub said ${said}`, { cause });
}

/**
 * `pull_requests=read; contents=read` names two that are each enough, `a=read, b=read` one that needs both.
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
 */
function permissionsIn(header: string | undefined): string | undefined {
  const [first = ''] = (header ?? '').split(';');
  const pairs = [...first.matchAll(/([a-z_]+)=(read|write|admin)/g)];
  if (pairs.length === 0) return undefined;
  return pairs.map(([, name = '', level]) => `${name.replaceAll('_', '-')}: ${level}`).join(', ');
}

function wordsIn(data: unknown): string {
  const message = typeof data === 'object' && data !== null ? (data as { message?: unknown }).message : undefined;
  return typeof message === 'string' ? oneLine(message).slice(0, 300) : '';
}
