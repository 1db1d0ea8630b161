/** Where releases stand in a bucket: what is below `r/<id>/`, and below `assets/` what they share. Visitors reach no other key. */

/** Sixteen lower-case hexadecimal digits. */
const ID = /^[0-9a-f]{16}$/;

/** Whether what some document says is the id of a release. */
export function isReleaseId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

/** The OriginPath of a release: `/r/0123456789abcdef`. */
export function pathOf(id: string): string {
  return `/r/${id}`;
}

/** The release that an OriginPath names; `undefined` for any other path. */
export function releaseInPath(path: string): string | undefined {
  const id = path.startsWith('/r/') ? path.slice(3) : undefined;
  return isReleaseId(id) ? id : undefined;
}

/** What a site says of itself at `/.well-known/release`. */
export interface Told {
  /** `undefined` where it names none. */
  readonly release: string | undefined;
  /** The id of its distribution, as the function of a store says it; the file of a release cannot know it. */
  readonly distribution: string | undefined;
}

/** Reads `{"release":"0123456789abcdef","distribution":"E1A2B3C4D5E6F7"}`. What is not understood names nothing. */
export function toldIn(body: Uint8Array): Told {
  try {
    const { release, distribution } = JSON.parse(Buffer.from(body).toString('utf8')) as Readonly<
      Record<string, unknown>
    >;
    return {
      release: isReleaseId(release) ? release : undefined,
      distribution: typeof distribution === 'string' && /^[A-Z0-9]+$/.test(distribution) ? distribution : undefined,
    };
  } catch {
    return { release: undefined, distribution: undefined };
  }
}

/** What every key of a release begins with: `r/0123456789abcdef/`. */
export function prefixOf(id: string): string {
  return `r/${id}/`;
}

/** The key of a file of a release. `path` is as a manifest has it: nothing is encoded. */
export function keyOf(id: string, path: string): string {
  return `${prefixOf(id)}${path}`;
}

/**
 * The key of a release's manifest: beside the release and not in it. A build may well have a `manifest.json` of its own, as
 * web apps that can be installed do, and what is in the release every visitor can read.
 */
export function manifestKeyOf(id: string): string {
  return `r/${id}.json`;
}

/** The file of a release by which it says its own id, where no function does. It is not in the manifest, whose hash is the id. */
export const RELEASE_FILE = '.well-known/release';
