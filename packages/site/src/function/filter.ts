/** The most characters that a filter takes: a value of a store has 1,024 bytes in all. */
const MOST_CHARACTERS = 512;

/** Of six bits each, as `SIX_BITS` of `site.js` has them: the function has no other decoder for sure. */
const SIX_BITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Ten bits for each page: of pages that are not there, one in a hundred is taken for one that is. */
const BITS_OF_A_PAGE = 10;

/** How many pages a filter can tell from others to that degree. */
export const MOST_PAGES = Math.floor((MOST_CHARACTERS * 6) / BITS_OF_A_PAGE);

/** Must be as `isIn` of `site.js` has them, which asks what this answers. */
const PROBES = 5;

/**
 * A Bloom filter of the paths of pages. It never lacks a page that it was made of; of others it may say that they are there, the more so
 * the more pages it was made of.
 */
export function filterOf(pages: readonly string[]): string {
  const length = Math.min(MOST_CHARACTERS, Math.max(8, Math.ceil((pages.length * BITS_OF_A_PAGE) / 6)));
  const sixes = new Uint8Array(length);
  for (const page of pages) {
    const [first, second] = hashesOf(page);
    for (let probe = 0; probe < PROBES; probe += 1) {
      const bit = (first + probe * second) % (length * 6);
      const at = Math.floor(bit / 6);
      sixes[at] = (sixes[at] ?? 0) | (1 << (bit % 6));
    }
  }
  return [...sixes].map((six) => SIX_BITS.charAt(six)).join('');
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
