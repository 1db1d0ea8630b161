import { list, own, type Shape, shape, text } from '../shapes.ts';
import { withoutTags } from './image-name.ts';
import { isAbsolute, type Paths, pathOfUri, uriElsewhere, uriOf } from './paths.ts';

/** What a location names. */
export interface Found {
  /** In the checkout; absent where it is elsewhere. */
  readonly path?: string;
  /** Of the path from the root of the checkout; of what is elsewhere, as the report has it, with its base ids put before it, or its scheme. */
  readonly uri: string;
}

/** Finds the files and lines that the locations of one run name. */
export interface Places {
  /** Undefined where it names no file. */
  at(location: unknown): Found | undefined;
  /**
   * The line: of the region, else of the region around it, which kube-score has instead; undefined where neither has one that counts
   * from 1.
   */
  line(physicalLocation: Shape): number | undefined;
}

/** How many locations are remembered: results name the same files again and again. */
const REMEMBERED = 4096;
const BASES = 16;

/** How long a chain of base ids may be: longer ones run in a circle. */
const CHAIN = 20;

/**
 * Bases that stand for the folder that was scanned. Where one is not in the checkout, since a container saw it elsewhere, what is
 * relative to it is relative to the scan's `root`, as it is where a base is not defined.
 */
const SCANNED = /ROOT|WORKING|WORKDIR/i;

/** Bases of govulncheck that it does not define, and that are never in the checkout: Go's own files, and those of modules. */
const ELSEWHERE = new Set(['%GOROOT%', '%GOMODCACHE%']);

/** The locations of one run. In the paths of tools that scan images, tags and digests are left out. */
export function placesOf(run: Shape, paths: Paths, scansImages = false): Places {
  const artifacts = list(run.artifacts);
  /** By base id, and then by URI, since results name the same few files again and again. */
  const remembered = new Map<string | undefined, Map<string, Found>>();

  const based = (uri: string, baseId: string | undefined, chain: number): string => {
    if (baseId === undefined || chain === 0 || hasRoot(uri)) return uri;
    const base = shape(own(run.originalUriBaseIds, baseId));
    // cfn-lint defines a base without a URI; semgrep, staticcheck and govulncheck name one that they do not define.
    if (typeof base.uri !== 'string') return uri;
    const whole = based(base.uri, text(base.uriBaseId), chain - 1);
    if (SCANNED.test(baseId) && isOutside(whole, paths)) return uri;
    return `${whole}${whole === '' || whole.endsWith('/') ? '' : '/'}${uri}`;
  };
  const foundAt = (uri: string): Found => {
    const path = paths.ofUri(uri);
    const shown = path !== undefined && scansImages ? withoutTags(path) : path;
    return shown === undefined ? { uri: uriElsewhere(uri) } : { path: shown, uri: uriOf(shown) };
  };
  const inBase = (baseId: string | undefined): Map<string, Found> => {
    const found = remembered.get(baseId);
    if (found && found.size < REMEMBERED) return found;
    if (remembered.size >= BASES) remembered.clear();
    const empty = new Map<string, Found>();
    remembered.set(baseId, empty);
    return empty;
  };
  const at = (location: unknown, depth: number): Found | undefined => {
    const { uri, uriBaseId, index } = shape(location);
    if (typeof uri === 'string') {
      const baseId = text(uriBaseId);
      const known = inBase(baseId);
      let found = known.get(uri);
      if (!found) {
        found = baseId !== undefined && ELSEWHERE.has(baseId) ? { uri } : foundAt(based(uri, baseId, CHAIN));
        known.set(uri, found);
      }
      return found;
    }
    if (typeof index !== 'number' || index < 0 || depth === 0) return undefined;
    return at(shape(artifacts[index]).location, depth - 1);
  };
  return {
    at: (location) => at(location, 2),
    line: (location) => lineOf(location.region) ?? lineOf(location.contextRegion),
  };
}

function lineOf(region: unknown): number | undefined {
  const line = shape(region).startLine;
  return typeof line === 'number' && Number.isSafeInteger(line) && line >= 1 ? line : undefined;
}

/** Whether a URI needs no base: `file://relative` is no such one. */
function hasRoot(uri: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]+:\//.test(uri) || isAbsolute(uri.replaceAll('\\', '/'));
}

function isOutside(base: string, paths: Paths): boolean {
  const path = pathOfUri(base);
  return path === undefined || (isAbsolute(path.replaceAll('\\', '/')) && paths.ofFile(`${path}/file`) === undefined);
}
