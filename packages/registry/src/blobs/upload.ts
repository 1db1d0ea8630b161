import type { StreamedBody } from '@actions-aws/action/http';
import type { Api } from '../api.ts';
import { type Doing, unusable } from '../failures.ts';
import { type Followed, isSafe } from '../transport/follow.ts';
import type { Blob } from './blob.ts';

/** Where the bytes of a blob are awaited; or that they are not needed. */
export type Begun = { readonly at: URL } | 'mounted';

/** What an upload needs to be known for. */
export interface Uploading extends Doing {
  readonly signal?: AbortSignal | undefined;
  /** When it is given up, where that is sooner than for all. Milliseconds since the epoch. */
  readonly until?: number;
}

const BYTES = 'application/octet-stream';

/**
 * Begins an upload, or has the registry take the blob from another of its repositories, which may begin an upload as well
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#mounting-a-blob-from-another-repository).
 *
 * @returns the answer where it is neither.
 */
export async function begin(
  api: Api,
  { digest }: Blob,
  from: string | undefined,
  doing: Uploading,
): Promise<Begun | Followed> {
  const mount = from === undefined ? '' : `?${new URLSearchParams({ mount: digest, from })}`;
  const alsoReads = from === undefined ? {} : { alsoReads: from };
  const answer = await api.ask({ method: 'POST', at: `blobs/uploads/${mount}`, ...alsoReads, ...doing });
  if (answer.status === 202) return { at: nextOf(answer, doing) };
  return answer.status === 201 && from !== undefined ? 'mounted' : answer;
}

/** Sends a blob in one request, as builders do: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#post-then-put. */
export function sendWhole(
  api: Api,
  { digest }: Blob,
  at: URL,
  body: StreamedBody,
  doing: Uploading,
): Promise<Followed> {
  return api.send({ method: 'PUT', at: withDigest(at, digest), contentType: BYTES, ...doing }, body);
}

/**
 * Sends a blob as `docker push` does, for registries that take it in no other way: all of it in one PATCH without a range, then
 * an end without bytes. Not in several: ECR loses those after the first (aws/containers-roadmap#2831).
 */
export async function sendThenEnd(
  api: Api,
  { digest }: Blob,
  at: URL,
  body: StreamedBody,
  doing: Uploading,
): Promise<Followed> {
  const sent = await api.send({ method: 'PATCH', at, contentType: BYTES, ...doing }, body);
  // 202 by the specification, 201 by ECR (openai/tart#273).
  if (![201, 202, 204].includes(sent.status)) return sent;
  const next = withDigest(nextOf(sent, doing), digest);
  return api.ask({ method: 'PUT', at: next, contentType: BYTES, ...doing });
}

/** Whether the registry has all of a blob, by its last answer. @throws UserError where it says that it has another. */
export function isStored(answer: Followed, { digest }: Blob, doing: Doing): boolean {
  // 201 by the specification; 204 was that of its first years.
  if (answer.status !== 201 && answer.status !== 204) return false;
  const stored = answer.headers['docker-content-digest'];
  if (stored === undefined || stored === digest) return true;
  throw unusable(answer.from, `it stored ${stored}, and was sent ${digest}`, doing);
}

/** Where an upload goes on: `Location` may be a path, have a query, and lead to another host. */
function nextOf(answer: Followed, doing: Doing): URL {
  const { location } = answer.headers;
  const url = location !== undefined && URL.canParse(location, answer.from.href) && new URL(location, answer.from);
  if (!url) throw unusable(answer.from, 'it does not say where the upload goes on', doing);
  if (isSafe(url, answer.from)) return url;
  throw unusable(answer.from, `it has the upload go on at ${url.origin}, without TLS`, doing);
}

/** The query is the registry's own, and stays as it is written. */
function withDigest(at: URL, digest: string): URL {
  const url = new URL(at);
  url.search = `${at.search === '' ? '?' : `${at.search}&`}digest=${encodeURIComponent(digest)}`;
  return url;
}
