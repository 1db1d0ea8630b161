import { invalidToken } from './errors.ts';

/** One page of items, and the token of the next, if there is one; throws InvalidNextToken. */
export function page<T>(
  items: readonly T[],
  limit: number,
  token: string | undefined,
): { readonly items: T[]; readonly next: { NextToken?: string } } {
  const from = token === undefined ? 0 : positionOf(token);
  const to = from + limit;
  return { items: items.slice(from, to), next: to < items.length ? { NextToken: tokenAt(to) } : {} };
}

/** The token for what begins at a position. */
export function tokenAt(position: number): string {
  return Buffer.from(`from:${position}`).toString('base64');
}

/** The position that a token stands for; throws InvalidNextToken. */
export function positionOf(token: string): number {
  const from = /^from:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'))?.[1];
  if (from === undefined) throw invalidToken();
  return Number(from);
}
