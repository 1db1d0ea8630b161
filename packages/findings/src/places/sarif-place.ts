import { list, own, type Shape, shape, text } from '../shapes.ts';
import { withoutTags } from './image-name.ts';
import { isAbsolute, type Paths, pathOfUri, uriOf } from './paths.ts';

/** What a location names. */
export interface Found {
  /** In the checkout; absent where it is elsewhere. */
  readonly path?: string;
  /** Of the path from the root of the checkout; of what is elsewhere, as the report has it, with its base ids put before it. */
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

/** How long a chain of base ids may be: longer ones run in a circle. */
const CHAIN = 20;

/**
 * Bases that stand for the folder that was scanned. Where one is not in the checkout, since a container saw it elsewhere, what is
 * relative to it is relative to the scan's `root`, as it is where a base is not defined.
 */
const SCANNED = /ROOT|WORKING|WORKDIR/i;

/** The locations of one run. In the paths of tools that scan images, tags and digests are left out. */
export function placesOf(run: Shape, paths: Paths, scansImages = false): Places {
  const artifacts = list(run.artifacts);
  const remembered = new Map<string, Found>();

  const based = (uri: string, baseId: string | undefined, chain: number): string => {
    if (baseId === undefined || chain === 0 || hasRoot(uri)) return uri;
    const base = shape(own(run.originalUriBaseIds, baseId));
    // cfn-lint defines a base without a URI; semgrep, staticcheck and govulncheck name one that they do not define.
    if (typeof base.uri !== 'string') return uri;
    const whole = based(base.uri, text(base.uriBaseId), chain - 1);
    if (SCANNED.test(baseId) && isOutside(whole, paths)) return uri;
    return `${whole}${whole === '' || whole.endsWith('/') ? '' : '/'}${uri}`;
  };
  const written = (location: Shape, depth: number): string | undefined => {
    if (typeof location.uri === 'string') return based(location.uri, text(location.uriBaseId), CHAIN);
    const index = location.index;
    if (typeof index !== 'number' || index < 0 || depth === 0) return undefined;
    return written(shape(shape(artifacts[index]).location), depth - 1);
  };
  return {
    at(location) {
      const uri = written(shape(location), 2);
      if (uri === undefined) return undefined;
      const before = remembered.get(uri);
      if (before) return before;
      if (remembered.size >= REMEMBERED) remembered.clear();
      const path = paths.ofUri(uri);
      const shown = path !== undefined && scansImages ? withoutTags(path) : path;
      const found = shown === undefined ? { uri } : { path: shown, uri: uriOf(shown) };
      remembered.set(uri, found);
      return found;
    },
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
