import { inParallel } from '@actions-aws/action';
import { type Manifest, manifestOf, type ReleaseFile } from '@actions-aws/site';
import { AUTO, buildersOf, isHashed } from '../assets/hashed.ts';
import { asBuilt, type Configured, configure } from '../config/configure.ts';
import type { Config } from '../config/pages.ts';
import { contentTypeOf, headerOf, UNKNOWN } from '../types/types.ts';
import type { Source } from './edits.ts';
import { type FoundFile, listFolder } from './folder.ts';
import { hashOf } from './hash.ts';
import { type HeaderRule, headersFor } from './header-rules.ts';
import { wrongNames } from './names.ts';
import { decide, idle, type PatternList } from './patterns.ts';
import { filePool } from './pool.ts';
import { type Problem, refuse } from './refusal.ts';
import { renew, type Twin, twinsIn } from './twins.ts';

/** What a workflow says of a build. */
export interface Wanted {
  readonly directory: string;
  readonly assets: PatternList;
  readonly exclude: PatternList;
  readonly headers: readonly HeaderRule[];
  readonly config: Config | undefined;
  /** What becomes of files that hold their neighbour packed. */
  readonly precompressed: 'drop' | 'renew';
}

/** A build as it goes up. */
export interface Build {
  readonly manifest: Manifest;
  /** The bytes of the manifest's files, by their paths. */
  readonly sources: ReadonlyMap<string, Source | Buffer>;
  readonly notes: Notes;
}

/** What people are told of a build. */
export interface Notes extends Omit<Configured, 'sources'> {
  /** The builders that are known by what they write, the most telling first. */
  readonly builders: readonly string[];
  readonly excluded: number;
  /** Packed twins: dropped, or packed anew. */
  readonly twins: number;
  /** Paths of whose type nothing is known. */
  readonly unknown: readonly string[];
  /** Paths of text that is not UTF-8. */
  readonly otherwise: readonly string[];
  /** Patterns that match nothing, by the input that has them. */
  readonly idle: Readonly<Record<'assets' | 'exclude' | 'headers', readonly string[]>>;
}

/** So many bytes are kept as they were read, and are not read again to be sent: a small build is read once. */
const KEPT_BYTES = 8 * 1024 * 1024;

/** How many files are read at the same time. */
const AT_ONCE = 16;

/**
 * Reads a build, with all that a workflow says of it, and refuses what cannot be staged, before anything is asked of AWS: the id of a
 * release is the hash of what is worked out here.
 */
export async function readBuild(wanted: Wanted, signal: AbortSignal): Promise<Build> {
  const { files: all, problems } = await listFolder(wanted.directory, signal);
  const isLeftOut = (path: string) => decide(wanted.exclude, path) !== undefined;
  refuse(problems.filter(({ path = '' }) => !isLeftOut(path) && !isLeftOut(`${path}/*`)));
  const found = all.filter(({ path }) => !isLeftOut(path));
  if (found.length === 0) refuse([EMPTY]);
  const paths = found.map(({ path }) => path);
  refuse(wrongNames(paths));
  const hashed = (path: string) => isHashed(wanted.assets, path);
  refuse(paths.filter((path) => PAGE.test(path) && hashed(path)).map(keptForEver));

  const twins = await twinsIn(found, signal);
  const built = withoutTwins(found, twins);
  const configured = wanted.config ? await configure(built, wanted.config, hashed, signal) : asBuilt(built);
  const renewed = wanted.precompressed === 'renew' ? await renew(twins, configured.sources, signal) : [];

  const goingUp: readonly GoingUp[] = [
    ...configured.sources.map((source) => ({ path: source.path, named: source.path, source })),
    ...renewed.map(({ twin, source }) => ({
      path: twin.file.path,
      named: twin.of,
      source,
      encoding: twin.encoding,
    })),
  ];
  const lend = filePool();
  let kept = 0;
  const isKept = (size: number) => {
    if (kept + size > KEPT_BYTES) return false;
    kept += size;
    return true;
  };
  const files = await inParallel(goingUp, { most: AT_ONCE, signal }, async (one) => {
    const { path, named, source } = one;
    const type = contentTypeOf(named);
    const isText = type.isText && one.encoding === undefined;
    const { sha256, size, isUtf8, bytes } = await hashOf(source, isText, { lend, isKept });
    const usual = {
      contentType: headerOf(type, isUtf8),
      encoding: one.encoding ?? type.encoding,
      hashed: hashed(named),
    };
    const headers = headersFor(path, usual, wanted.headers);
    const file: ReleaseFile = { path, sha256, size, headers, hashed: usual.hashed };
    return { file, isUtf8, source: bytes ?? source };
  });
  const { sources: _, ...told } = configured;
  return {
    manifest: manifestOf(files.map(({ file }) => file)),
    sources: new Map(files.map(({ file, source }) => [file.path, source])),
    notes: {
      ...told,
      builders: buildersOf(paths).map(({ name }) => name),
      excluded: all.length - found.length,
      twins: twins.length,
      unknown: files.filter(({ file }) => file.headers['content-type'] === UNKNOWN).map(({ file }) => file.path),
      otherwise: files.filter(({ isUtf8 }) => !isUtf8).map(({ file }) => file.path),
      idle: idlePatterns(
        wanted,
        paths,
        all.map(({ path }) => path),
      ),
    },
  };
}

const PAGE = /\.html?$/i;

/** No later release would reach a browser that has it, nor the way back. */
function keptForEver(path: string): Problem {
  return {
    path,
    what: 'is a page, but counts as hashed: browsers would keep it for a year',
    remedy: 'Take pages out of `assets`, by the line `!**/*.{html,htm}` after the others.',
  };
}

const EMPTY = {
  what: 'has no files to stage',
  remedy: 'Build the site before this step, and give the directory that the build writes.',
};

/** A file with the name by which it is typed: of a twin that of the file which it holds. */
interface GoingUp {
  readonly path: string;
  readonly named: string;
  readonly source: Source | Buffer;
  readonly encoding?: string;
}

function withoutTwins(found: readonly FoundFile[], twins: readonly Twin[]): readonly Source[] {
  const packed = new Set(twins.map(({ file }) => file.path));
  return found.filter(({ path }) => !packed.has(path)).map((file) => ({ ...file, edits: [] }));
}

function idlePatterns({ assets, exclude, headers }: Wanted, paths: readonly string[], all: readonly string[]) {
  return {
    assets: idle(
      assets.filter(({ text }) => text !== AUTO),
      paths,
    ),
    exclude: idle(exclude, all),
    headers: idle(
      headers.map(({ files }) => files),
      paths,
    ),
  };
}
