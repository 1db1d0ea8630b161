import type { Caching, Selection } from './behaviors.ts';

/** What of a request is in the key: its path as it was sent. Neither origin nor OriginPath are. */
export interface Keyed {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The key under which an answer is kept: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html.
 * The origin is not in it, so that a change of it leaves what is cached: hits go on until they expire or are invalidated.
 */
export function keyOf({ path, query, headers }: Keyed, caching: Caching): string {
  const asked = [...query].filter(([name]) => isSelected(caching.query, name));
  const cookies = cookiesIn(headers.cookie).filter(([name]) => isSelected(caching.cookies, name));
  const named = caching.headers.map((name) => [name, headers[name] ?? '']);
  return JSON.stringify([path, asked, cookies, named, acceptedOf(headers, caching.encodings)]);
}

/** The codings that are accepted and in the key, the better one first. */
export function acceptedOf(headers: Readonly<Record<string, string>>, encodings: readonly string[]): readonly string[] {
  const accepted = (headers['accept-encoding'] ?? '').split(',').map((each) => each.trim().toLowerCase());
  return encodings.filter((each) => accepted.some((one) => one.split(';')[0] === each && !/;\s*q=0(\.0*)?$/.test(one)));
}

function isSelected({ kind, names }: Selection, name: string): boolean {
  if (kind === 'none' || kind === 'all') return kind === 'all';
  return names.includes(name) === (kind === 'only');
}

function cookiesIn(header = ''): readonly (readonly [string, string])[] {
  return header.split(';').flatMap((each) => {
    const [, name, value = ''] = /^\s*([^=]+)=(.*)$/.exec(each) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
}
