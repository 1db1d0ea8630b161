import { invalid } from './errors.ts';

/** How much one page holds, unless an input says otherwise: 100 (API reference, maxResults). */
const usual = 100;

/** One page of items, and the token of the next, if there is one. Throws when the token is not one of ours. */
export function page<T>(
  items: readonly T[],
  {
    nextToken,
    maxResults = usual,
  }: { readonly nextToken?: string | undefined; readonly maxResults?: number | undefined },
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const from = nextToken === undefined ? 0 : parse(nextToken);
  const to = from + maxResults;
  const next = to < items.length ? Buffer.from(`from:${to}`).toString('base64url') : undefined;
  return { items: items.slice(from, to), next };
}

function parse(token: string): number {
  const from = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (from === undefined) throw invalid('nextToken', 'Invalid token');
  return Number(from);
}
