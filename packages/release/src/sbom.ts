import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { findNpx, type PackageName } from '@actions-aws/workspace';

/** What we read of CycloneDX 1.7: https://cyclonedx.org/docs/1.7/json/ */
export interface Sbom {
  readonly serialNumber: string;
  readonly metadata: {
    readonly timestamp: string;
    readonly component: { readonly 'bom-ref': string; readonly version?: string };
  };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
}

/**
 * What pnpm says of all dependencies, reduced to what is in the bundles, and equal for equal sources: pnpm's own has a random
 * number, today's time and no order, and it lists what only tests need. Packages of this repository are the thing itself.
 *
 * @param version of the suite; the root's own package.json has none.
 * @param time of the sources, ISO 8601.
 * @throws when a package is in a bundle that pnpm does not list.
 */
export function shippedSbom(
  raw: Sbom,
  packages: readonly PackageName[],
  { version, time }: { version: string; time: string },
): Sbom {
  const shipped = new Set(
    packages.filter(({ name }) => !isOurs(name)).map(({ name, version }) => `${name}@${version}`),
  );
  const components = raw.components.filter((component) => shipped.has(idOf(component))).sort(byRef);
  const missing = [...shipped].filter((id) => !components.some((component) => idOf(component) === id));
  if (missing.length > 0)
    throw new Error(
      `pnpm sbom does not list ${missing.join(', ')}, which ${missing.length > 1 ? 'are' : 'is'} in a bundle.`,
    );
  const refs = new Set(components.map((component) => component['bom-ref']));
  const root = raw.metadata.component['bom-ref'];
  const within = (dependsOn: readonly string[] = []) => [...new Set(dependsOn.filter((ref) => refs.has(ref)))].sort();
  const inside = raw.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: within(dependsOn) }));
  const outside = raw.dependencies.filter(({ ref }) => !refs.has(ref)).flatMap(({ dependsOn }) => dependsOn ?? []);
  const dependencies = [...inside, { ref: root, dependsOn: within(outside) }].sort((a, b) => (a.ref < b.ref ? -1 : 1));
  const metadata = { ...raw.metadata, timestamp: time, component: { ...raw.metadata.component, version } };
  const sbom = { ...raw, serialNumber: '', metadata, components, dependencies };
  return { ...sbom, serialNumber: serialOf(sbom) };
}

/** `pnpm sbom` of the whole workspace, without a network: it reads the lockfile and what is installed. */
export async function pnpmSbom(root: string): Promise<Sbom> {
  const { packageManager } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const npx = findNpx(process.env, process.execPath);
  if (!npx) throw new Error('npm was not found; it comes with Node.');
  const args = [
    npx,
    '--yes',
    packageManager,
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--sbom-spec-version',
    '1.7',
    '--prod',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 64e6 });
  return JSON.parse(stdout);
}

function idOf({ group, name, version }: Component): string {
  return `${group ? `${group}/` : ''}${name}@${version}`;
}

function isOurs(name: string): boolean {
  return name === 'actions' || name.startsWith('@actions-aws/');
}

function byRef(a: Component, b: Component): number {
  return a['bom-ref'] < b['bom-ref'] ? -1 : 1;
}

/** A UUID of the content (version 8, for uses of one's own: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8). */
function serialOf(sbom: object): string {
  const hex = createHash('sha256').update(JSON.stringify(sbom)).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
