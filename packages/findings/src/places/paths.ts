import { realpathSync } from 'node:fs';

/** Where the paths of a report start. */
export interface Origin {
  /** Where its relative paths start, relative to the checkout; empty for the checkout itself. */
  readonly root: string;
  /** The folder of the checkout, absolute. */
  readonly checkout: string;
}

/** Finds the path in the checkout of what tools write; undefined where it is outside of it, or names no file. */
export interface Paths {
  /** Of a path of the file system, absolute or relative, with `/` or `\`. */
  ofFile(written: string): string | undefined;
  /** Of a URI: decoded, with or without a scheme; a bare path, too, since tools write those. */
  ofUri(written: string): string | undefined;
}

/**
 * Where a container action sees the checkout.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/dockerfile-support#workdir
 */
const IN_CONTAINER = '/github/workspace';

/** Resolves paths against a checkout on this machine. */
export function pathsIn({ root, checkout }: Origin): Paths {
  const start = segmentsOf(root.replaceAll('\\', '/')) ?? [];
  const prefixes = [...new Set([checkout, realPath(checkout), IN_CONTAINER])]
    .map((folder) => folder.replaceAll('\\', '/').replace(/\/+$/, ''))
    .filter((folder) => folder !== '');
  const ofFile = (written: string): string | undefined => {
    const path = written.includes('\\') ? written.replaceAll('\\', '/') : written;
    if (path.includes('\0')) return undefined;
    if (!isAbsolute(path)) return joined(path, start);
    const inside = within(path, prefixes);
    return inside === undefined ? undefined : joined(inside, []);
  };
  return {
    ofFile,
    ofUri(written) {
      const path = pathOfUri(written);
      return path === undefined ? undefined : ofFile(path);
    },
  };
}

/**
 * The path that a URI names; undefined where its scheme is not `file`.
 *
 * `file://relative/x` is a relative path: tools write it, and no runner has files on a host. `file:/x` and a bare path are paths, too.
 */
export function pathOfUri(written: string): string | undefined {
  const uri = written.trim();
  const colon = uri.indexOf(':');
  // One letter before the colon is a drive.
  if (colon < 2 || !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(uri.slice(0, colon))) return decoded(uri);
  const scheme = uri.slice(0, colon).toLowerCase();
  if (scheme !== 'file') return uri.includes('://') || isOther(scheme) ? undefined : decoded(uri);
  const rest = uri.slice(colon + 1).replaceAll('\\', '/');
  if (!rest.startsWith('//')) return withoutSlashBeforeDrive(decoded(rest));
  const path = rest.slice(2);
  if (path.startsWith('localhost/')) return withoutSlashBeforeDrive(decoded(path.slice('localhost'.length)));
  return withoutSlashBeforeDrive(decoded(path));
}

/** Whether it says of itself that it is a URI: `file:`, or a scheme with an authority. */
export function hasScheme(written: string): boolean {
  return /^(?:file:|[a-z][a-z0-9+.-]+:\/\/)/i.test(written);
}

/** Whether it names only the folder that was looked at, or nothing. */
export function namesNoFile(written: string): boolean {
  return /^[./\\]*$/.test(written);
}

/** A path of the checkout as a relative URI. */
export function uriOf(path: string): string {
  if (/^[\w./@+~-]*$/.test(path)) return path;
  // A lone half of a pair cannot be encoded.
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

/**
 * The URI of what is not in the checkout. A relative reference may not begin with a slash in SARIF: SARIF1004 of `sarif-multitool validate`.
 */
export function uriElsewhere(written: string): string {
  return written.startsWith('/') ? `file://${written}` : written;
}

/** What tells files that are not in the checkout apart, whether a tool writes a path or a URI of the scheme `file`. */
export function pathElsewhere(uri: string): string {
  return uri.replace(/^file:(?:\/\/(?:localhost)?)?(?=\/)/i, '');
}

/** Schemes without `//`. Any other word before a colon is a name: of an image with its tag, or of a file. */
function isOther(scheme: string): boolean {
  return scheme === 'data' || scheme === 'urn' || scheme === 'mailto' || scheme === 'pkg' || scheme === 'jar';
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A bare path with a `%` of its own.
    return text;
  }
}

/** Whether a path starts at a root or a drive. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || isDrive(path, 0);
}

function isDrive(path: string, at: number): boolean {
  return /^[A-Za-z]:(\/|$)/.test(path.slice(at, at + 3));
}

function withoutSlashBeforeDrive(path: string): string {
  return path.startsWith('/') && isDrive(path, 1) ? path.slice(1) : path;
}

/** What remains of an absolute path behind one of the folders. Windows does not tell upper from lower case. */
function within(path: string, folders: readonly string[]): string | undefined {
  const clean = path.includes('//') || path.includes('/./') || path.includes('/../') ? cleaned(path) : path;
  for (const folder of folders) {
    if (clean.length > folder.length && clean[folder.length] !== '/') continue;
    const start = clean.slice(0, folder.length);
    const same = isDrive(folder, 0) ? start.toLowerCase() === folder.toLowerCase() : start === folder;
    if (same) return clean.slice(folder.length + 1);
  }
  return undefined;
}

function cleaned(path: string): string {
  const lead = path.startsWith('/') ? '/' : '';
  return lead + (segmentsOf(path) ?? []).join('/');
}

/** A relative path from a folder of the checkout; undefined where it leaves the checkout or is a folder itself. */
function joined(path: string, start: readonly string[]): string | undefined {
  if (start.length === 0 && isClean(path)) return path;
  const segments = segmentsOf(path, start);
  if (segments === undefined || segments.length === 0) return undefined;
  // `.` and `` name the folder that was looked at, not a file.
  return segments.length <= start.length && segments.every((one, index) => one === start[index])
    ? undefined
    : segments.join('/');
}

function isClean(path: string): boolean {
  return path !== '' && !path.startsWith('.') && !path.includes('/.') && !path.includes('//') && !path.endsWith('/');
}

/** Without `.`, `..` and empty segments; undefined where `..` goes above where it starts. */
function segmentsOf(path: string, start: readonly string[] = []): string[] | undefined {
  const segments = [...start];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments;
}

function realPath(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return folder;
  }
}
