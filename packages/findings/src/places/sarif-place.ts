import type { ArtifactLocation, PhysicalLocation, Run } from 'sarif';
import { isAbsolute, type Paths, pathOfUri } from './paths.ts';

/** Finds the files and lines that the locations of one run name. */
export interface Places {
  /** The path in the checkout; undefined where there is none. */
  path(location: ArtifactLocation | undefined): string | undefined;
  /** The file as the report names it, its base ids put before it; undefined where it names none. */
  written(location: ArtifactLocation | undefined): string | undefined;
  /**
   * The line: of the region, else of the region around it, which kube-score has instead; undefined where neither has one that counts
   * from 1.
   */
  line(location: PhysicalLocation | undefined): number | undefined;
}

/** How many locations are remembered: results name the same files again and again. */
const REMEMBERED = 4096;

/** How long a chain of base ids may be: longer ones run in a circle. */
const CHAIN = 20;

/**
 * Bases that stand for the folder that was scanned. Where one is not in the checkout (a container saw it elsewhere), or is defined
 * nowhere, what is relative to it is relative to the scan's `root`.
 */
const SCANNED = /ROOT|WORKING|WORKDIR/i;

/** The locations of one run. */
export function placesOf(run: Pick<Run, 'originalUriBaseIds' | 'artifacts'>, paths: Paths): Places {
  const bases = run.originalUriBaseIds;
  const remembered = new Map<string, string | undefined>();

  const based = (uri: string, baseId: string | undefined, chain: number): string => {
    if (baseId === undefined || chain === 0 || hasScheme(uri)) return uri;
    const base = bases && Object.hasOwn(bases, baseId) ? bases[baseId] : undefined;
    // cfn-lint defines a base without a URI; semgrep, staticcheck and govulncheck name one that they do not define.
    if (typeof base?.uri !== 'string') return uri;
    const whole = based(base.uri, textOf(base.uriBaseId), chain - 1);
    const joined = `${whole}${whole === '' || whole.endsWith('/') ? '' : '/'}${uri}`;
    return SCANNED.test(baseId) && isOutside(whole, paths) ? uri : joined;
  };
  const find = (location: ArtifactLocation, depth: number): string | undefined => {
    const uri = textOf(location.uri);
    if (uri !== undefined) return based(uri, textOf(location.uriBaseId), CHAIN);
    const index = location.index;
    const artifact = typeof index === 'number' && index >= 0 ? run.artifacts?.[index]?.location : undefined;
    return artifact && depth > 0 ? find(artifact, depth - 1) : undefined;
  };
  const written = (location: ArtifactLocation | undefined): string | undefined => {
    return location && typeof location === 'object' ? find(location, 2) : undefined;
  };
  return {
    written,
    path(location) {
      const uri = written(location);
      if (uri === undefined) return undefined;
      if (remembered.has(uri)) return remembered.get(uri);
      if (remembered.size >= REMEMBERED) remembered.clear();
      const path = paths.ofUri(uri);
      remembered.set(uri, path);
      return path;
    },
    line: (location) => lineOf(location?.region) ?? lineOf(location?.contextRegion),
  };
}

function lineOf(region: { readonly startLine?: unknown } | undefined): number | undefined {
  const line = region?.startLine;
  return typeof line === 'number' && Number.isSafeInteger(line) && line >= 1 ? line : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function hasScheme(uri: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]+:\//.test(uri) || isAbsolute(uri.replaceAll('\\', '/'));
}

function isOutside(base: string, paths: Paths): boolean {
  const path = pathOfUri(base);
  return path === undefined || (isAbsolute(path.replaceAll('\\', '/')) && paths.ofFile(`${path}/file`) === undefined);
}
