import { createHash } from 'node:crypto';
import type { Answer, Exchange } from '@actions-aws/action/http';
import { type ReleaseFile, urlPathOf } from '@actions-aws/site';
import type { Unknown } from './named.ts';

const TIMEOUT_MS = 30_000;
/** What the manifest does not know may be so long, in bytes. */
const BODY_LIMIT = 6 * 1024 * 1024;

/** How a site is asked. */
export interface SiteAsked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly exchange: Exchange;
  readonly signal: AbortSignal;
}

/** A page as it came; without its text where it is not the one of the release. */
export interface SeenPage {
  readonly html: string | undefined;
  readonly wrong: readonly string[];
}

/** Asks for a page. A function of the site's own may send who asks for `x/index.html` to `x/`, or for `x.html` to `x`. */
export async function askForPage(page: ReleaseFile, site: SiteAsked): Promise<SeenPage> {
  const shorter = page.path.replace(/(^|\/)index\.html$|\.html$/, '$1');
  const first = await look(page, page.path, site);
  return first.isRedirect && shorter !== page.path ? look(page, shorter, site) : first;
}

/** Asks for a file of the release; a sentence where another came. */
export async function askForFile(file: ReleaseFile, site: SiteAsked): Promise<readonly string[]> {
  const answer = await get(file.path, file.size, site);
  const wrong = 'failed' in answer ? answer.failed : unlike(file, answer);
  return wrong ? [`/${file.path}: ${wrong}`] : [];
}

/**
 * Asks for what a page names and the release has not: another behaviour may serve it. A page instead of what is none is an error page sent as
 * 200.
 */
export async function askForOther(
  { path, query, mayBePage }: Unknown,
  page: string,
  site: SiteAsked,
): Promise<readonly string[]> {
  const answer = await get(path, BODY_LIMIT, site, query);
  const told = (wrong: string) => [`/${path}${query}, which /${page} names and the release has not: ${wrong}`];
  if ('failed' in answer) return told(answer.failed);
  if (answer.status !== 200) return told(`the status code is ${answer.status}`);
  return !mayBePage && typeOf(answer).startsWith('text/html') ? told('a page came instead') : [];
}

async function look(
  page: ReleaseFile,
  path: string,
  site: SiteAsked,
): Promise<SeenPage & { readonly isRedirect: boolean }> {
  const answer = await get(path, page.size, site);
  if ('failed' in answer) return { html: undefined, wrong: [`/${path}: ${answer.failed}`], isRedirect: false };
  const wrong = unlike(page, answer);
  if (!wrong) return { html: answer.body.toString('utf8'), wrong: [], isRedirect: false };
  return { html: undefined, wrong: [`/${path}: ${wrong}`], isRedirect: answer.status >= 300 && answer.status < 400 };
}

/** How an answer differs from the file that it should be. */
function unlike({ path, headers, sha256 }: ReleaseFile, answer: Answer): string | undefined {
  // The page for what is missing may say so by its status, as the function of a store has it do.
  const isMissing = path === '404.html' && answer.status === 404;
  if (answer.status !== 200 && !isMissing) return `the status code is ${answer.status}, not 200`;
  const [type, expected] = [typeOf(answer), plain(headers['content-type'])];
  if (type !== expected) return `the type is ${type || 'missing'}, not ${expected}`;
  const hash = createHash('sha256').update(answer.body).digest('hex');
  return hash === sha256 ? undefined : 'other bytes came than those that were staged';
}

function typeOf({ headers }: Answer): string {
  return plain(headers['content-type'] ?? '');
}

function plain(type: string): string {
  return type.toLowerCase().replace(/\s/g, '').slice(0, 100);
}

async function get(
  path: string,
  size: number,
  { url, headers, exchange, signal }: SiteAsked,
  query = '',
): Promise<Answer | { readonly failed: string }> {
  const request = {
    method: 'GET',
    url: new URL(`${new URL(url).origin}/${urlPathOf(path)}${query}`),
    headers: { accept: '*/*', 'user-agent': 'node', connection: 'close', ...headers },
  } as const;
  try {
    return await exchange(request, { bytes: Math.max(size, BODY_LIMIT), ms: TIMEOUT_MS, signal });
  } catch (error) {
    signal.throwIfAborted();
    return { failed: `it did not answer: ${(error as Error).message}` };
  }
}
