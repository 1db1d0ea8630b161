/**
 * The order in which every deployer moves the aliases of several functions, by the functions' ARNs: whoever moves the first
 * alias that two lists share has won all of them. An ARN may have a version or an alias behind it, which is not counted.
 */
export function inOneOrder<Part>(parts: readonly Part[], arnOf: (part: Part) => string): readonly Part[] {
  const place = (part: Part) => arnOf(part).split(':').slice(0, 7).join(':');
  return parts.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}
