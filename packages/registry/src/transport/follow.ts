import { UserError } from '@actions-aws/action';
import type { Answer, Request } from '@actions-aws/action/http';
import { isLoopback } from '../host.ts';

/** Blobs are mostly kept elsewhere: a registry sends to its store, and that to no more than a few others. */
const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
/** Of those, the ones after which the same request goes out again. Source: https://www.rfc-editor.org/rfc/rfc9110#section-15.4 */
const SAME_AGAIN = [307, 308];

/** An answer, and where it came from at last. */
export type Followed<Given = Answer> = Given & { readonly from: URL };

/**
 * Sends a request, and goes where the answers send it; with one that writes, only where it may go as it is. The header `Authorization` goes to no other origin, and nothing leaves a
 * connection with TLS for one without; only from this machine's own registry to this machine.
 */
export async function follow<Given extends Pick<Answer, 'status' | 'headers'>>(
  request: Request,
  send: (request: Request) => Promise<Given>,
): Promise<Followed<Given>> {
  let current = request;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await send(current);
    const { location } = answer.headers;
    const isRead = current.method === 'GET' || current.method === 'HEAD';
    const leads = (isRead ? REDIRECTS : SAME_AGAIN).includes(answer.status) && location !== undefined;
    if (!leads) return { ...answer, from: current.url };
    if (redirects === MOST_REDIRECTS) throw refusal(request.url, 'sends from one address to the next without end');
    const url = URL.canParse(location, current.url.href) ? new URL(location, current.url) : undefined;
    if (!url || !isSafe(url, current.url)) throw refusal(request.url, 'sends to an address without TLS');
    // Other headers say which forms of the answer are wanted; they hold no secret.
    const { authorization, ...others } = current.headers;
    const headers = url.origin === current.url.origin && authorization ? { ...others, authorization } : others;
    current = { ...current, url, headers };
  }
}

/** Whether a connection that began at one address may go on at another. */
export function isSafe(to: URL, from: URL): boolean {
  return to.protocol === 'https:' || (to.protocol === 'http:' && isLoopback(to) && isLoopback(from));
}

function refusal(url: URL, what: string): UserError {
  return new UserError(`The registry ${url.host} ${what}.`, {
    hint: 'Check what stands behind the name of the image.',
  });
}
