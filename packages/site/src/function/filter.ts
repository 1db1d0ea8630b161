/** The most characters that a filter takes: a value of a store has 1,024 bytes in all. */
const MOST_CHARACTERS = 512;

/** Of six bits each, as `SIX_BITS` of `site.js` has them: the function has no other decoder for sure. */
const SIX_BITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Ten bits for each page: of pages that are not there, one in a hundred is taken for one that is. */
const BITS_OF_A_PAGE = 10;

/** How many pages a filter can tell from others to that degree. */
export const MOST_PAGES = Math.floor((MOST_CHARACTERS * 6) / BITS_OF_A_PAGE);

/** How often a filter is asked of a page, unless its routing says otherwise: `site.js` must have the same number. */
export const USUAL_PROBES = 5;

/** Which pages there are, as the pointer of a store has it. */
export interface Filter {
  readonly filter: string;
  /** How many bits each page has in it; {@link USUAL_PROBES} unless given. */
  readonly probes?: number;
}

/**
 * A Bloom filter of the paths of pages. It never lacks a page that it was made of; of others it may say that they are there, the more so
 * the more pages it was made of.
 */
export function filterOf(pages: readonly string[]): Filter {
  const length = charactersFor(pages.length);
  const probes = probesFor(pages.length);
  const sixes = new Uint8Array(length);
  for (const page of pages) {
    const [first, second] = hashesOf(page);
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = (first + probe * second) % (length * 6);
      const at = Math.floor(bit / 6);
      sixes[at] = (sixes[at] ?? 0) | (1 << (bit % 6));
    }
  }
  const filter = [...sixes].map((six) => SIX_BITS.charAt(six)).join('');
  return { filter, ...(probes !== USUAL_PROBES && { probes }) };
}

/** Of pages that are not there, which share a filter of so many pages takes for some that are; from 0 to 1. */
export function mistakenOf(pages: number): number {
  const probes = probesFor(pages);
  return (1 - Math.exp((-probes * pages) / (charactersFor(pages) * 6))) ** probes;
}

function charactersFor(pages: number): number {
  return Math.min(MOST_CHARACTERS, Math.max(8, Math.ceil((pages * BITS_OF_A_PAGE) / 6)));
}

/** Where a page has few bits, a filter that half of them fill tells most: https://en.wikipedia.org/wiki/Bloom_filter */
function probesFor(pages: number): number {
  const best = Math.round(((charactersFor(pages) * 6) / Math.max(1, pages)) * Math.LN2);
  return Math.min(USUAL_PROBES, Math.max(1, best));
}

function hashesOf(page: string): readonly [number, number] {
  let [first, second] = [7, 3];
  for (let index = 0; index < page.length; index += 1) {
    const code = page.charCodeAt(index);
    first = (first * 31 + code) % 4_294_967_291;
    second = (second * 131 + code) % 4_294_967_279;
  }
  return [first, second];
}
