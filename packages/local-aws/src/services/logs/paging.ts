import { positionIn, tokenAt } from '../../kernel/page-token.ts';
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
    next: to < items.length ? tokenAt(to) : undefined,
  };
}

function parse(token: string): number {
  const position = positionIn(token);
  if (position === undefined) throw invalid('The specified nextToken is invalid.');
  return position;
}
