import { createCipheriv } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** How large a build is. */
export interface BuildSize {
  readonly files: number;
  /** The smallest file and the largest one, in bytes; those in between are spread evenly. */
  readonly from: number;
  readonly to: number;
}

/** A build of a site in a folder. */
export interface Build extends BuildSize {
  readonly folder: string;
  readonly bytes: number;
}

/** One file in so many is a page, which keeps its name; the others have a hash in it, as site builders name them. */
const PAGES = 20;
const FILES_OF_A_FOLDER = 250;
/** Scatters numbers. */
const PRIME = 2_654_435_761;

/**
 * Writes a build, the same whenever this runs. Its text has no pattern: what packs or spares bytes on the way would measure something
 * else. Sizes are scattered, so that large and small files come in any order.
 */
export async function buildIn(folder: string, size: BuildSize): Promise<Build> {
  const text = withoutPattern(size.to + size.files);
  let bytes = 0;
  for (let first = 0; first < size.files; first += FILES_OF_A_FOLDER) {
    const numbers = Array.from(
      { length: Math.min(FILES_OF_A_FOLDER, size.files - first) },
      (_, index) => first + index,
    );
    await mkdir(path.join(folder, folderOf(first, '')), { recursive: true });
    await mkdir(path.join(folder, folderOf(first, 'assets')), { recursive: true });
    for (const number of numbers) {
      const content = contentOf(number, size, text);
      bytes += content.length;
      await writeFile(path.join(folder, nameOf(number)), content);
    }
  }
  return { ...size, folder, bytes };
}

/** Gives all files of a build the time of now, as a fresh checkout and a new build would. */
export async function touch({ folder, files }: Build): Promise<void> {
  const now = new Date();
  for (let number = 0; number < files; number += 1) await utimes(path.join(folder, nameOf(number)), now, now);
}

function nameOf(number: number): string {
  return number % PAGES === 0
    ? path.join(folderOf(number, ''), `page-${number}.html`)
    : path.join(folderOf(number, 'assets'), `chunk-${number}-${hashOf(number)}.js`);
}

function folderOf(number: number, below: string): string {
  return path.join(below, `part-${Math.floor(number / FILES_OF_A_FOLDER)}`);
}

function contentOf(number: number, { from, to, files }: BuildSize, text: string): string {
  const [head, tail] =
    number % PAGES === 0
      ? [`<!doctype html><title>Page ${number}</title><p>`, '</p>']
      : [`export const chunk${number} = '`, "';\n"];
  // Each file has a size of its own: a prime number leaves out no place among them.
  const place = (number * PRIME) % files;
  const length = from + Math.round(((to - from) * place) / Math.max(1, files - 1));
  return head + text.slice(number, Math.max(number, number + length - head.length - tail.length)) + tail;
}

/** A hash of eight letters, as names have it. */
function hashOf(number: number): string {
  const scattered = Math.imul(number + 1, PRIME) >>> 0;
  return Buffer.from(scattered.toString(16).padStart(8, '0')).toString('base64url').slice(0, 8);
}

function withoutPattern(length: number): string {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 'a site'), Buffer.alloc(16));
  return cipher.update(Buffer.alloc(length)).toString('base64url').slice(0, length);
}
