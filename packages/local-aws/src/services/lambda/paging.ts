/** Lambda answers at most 50 items, whatever MaxItems asks for (SDK, ListFunctionsRequest.MaxItems). */
const largestPage = 50;

const order = new Intl.Collator('en', { numeric: true });

/** One page of a list in the order of its keys. The marker holds the last key, so that items may come and go between pages. */
export function page<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  marker: string | undefined,
  maxItems: number | undefined,
): { items: Item[]; nextMarker: string | undefined } {
  // The letter in front: a key may be empty, and an empty marker is none.
  const last = marker ? Buffer.from(marker, 'base64url').toString().slice(1) : undefined;
  const rest = [...items]
    .sort((a, b) => order.compare(keyOf(a), keyOf(b)))
    .filter((item) => last === undefined || order.compare(keyOf(item), last) > 0);
  const found = rest.slice(0, Math.min(maxItems ?? largestPage, largestPage));
  const end = found.at(-1);
  return {
    items: found,
    nextMarker:
      found.length < rest.length && end !== undefined ? Buffer.from(`k${keyOf(end)}`).toString('base64url') : undefined,
  };
}
