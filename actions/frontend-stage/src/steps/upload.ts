import { lstat } from 'node:fs/promises';
import { inParallel, UserError } from '@actions-aws/action';
import { errorName } from '@actions-aws/aws';
import { type Content, isShared, placeOf, type ReleaseFile, type Written } from '@actions-aws/site';
import { contentOf, isPlain, type Source } from '../build/edits.ts';
import { changed, reading } from '../build/folder.ts';
import { filePool } from '../build/pool.ts';
import { refuse } from '../build/refusal.ts';
import { twinsOf } from '../plan/plan.ts';
import type { Desired, Observed } from '../plan/state.ts';
import type { StageContext } from '../ports.ts';
import { withinBytes } from './in-flight.ts';

/** How many requests are under way: at 50 ms each, more than this process can make. What is under way longer stays in memory longer. */
export const UPLOADS_AT_ONCE = 64;
/** How many bytes of files are held in memory, and what a stream holds of them. */
const BYTES_AT_ONCE = 16 * 1024 * 1024;
const BYTES_OF_STREAM = 2 * 1024 * 1024;

/** How often the log says how far it is. Milliseconds. */
const TELL_MS = 10_000;

/** The bytes of a build's files, by their paths. */
export type Sources = ReadonlyMap<string, Source | Buffer>;

/**
 * Puts each file of the build where none is: hashed files, then the others, then pages, so that nothing is there that names what is
 * not. What another release has is copied within the bucket, what an earlier run of this build has left is compared by its hash, and
 * what an earlier release shares is left where it is.
 */
export async function upload(
  observed: Observed,
  desired: Desired,
  sources: Sources,
  { ports: { releases }, signal, log, clock }: StageContext,
): Promise<Observed> {
  const { build, bucket } = desired;
  const twins = twinsOf(observed, desired);
  const there = await whatIsThere(build, releases);
  const transfers = { sent: 0, copied: 0, kept: 0 };
  let told = clock.now();
  const room = withinBytes(BYTES_AT_ONCE);
  const lend = filePool();

  const send = (file: ReleaseFile, source: Source | Buffer): Promise<Written> => {
    const bytes = Math.min(file.size, BYTES_AT_ONCE);
    const put = (content: Content) =>
      releases.create(placeOf(build, file.path), content, file, build.id).catch((error) => {
        if (isOtherBytes(error)) refuse([changed(file.path)]);
        throw error;
      });
    return room(isStream(source) ? BYTES_OF_STREAM : bytes, async () => {
      // Bytes of a request that was given up may be others by the time they go out: S3 refuses them by their hash.
      if (!Buffer.isBuffer(source) && isPlain(source)) return lend(source, put);
      return put(await contentAsHashed(source, file));
    });
  };
  const put = async (file: ReleaseFile): Promise<void> => {
    const key = placeOf(build, file.path);
    const twin = twins.get(file.path);
    const source = sources.get(file.path);
    if (!source) throw new Error(`The build has no bytes of ${file.path}. This is a bug.`);
    const size = there.get(file.path);
    // An earlier release has told what its shared files are: their size tells that they are there still.
    const isKnown = twin?.key === key && size === file.size;
    const found = size === undefined ? 'gone' : isKnown ? 'same' : await releases.compare(key, file);
    let written: Written | 'gone' = found;
    let way: keyof typeof transfers = 'kept';
    if (written === 'gone' && twin && twin.key !== key) {
      written = await releases.copy(twin.key, key, file);
      way = 'copied';
    }
    if (written === 'gone') {
      written = await send(file, source);
      way = 'sent';
    }
    if (typeof written === 'object') throw taken(`s3://${bucket}/${key}`, file, written.differs, build.id);
    transfers[written === 'same' ? 'kept' : way] += 1;
    if (clock.now() - told < TELL_MS) return;
    told = clock.now();
    const done = transfers.sent + transfers.copied + transfers.kept;
    log.info(`${done} of ${build.files.length} files are there.`);
  };

  for (const phase of phasesOf(build.files)) await inParallel(phase, { most: UPLOADS_AT_ONCE, signal }, put);
  return { ...observed, isUploaded: true, transfers };
}

/** What of the build stands in the bucket, below its release or shared, in bytes by its path. */
async function whatIsThere(
  build: Desired['build'],
  releases: StageContext['ports']['releases'],
): Promise<ReadonlyMap<string, number>> {
  const paths = build.files.map(({ path }) => path).filter((path) => isShared(build, path));
  const [own, shared] = await Promise.all([releases.sizes(build.id), releases.sharedSizes(paths)]);
  return new Map([...own, ...shared]);
}

function phasesOf(files: readonly ReleaseFile[]): readonly (readonly ReleaseFile[])[] {
  const isPage = ({ headers }: ReleaseFile) => headers['content-type'].startsWith('text/html');
  return [
    files.filter(({ hashed }) => hashed),
    files.filter((file) => !file.hashed && !isPage(file)),
    files.filter((file) => !file.hashed && isPage(file)),
  ];
}

/** A body of another length than was said would hold the connection until the request is given up. */
async function contentAsHashed(source: Source | Buffer, { path, size }: ReleaseFile): Promise<Content> {
  if (Buffer.isBuffer(source)) return source;
  const content = await contentOf(source);
  const now = typeof content === 'function' ? (await reading(path, () => lstat(source.at))).size : content.length;
  if (now !== size) refuse([changed(path)]);
  return content;
}

function isStream(source: Source | Buffer): boolean {
  return !Buffer.isBuffer(source) && source.size > BYTES_OF_STREAM * 2 && source.edits.length === 0;
}

/** What S3 says of bytes whose hash is another than was worked out of them before. */
function isOtherBytes(error: unknown): boolean {
  const causes = [error, (error as Error).cause].map(errorName);
  return causes.some((name) =>
    ['XAmzContentSHA256Mismatch', 'BadDigest', 'InvalidDigest', 'IncompleteBody'].includes(name),
  );
}

/** Names both releases, and what to do: a hashed name is not always the hash of its content. */
function taken(uri: string, { path, hashed }: ReleaseFile, differs: string, release: string): UserError {
  return new UserError(
    `${uri} is there already, and ${differs}: the release ${release} needs another file by that name.`,
    {
      hint: hashed
        ? `A hashed name is not always a hash of the content: leave the file out of \`assets\`, by the line \`!${path}\` after \`auto\`. If nothing serves what is there, remove it.`
        : 'Keep the keys below `r/` and `assets/` for this action. If nothing serves what is there, remove it, and run the job again.',
    },
  );
}
