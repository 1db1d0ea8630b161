import type { BytePath } from '@actions-aws/git';

const OTHER_THAN_ASCII = /[\x80-\xff]/;

/** The bytes of a text, as UTF-8, each a character. */
export function bytesOf(text: string): BytePath {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/**
 * A path as text. A byte that is no UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF, as Python has it
 * (https://peps.python.org/pep-0383), so that no two paths become the same text, and each such byte is one character.
 */
export function textOf(path: BytePath): string {
  if (!OTHER_THAN_ASCII.test(path)) return path;
  return utf8In(path) ?? piecewise(path, (byte) => String.fromCharCode(0xdc00 + byte));
}

/**
 * A path as a person can read it: bytes that are no UTF-8 as `\xff`. Two paths may look the same; `isText` tells when it may be
 * so. Not escaped for a log or Markdown.
 */
export function shown(path: BytePath): string {
  if (!OTHER_THAN_ASCII.test(path)) return path;
  return utf8In(path) ?? piecewise(path, (byte) => `\\x${byte.toString(16)}`);
}

/** Whether a path is valid UTF-8, so that its text says it all. */
export function isText(path: BytePath): boolean {
  return !OTHER_THAN_ASCII.test(path) || utf8In(path) !== undefined;
}

function utf8In(path: BytePath): string | undefined {
  const bytes = Buffer.from(path, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

/** Sequences that are valid UTF-8 as they are, each other byte as `other` says. */
function piecewise(path: BytePath, other: (byte: number) => string): string {
  return path.replace(
    /([\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})|[\x80-\xff]/g,
    (found: string, sequence: string | undefined) =>
      (sequence === undefined ? undefined : utf8In(sequence)) ??
      [...found].map((byte) => other(byte.charCodeAt(0))).join(''),
  );
}
