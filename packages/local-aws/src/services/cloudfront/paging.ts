import { invalidArgument } from './errors.ts';

/** One page of a list. */
export interface Page<Item> {
  readonly Marker: string;
  readonly MaxItems: number;
  readonly IsTruncated: boolean;
  readonly Quantity: number;
  readonly NextMarker?: string;
  readonly Items?: Item[];
}

// "The maximum number of … you want in the response body": https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html
const LARGEST = 100;

/** Lists by pages: the marker is the id of the last one that was shown. An empty list has no items. */
export function page<Item extends { readonly Id?: string | undefined }>(
  all: readonly Item[],
  { Marker = '', MaxItems = LARGEST }: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): Page<Item> {
  if (!Number.isInteger(Number(MaxItems)) || MaxItems < 1)
    throw invalidArgument('The parameter MaxItems is not valid.');
  const size = Math.min(Number(MaxItems), LARGEST);
  const from = Marker === '' ? 0 : all.findIndex(({ Id }) => Id === Marker) + 1;
  // Of a marker that names nothing AWS says nothing: here it is refused, and not taken for the beginning.
  if (Marker !== '' && from === 0) throw invalidArgument('The parameter Marker is not valid.');
  const items = all.slice(from, from + size);
  const isTruncated = from + size < all.length;
  return {
    Marker,
    MaxItems: size,
    IsTruncated: isTruncated,
    Quantity: items.length,
    ...(isTruncated && { NextMarker: items.at(-1)?.Id ?? '' }),
    ...(items.length > 0 && { Items: items }),
  };
}
