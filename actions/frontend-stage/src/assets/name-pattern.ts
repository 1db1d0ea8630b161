/** A date, as names of pictures have it: `20260504`. */
const DATE = '(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:[0-2]\\d|3[01])';

/** What only looks like a hash of eight letters: a date, a number, a word, what a camera calls a picture (`IMG_1234`). */
const NO_HASH = `(?!(?:${DATE}|\\d+|[A-Z]?[a-z]+|[A-Z]+|[A-Za-z]{2,4}_?\\d{4,})[.])`;

/**
 * The hashes that builders write. `base64` is what Rollup writes, eight characters; a word can look like it, so that of pictures and
 * other files that people name `mixed` is asked. `hex` is what webpack, Rspack and Parcel write, `base32` what esbuild does.
 */
const HASHES: Readonly<Record<string, string>> = {
  base64: `[\\w-]{8}`,
  mixed: `${NO_HASH}[\\w-]{8}`,
  hex: `(?!${DATE}[.])[0-9a-f]{8,64}`,
  long: `[0-9a-f]{20,64}`,
  base32: `[A-Z2-7]{8}`,
};

/**
 * A pattern of names that hold a hash, such as `assets/*-<base64>.{js,css}`: `**` and a slash stand for folders, `*` for anything but a
 * slash, `{a,b}` for one of several, and `<…>` for a hash of {@link HASHES}.
 */
export function namePattern(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|<(\w+)>|\{([^}]*)\}|[.+?^$()[\]|\\]/g, (found, hash, several) => {
    if (found === '**/') return '(?:[^/]+/)*';
    if (found === '**') return '.+';
    if (found === '*') return '[^/]*';
    if (several !== undefined) return `(?:${String(several).split(',').join('|')})`;
    return hash === undefined ? `\\${found}` : (HASHES[String(hash)] as string);
  });
  return new RegExp(`^${source}$`);
}
