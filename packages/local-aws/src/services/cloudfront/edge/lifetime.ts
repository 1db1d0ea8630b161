/** The bounds that a cache policy or a behavior sets, in seconds. */
export interface Bounds {
  readonly min: number;
  readonly standard: number;
  readonly max: number;
}

/**
 * For how many seconds an edge keeps an answer, by the table of
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html#ExpirationDownloadDist: `s-maxage` before
 * `max-age` before `Expires`, within the bounds; without any of them the default; `no-cache`, `no-store` and `private` not at
 * all, but where the minimum is more than 0 for that.
 */
export function lifetime(
  headers: Readonly<Record<string, string>>,
  { min, standard, max }: Bounds,
  now: number,
): number {
  const directives = directivesIn(headers['cache-control'] ?? '');
  if (['no-cache', 'no-store', 'private'].some((name) => directives.has(name))) return min;
  const said = secondsOf(directives.get('s-maxage')) ?? secondsOf(directives.get('max-age'));
  const until = said ?? untilExpires(headers.expires, now);
  return until === undefined ? Math.max(min, standard) : Math.min(Math.max(until, min), max);
}

function directivesIn(header: string): ReadonlyMap<string, string> {
  const parts = header.split(',').map((each) => each.trim().toLowerCase());
  return new Map(parts.map((each) => [each.split('=')[0] ?? '', each.split('=')[1]?.replaceAll('"', '') ?? '']));
}

function secondsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function untilExpires(expires: string | undefined, now: number): number | undefined {
  if (expires === undefined) return undefined;
  const time = Date.parse(expires);
  // A date that is none is in the past: RFC 9111, 5.3.
  return Number.isNaN(time) ? 0 : Math.max(0, Math.floor((time - now) / 1000));
}
