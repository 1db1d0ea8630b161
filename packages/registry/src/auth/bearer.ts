import { UserError } from '@actions-aws/action';
import type { Answer, Request } from '@actions-aws/action/http';
import { isLoopback } from '../host.ts';
import type { Challenge } from './challenge.ts';
import { basic, type Credentials } from './credentials.ts';
import { scopesWith } from './scopes.ts';

/** A token that a registry takes. */
export interface Token {
  /** The header `Authorization`. */
  readonly header: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What a token is asked for. */
export interface TokenRequest {
  readonly challenge: Challenge;
  readonly credentials: Credentials | undefined;
  /** What the token must be good for. */
  readonly scopes: readonly string[];
  /** Of the registry's API. */
  readonly registry: URL;
  readonly userAgent: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a token lives where its server does not say. Source: https://distribution.github.io/distribution/spec/auth/token/ */
const DEFAULT_LIFE_S = 60;
/** It is renewed that long before its end: it must reach the registry while it holds. Milliseconds. */
const EARLY_MS = 5_000;

/**
 * Asks the server that the challenge names for a token
 * (https://distribution.github.io/distribution/spec/auth/token/). It may be at another host, as Docker Hub's is, and gets the
 * credentials only by TLS, or on this machine. That a registry may name any host gives it nothing: it could name its own.
 *
 * @returns `undefined` where the server refuses the credentials.
 */
export async function bearerToken(
  asked: TokenRequest,
  send: (request: Request) => Promise<Answer>,
): Promise<Token | undefined> {
  const { credentials, registry, now } = asked;
  if (credentials?.kind === 'registry token') {
    return { header: `Bearer ${credentials.token}`, expiresAt: Number.POSITIVE_INFINITY };
  }
  const realm = realmOf(asked.challenge, registry);
  const answer = await send(requestTo(realm, asked));
  if ([400, 401, 403].includes(answer.status)) return undefined;
  const token = answer.status === 200 ? tokenIn(answer.body) : undefined;
  if (token) return { header: `Bearer ${token.text}`, expiresAt: now + token.lifeMs - EARLY_MS };
  throw new UserError(
    `${realm.host} gave no token for ${registry.host}: its answer was ${answer.status === 200 ? 'in an unknown form' : answer.status}.`,
    { hint: 'Run the job again; if this stays, the registry names a wrong server of tokens.', code: 'unavailable' },
  );
}

function realmOf({ parameters }: Challenge, registry: URL): URL {
  const text = parameters.get('realm') ?? '';
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe =
    realm?.protocol === 'https:' || (realm?.protocol === 'http:' && isLoopback(realm) && isLoopback(registry));
  if (realm && isSafe && realm.username === '' && realm.password === '') return realm;
  throw new UserError(`${registry.host} asks for a token from ${JSON.stringify(text)}, which is no address with TLS.`, {
    hint: 'Credentials are sent by https only: have the registry name such an address.',
  });
}

function requestTo(realm: URL, { challenge, credentials, scopes: own, userAgent }: TokenRequest): Request {
  const service = challenge.parameters.get('service');
  const scopes = scopesWith(own, challenge.parameters.get('scope'));
  const headers = { accept: 'application/json', 'user-agent': userAgent };
  if (credentials?.kind === 'identity token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      ...(service !== undefined && { service }),
      client_id: 'actions',
      scope: scopes.join(' '),
      refresh_token: credentials.token,
    });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', url: realm, headers: { ...headers, ...type }, body: form.toString() };
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const authorization = credentials?.kind === 'login' ? { authorization: basic(credentials) } : {};
  return { method: 'GET', url, headers: { ...headers, ...authorization } };
}

function tokenIn(body: Buffer): { readonly text: string; readonly lifeMs: number } | undefined {
  let answer: { readonly token?: unknown; readonly access_token?: unknown; readonly expires_in?: unknown } | null;
  try {
    answer = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  // Either name holds the same. What is no text of a header is no token.
  const text = [answer?.token, answer?.access_token].find((one) => typeof one === 'string' && one !== '');
  if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text)) return undefined;
  const life = answer?.expires_in;
  return { text, lifeMs: (typeof life === 'number' && life > 0 ? life : DEFAULT_LIFE_S) * 1000 };
}
