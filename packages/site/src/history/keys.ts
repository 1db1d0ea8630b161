/** What a key of the history says by itself, so that a list of them is all that has to be read. */
export interface Noted {
  readonly from: string | undefined;
  readonly to: string;
  readonly nonce: string;
}

/** Seconds count down in keys, so that the first page of a list has the newest moves, however many there were. */
const END = 9_999_999_999;

const KEY = /^\d{10}-(?<from>[0-9a-f]{16}|none)-(?<to>[0-9a-f]{16})-(?<nonce>[0-9a-f]{8})(?<back>-back)?\.json$/;

/** What the keys of a site's history begin with. */
export function historyPrefix(site: string): string {
  return `history/${site}/`;
}

/** The key of a move: `history/E1A2B3/8221234567-<from>-<to>-<nonce>.json`. `at` in milliseconds since the epoch. */
export function keyOfMove(
  site: string,
  { from, to, nonce }: Noted,
  { at, isBack }: { readonly at: number; readonly isBack: boolean },
): string {
  const place = String(END - Math.floor(at / 1000)).padStart(10, '0');
  return `${historyPrefix(site)}${place}-${from ?? 'none'}-${to}-${nonce}${isBack ? '-back' : ''}.json`;
}

/** What a key says; `undefined` for one that none of our actions made. */
export function moveIn(site: string, key: string): Noted | undefined {
  const { from, to, nonce } = KEY.exec(key.slice(historyPrefix(site).length))?.groups ?? {};
  if (!from || !to || !nonce) return undefined;
  return { from: from === 'none' ? undefined : from, to, nonce };
}
