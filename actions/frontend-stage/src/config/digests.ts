import { createHash, getHashes } from 'node:crypto';
import type { Edit } from '../build/edits.ts';

/** The algorithms by which a list of a site's files may name their content. */
const ALGORITHMS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;

const FORMS = {
  hex: (digest: Buffer) => digest.toString('hex'),
  HEX: (digest: Buffer) => digest.toString('hex').toUpperCase(),
  base64: (digest: Buffer) => digest.toString('base64').replace(/=+$/, ''),
  base64url: (digest: Buffer) => digest.toString('base64url'),
} as const;

/** One way to write the digest of some bytes. */
export interface Digest {
  readonly algorithm: (typeof ALGORITHMS)[number];
  readonly form: keyof typeof FORMS;
  /** Without the `=` at the end of base64, which stays where it stands. */
  readonly text: string;
}

/** All ways to write the digest of some bytes; of two that are spelt alike the first. */
export function digestsOf(bytes: Buffer): readonly Digest[] {
  const known = new Set(getHashes());
  return ALGORITHMS.filter((algorithm) => known.has(algorithm)).flatMap((algorithm) => {
    const digest = createHash(algorithm).update(bytes).digest();
    const forms = Object.entries(FORMS).map(([form, write]) => ({
      algorithm,
      form: form as keyof typeof FORMS,
      text: write(digest),
    }));
    return forms.filter(({ text }, index) => forms.findIndex((one) => one.text === text) === index);
  });
}

/** A digest in a file: of which other file, and how it is written there. */
export interface Mention {
  /** The path of the file whose digest it is. */
  readonly of: string;
  readonly digest: Digest;
  /** In bytes of the file that mentions it. */
  readonly start: number;
}

/** Digests that are looked for, by how they begin. */
export interface Wanted {
  readonly byStart: ReadonlyMap<string, readonly Omit<Mention, 'start'>[]>;
}

/** How many characters all digests have at least, and by how many they are looked up. */
const SHORTEST = 22;
const START = 8;

/** Makes ready to look for the digests of these files. */
export function wantedOf(files: Iterable<readonly [path: string, digests: readonly Digest[]]>): Wanted {
  const byStart = new Map<string, Omit<Mention, 'start'>[]>();
  for (const [of, digests] of files) {
    for (const digest of digests) {
      const start = digest.text.slice(0, START);
      byStart.set(start, [...(byStart.get(start) ?? []), { of, digest }]);
    }
  }
  return { byStart };
}

/** Finds the digests that stand in some bytes, in their order. Where one is part of another, the longer one is meant. */
export function mentionsIn(bytes: Buffer, { byStart }: Wanted): readonly Mention[] {
  if (byStart.size === 0) return [];
  const text = bytes.toString('latin1');
  const found: Mention[] = [];
  for (const { 0: run, index } of text.matchAll(/[\w+/-]{22,}/g)) {
    for (let at = 0; at + SHORTEST <= run.length; at += 1) {
      const fitting = (byStart.get(run.slice(at, at + START)) ?? []).filter(({ digest }) =>
        run.startsWith(digest.text, at),
      );
      const [longest] = fitting.sort((a, b) => b.digest.text.length - a.digest.text.length);
      if (!longest) continue;
      const digest = spelt(longest.digest, run[at + longest.digest.text.length] ?? text[index + run.length]);
      found.push({ ...longest, digest, start: index + at });
      at += longest.digest.text.length - 1;
    }
  }
  return found;
}

/**
 * A digest in which the two alphabets of base64 have no letter that tells them apart. What follows does: base64 fills up to four
 * characters with `=`, and base64url as it is used does not.
 */
function spelt(digest: Digest, next: string | undefined): Digest {
  const isAlike = digest.form === 'base64' && !/[+/]/.test(digest.text);
  return isAlike && digest.text.length % 4 !== 0 && next !== '=' ? { ...digest, form: 'base64url' } : digest;
}

/** What takes the place of a digest: that of other bytes, written as it was. */
export function digestEdit({ digest, start }: Mention, now: Buffer): Edit {
  const text = FORMS[digest.form](createHash(digest.algorithm).update(now).digest());
  return { start, end: start + digest.text.length, text };
}
