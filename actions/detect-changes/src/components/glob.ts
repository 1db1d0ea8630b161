import type { BytePath } from '@actions-aws/git';
import { bytesOf, textOf } from '../paths.ts';
import { alternativesOf } from './braces.ts';
import { GLOBSTAR, type Segment, segmentOf } from './segment.ts';
import { matchesRow } from './wildcard.ts';

/** A segment, or any number of them. */
export type Link = Segment | typeof GLOBSTAR;

/** What a pattern stands for, without what stands before or after it in a list. */
export interface Glob {
  /** Each way in which its braces can be read. */
  readonly alternatives: readonly (readonly Link[])[];
  matches(path: BytePath): boolean;
  /** Files or folders: every match is one of these or below one. The empty one is the root. */
  readonly roots: readonly BytePath[];
  /** Whether some path below this one may match. */
  reachesBelow(path: BytePath): boolean;
}

/**
 * Reads a pattern that starts at the root of the repository. A pattern whose last name has no wildcard, and one that ends in
 * a slash, mean a folder with everything below it as well.
 *
 * @returns undefined where its braces stand for too much.
 */
export function globOf(pattern: string): Glob | undefined {
  const alternatives = alternativesOf(pattern)?.map(linksOf);
  if (!alternatives) return undefined;
  const tests = alternatives.map(testOf);
  const [only] = tests;
  return {
    alternatives,
    roots: alternatives.map((links) => bytesOf(literalsOf(links).join('/'))),
    matches: only && tests.length === 1 ? only : (path) => tests.some((test) => test(path)),
    reachesBelow: (path) => {
      const names = textOf(path).split('/');
      return alternatives.some((links) => mayContinue(links, names));
    },
  };
}

function linksOf(pattern: string): readonly Link[] {
  const texts = pattern.split('/');
  if (texts.at(-1) === '') texts[texts.length - 1] = GLOBSTAR;
  const links = texts
    .filter((text, index) => text !== GLOBSTAR || texts[index - 1] !== GLOBSTAR)
    .map((text): Link => (text === GLOBSTAR ? GLOBSTAR : segmentOf(text)));
  const [last, before] = [links.at(-1), links.at(-2)];
  if (last === GLOBSTAR && isWild(before)) {
    // Everything below what the wildcard finds, and not what it finds.
    return [...links.slice(0, -1), ANY, GLOBSTAR];
  }
  return last === GLOBSTAR || isWild(last) ? links : [...links, GLOBSTAR];
}

const ANY = segmentOf('*');

function isWild(link: Link | undefined): boolean {
  return link !== undefined && link !== GLOBSTAR && link.literal === undefined;
}

/** The quickest way to try it: most patterns are a folder with all that is below, or an ending anywhere. */
function testOf(links: readonly Link[]): (path: BytePath) => boolean {
  const literals = literalsOf(links);
  const folder = bytesOf(literals.join('/'));
  const start = literals.length === 0 ? '' : `${folder}/`;
  const rest = links.slice(literals.length);
  if (rest.length === 1 && rest[0] === GLOBSTAR) {
    return start === '' ? () => true : (path) => path.startsWith(start) || path === folder;
  }
  const ending = literals.length === 0 ? endingOf(rest) : undefined;
  if (ending !== undefined) return (path) => path.endsWith(ending);
  return (path) =>
    path.startsWith(start) && follows(rest, textOf(start === '' ? path : path.slice(start.length)).split('/'));
}

function literalsOf(links: readonly Link[]): readonly string[] {
  const literals: string[] = [];
  for (const link of links) {
    if (link === GLOBSTAR || link.literal === undefined) break;
    literals.push(link.literal);
  }
  return literals;
}

// Of any folders, then any name with this ending.
function endingOf([first, last, ...others]: readonly Link[]): BytePath | undefined {
  if (first !== GLOBSTAR || last === undefined || last === GLOBSTAR || others.length > 0) return undefined;
  const [, ending] = /^\*([^*?[\\]+)$/.exec(last.text) ?? [];
  return ending === undefined ? undefined : bytesOf(ending);
}

function follows(links: readonly Link[], names: readonly string[]): boolean {
  return matchesRow(links, GLOBSTAR, names, (segment: Segment, name) => segment.fits(name));
}

/** Whether names that follow these could make a match. */
function mayContinue(links: readonly Link[], names: readonly string[]): boolean {
  for (const [index, name] of names.entries()) {
    const link = links[index];
    if (link === GLOBSTAR) return true;
    if (!link?.fits(name)) return false;
  }
  return links.length > names.length;
}
