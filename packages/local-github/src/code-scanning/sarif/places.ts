import { type Fields, fieldsOf, listOf, textOf, UnreadableSarif, wholeOf } from './fields.ts';

/** Where an alert is. */
export interface ShownPlace {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** Of one result: what is annotated, and what keeps the whole file out. */
export interface Placed {
  readonly place?: ShownPlace;
  readonly errors: readonly string[];
}

/**
 * The first location is what is shown. Of the others GitHub says that they are ignored; here each needs a file as well, which is
 * harder: https://github.com/github/codeql-action/issues/1738, .../2456, .../2459. `uriBaseId` is not among the supported properties.
 */
export function placed(result: Fields, root: string | undefined): Placed {
  const locations = listOf(result.locations, 'locations').map((each) => fieldsOf(each, 'locations') ?? {});
  const schemes = [...urisIn(result)].flatMap((uri) => wrongScheme(uri, root) ?? []);
  const missing = locations.length === 0 ? ['expected at least one location'] : locations.flatMap(missingIn);
  const errors = [...missing.map((what) => `locationFromSarifResult: ${what}`), ...schemes];
  const [first] = locations;
  return errors.length > 0 || !first ? { errors } : { place: shown(first, root), errors };
}

function missingIn(location: Fields): readonly string[] {
  const physical = fieldsOf(location.physicalLocation, 'physicalLocation');
  if (!physical) return ['expected a physical location'];
  const artifact = fieldsOf(physical.artifactLocation, 'artifactLocation');
  if (!textOf(artifact?.uri, 'artifactLocation.uri')) return ['expected artifact location'];
  // "region.startLine" is required; what a result without it gets is not told anywhere, so the words are ours.
  const line = wholeOf(fieldsOf(physical.region, 'region')?.startLine, 'region.startLine');
  return line === undefined || line < 1 ? ['expected a region with a start line'] : [];
}

function shown(location: Fields, root: string | undefined): ShownPlace {
  const physical = fieldsOf(location.physicalLocation, 'physicalLocation') ?? {};
  const region = fieldsOf(physical.region, 'region') ?? {};
  const number = (name: string) => wholeOf(region[name], `region.${name}`);
  const startLine = number('startLine') ?? 1;
  const endLine = number('endLine') ?? startLine;
  const startColumn = number('startColumn') ?? 1;
  return {
    path: pathOf(textOf(fieldsOf(physical.artifactLocation, 'artifactLocation')?.uri, 'uri') ?? '', root),
    startLine,
    endLine,
    startColumn,
    endColumn: number('endColumn') ?? startColumn,
  };
}

/** Every URI of a file that a result has, those of related locations and of flows too: https://github.com/github/codeql-action/issues/754 */
function* urisIn(result: Fields): Generator<string> {
  const flows = listOf(result.codeFlows, 'codeFlows').flatMap((flow) =>
    listOf(fieldsOf(flow, 'codeFlows')?.threadFlows, 'threadFlows').flatMap((thread) =>
      listOf(fieldsOf(thread, 'threadFlows')?.locations, 'threadFlows.locations').map(
        (step) => fieldsOf(step, 'threadFlows.locations')?.location,
      ),
    ),
  );
  const all = [
    ...listOf(result.locations, 'locations'),
    ...listOf(result.relatedLocations, 'relatedLocations'),
    ...flows,
  ];
  for (const each of all) {
    const physical = fieldsOf(fieldsOf(each, 'location')?.physicalLocation, 'physicalLocation');
    const uri = textOf(fieldsOf(physical?.artifactLocation, 'artifactLocation')?.uri, 'artifactLocation.uri');
    if (uri) yield uri;
  }
}

const schemeOf = (uri: string) => /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();

/**
 * "any location of an artifact specified using an absolute URI must use the same URI scheme" as the source root; the words are those
 * of https://github.com/github/codeql-action/issues/754. The name of an image, `debian:10`, has a scheme too:
 * https://github.com/aquasecurity/trivy/issues/1182
 */
function wrongScheme(uri: string, root: string | undefined): string | undefined {
  const scheme = schemeOf(uri);
  if (root === undefined || scheme === undefined || scheme === schemeOf(root)) return undefined;
  return `SARIF URI scheme "${scheme}" did not match the checkout URI scheme "${schemeOf(root) ?? ''}"`;
}

/** `file:///github/workspace/src/main.go -> src/main.go`; what is not below the root stays whole, and so does a path without a scheme. */
function pathOf(uri: string, root: string | undefined): string {
  const folder = root === undefined || root.endsWith('/') ? root : `${root}/`;
  const rest = folder !== undefined && uri.startsWith(folder) ? uri.slice(folder.length) : uri;
  if (schemeOf(rest) !== undefined) return rest;
  try {
    return decodeURIComponent(rest);
  } catch {
    throw new UnreadableSarif(`invalid URI "${uri}"`);
  }
}
