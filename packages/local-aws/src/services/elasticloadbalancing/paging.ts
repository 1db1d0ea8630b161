import { positionIn, tokenAt } from '../../kernel/page-token.ts';
import { validationError } from './errors.ts';

/** What the inputs of all that describes have. */
export interface Paging {
  readonly Marker?: string | undefined;
  readonly PageSize?: number | undefined;
}

/** One page of items, and the marker of the next, if there is one. A page holds 400 at most (botocore, PageSize). */
export function page<T>(
  items: readonly T[],
  { Marker, PageSize = 400 }: Paging,
): { readonly items: T[]; readonly next: { NextMarker?: string } } {
  if (!(PageSize >= 1 && PageSize <= 400)) throw validationError(`PageSize is from 1 to 400, not ${PageSize}`);
  const from = Marker === undefined ? 0 : positionOf(Marker);
  const to = from + PageSize;
  return { items: items.slice(from, to), next: to < items.length ? { NextMarker: tokenAt(to) } : {} };
}

function positionOf(marker: string): number {
  const position = positionIn(marker);
  if (position === undefined) throw validationError(`The marker '${marker}' is invalid`);
  return position;
}
