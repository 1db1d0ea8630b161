import { readFile } from 'node:fs/promises';
import { inParallel } from '@actions-aws/action';
import { bytesOf, type Edit, edited, type Source } from '../build/edits.ts';
import { reading } from '../build/folder.ts';
import type { Problem } from '../build/refusal.ts';
import { digestEdit, digestsOf, type Mention, mentionsIn, wantedOf } from './digests.ts';

/** A digest that was replaced: which file holds it, of which other one, and by which algorithm. */
export interface Replaced {
  readonly in: string;
  readonly of: string;
  readonly algorithm: string;
}

/** A build whose digests are those of what goes up. */
export interface Cascaded {
  readonly sources: readonly Source[];
  readonly replaced: readonly Replaced[];
  readonly problems: readonly Problem[];
}

/** What can hold a digest. */
export interface Reads {
  /** Whether a file is text: others are not searched. */
  isText(path: string): boolean;
  isHashed(path: string): boolean;
  readonly signal: AbortSignal;
}

const AT_ONCE = 8;

/**
 * Replaces the digests of files that were edited, as the lists of service workers hold them, by those of what goes up; and since a list
 * that changes has another digest itself, those of the lists, too. A browser that gets an old digest keeps the old page, or gives up.
 */
export async function cascade(given: readonly Source[], reads: Reads): Promise<Cascaded> {
  const mentions = new Map<string, Mention[]>();
  const problems: Problem[] = [];
  let changed = given.filter(({ edits }) => edits.length > 0);
  const searched = new Set<string>();
  while (changed.length > 0) {
    const wanted = wantedOf(
      await inParallel(changed, { most: AT_ONCE, signal: reads.signal }, async (one) => {
        return [one.path, digestsOf(await built(one))] as const;
      }),
    );
    for (const { path } of changed) searched.add(path);
    const found = await inParallel(given, { most: AT_ONCE, signal: reads.signal }, async (source) => {
      const own = reads.isText(source.path) ? mentionsIn(await built(source), wanted) : [];
      return { source, own: own.filter(({ of, start }) => of !== source.path && !isInEdit(source, start)) };
    });
    const holding = found.filter(({ own }) => own.length > 0);
    for (const { source, own } of holding) {
      if (reads.isHashed(source.path)) problems.push(...own.map((mention) => frozen(source.path, mention)));
      else mentions.set(source.path, [...(mentions.get(source.path) ?? []), ...own]);
    }
    changed = holding.map(({ source }) => source).filter(({ path }) => !searched.has(path) && !reads.isHashed(path));
  }
  if (problems.length > 0 || mentions.size === 0) return { sources: given, replaced: [], problems };
  return replace(given, mentions);
}

/** Works out the new digests from the pages up: a list is hashed once all that it names is. */
async function replace(given: readonly Source[], mentions: ReadonlyMap<string, readonly Mention[]>): Promise<Cascaded> {
  const sources = new Map(given.map((source) => [source.path, source]));
  const replaced: Replaced[] = [];
  const done = new Set<string>();
  const finish = async (path: string, above: readonly string[]): Promise<void> => {
    if (above.includes(path)) throw new Circle(path);
    if (done.has(path)) return;
    const edits: Edit[] = [];
    for (const mention of mentions.get(path) ?? []) {
      await finish(mention.of, [...above, path]);
      edits.push(digestEdit(mention, await bytesOf(sources.get(mention.of) as Source)));
      replaced.push({ in: path, of: mention.of, algorithm: mention.digest.algorithm });
    }
    sources.set(path, edited(sources.get(path) as Source, edits));
    done.add(path);
  };
  try {
    for (const path of mentions.keys()) await finish(path, []);
  } catch (error) {
    if (!(error instanceof Circle)) throw error;
    const problem: Problem = {
      path: error.path,
      what: 'holds the digest of a file that holds its own, so that neither can be changed',
      remedy: 'Take `config` out, or build without one of the two lists.',
    };
    return { sources: given, replaced: [], problems: [problem] };
  }
  const sorted = replaced.sort((a, b) => (`${a.in} ${a.of}` < `${b.in} ${b.of}` ? -1 : 1));
  return { sources: given.map(({ path }) => sources.get(path) as Source), replaced: sorted, problems: [] };
}

class Circle extends Error {
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

function built({ path, at }: Source): Promise<Buffer> {
  return reading(path, () => readFile(at));
}

/** What stood in a block is gone, and with it what it mentioned. */
function isInEdit({ edits }: Source, start: number): boolean {
  return edits.some((edit) => start >= edit.start && start < edit.end);
}

function frozen(path: string, { of, digest }: Mention): Problem {
  return {
    path,
    what: `holds the ${digest.algorithm} of ${of}, which \`config\` changes, but its own name is hashed, and its bytes must not change`,
    remedy:
      'Take the file out of `assets`, if its name does not depend on its content; or build it without that digest.',
  };
}
