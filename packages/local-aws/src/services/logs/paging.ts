import { invalid } from './groups.ts';

/** One page of items, and the token of the next, if there is one. Throws when the token is not one of ours. */
export function page<T>(
  items: readonly T[],
  limit: number,
  token: string | undefined,
): { items: readonly T[]; next: string | undefined } {
  const from = token === undefined ? 0 : parse(token);
  const to = from + limit;
  return {
    items: items.slice(from, to),
    next: to < items.length ? Buffer.from(`from:${to}`).toString('base64') : undefined,
  };
}

function parse(token: string): number {
  const from = /^from:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'))?.[1];
  if (from === undefined) throw invalid('The specified nextToken is invalid.');
  return Number(from);
}
