import { positionIn, tokenAt } from '../../kernel/page-token.ts';
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

/** The position that a token stands for; throws InvalidNextToken. */
export function positionOf(token: string): number {
  const position = positionIn(token);
  if (position === undefined) throw invalidToken();
  return position;
}
