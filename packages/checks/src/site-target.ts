import type { Clock } from '@actions-aws/action';
import type { Exchange, Request } from '@actions-aws/action/http';
import type { GivenCheck, TargetCheck } from './document.ts';
import { shortcomings } from './judge.ts';
import type { CheckResult, Target } from './prove.ts';

/** A site that checks are put to. */
export interface Site {
  /** Such as `https://test.example.com`; the path of a check comes behind it. */
  readonly url: string;
  /** What a protected site asks for. A check's own headers go before these. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What it takes to ask a site. */
export interface SiteAsker {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 30_000;
const BODY_LIMIT = 6 * 1024 * 1024;
/** Each request has a connection of its own, as each user has: one that is kept leads to the edge that it led to before. */
const HEADERS = { accept: '*/*', 'user-agent': 'node', connection: 'close' };
/** What a request to a site may be. A check changes nothing: it is made as often as the workflow runs. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH'];

/** A {@link Target} that is a site: a request goes to its address as it is. A redirect is an answer of its own. */
export function siteTarget(site: Site, asker: SiteAsker): Target {
  return {
    ask: (check) => ask(check, site, asker),
    // Who asks a site has waited for it to serve the release.
    arrive: async () => [],
  };
}

/** What is wrong with checks that are for a site, each with its place in the list. */
export function wrongForSites(
  checks: readonly GivenCheck[],
): readonly { readonly at: string; readonly value: string; readonly message: string; readonly remedy: string }[] {
  return checks.flatMap((check, index) => {
    if (check.kind === 'payload' || check.kind === 'payload-file') {
      const message = `has \`${check.kind}\`, which a function takes, and a site does not`;
      return [{ at: `[${index}]`, value: check.name, message, remedy: 'Write a request, such as `GET /`.' }];
    }
    if (check.kind !== 'request' || METHODS.includes(check.request.method)) return [];
    const message = `asks a site with ${check.request.method}`;
    return [{ at: `[${index}]`, value: check.name, message, remedy: `Use one of ${METHODS.join(', ')}.` }];
  });
}

async function ask(check: TargetCheck, site: Site, { exchange, clock, signal }: SiteAsker): Promise<CheckResult> {
  const told = { name: check.name, target: site.url, logTail: '' };
  if (check.kind !== 'request') throw new Error('A payload was put to a site. This is a bug.');
  const started = clock.now();
  try {
    const limits = { bytes: BODY_LIMIT, ms: TIMEOUT_MS, signal };
    const { status, body } = await exchange(requestOf(check.request, site), limits);
    const durationMs = clock.now() - started;
    const answer = { status, body: body.toString('utf8'), durationMs };
    return { ...told, wrong: await shortcomings(answer, check.expect, signal), durationMs };
  } catch (error) {
    signal.throwIfAborted();
    return { ...told, wrong: [`it did not answer: ${(error as Error).message}`], durationMs: clock.now() - started };
  }
}

function requestOf(
  { method, target, headers, body }: Extract<TargetCheck, { kind: 'request' }>['request'],
  site: Site,
): Request {
  const isJson = body !== undefined && typeof body !== 'string';
  const own = lowerCased({ ...(isJson && { 'content-type': 'application/json' }), ...headers });
  return {
    method: method as Request['method'],
    // Not as a relative address: `//host/` would lead to another host.
    url: new URL(`${new URL(site.url).origin}${target}`),
    headers: { ...HEADERS, ...lowerCased(site.headers), ...own },
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : String(body) }),
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
