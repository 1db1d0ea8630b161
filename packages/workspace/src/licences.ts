import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What we read of webpack's statistics: https://webpack.js.org/api/stats/#module-objects */
export interface Statistics {
  readonly modules: readonly Module[];
}

interface Module {
  /** Path of the file; none for what webpack itself adds. */
  readonly nameForCondition?: string | null;
  /** Files of the output that the module is in. */
  readonly chunks: readonly unknown[];
  /** Those that were joined to this one. */
  readonly modules?: readonly Module[];
}

/** A package with code in a bundle. */
export interface Package {
  /** Where it is on this machine. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Each package with code in any file of a bundle, by name and version. */
export async function packagesIn({ modules }: Statistics): Promise<Package[]> {
  const files = filesOf(modules.filter(({ chunks }) => chunks.length > 0));
  const packages = new Map<string, Package>();
  for (const folder of new Set(files.map((file) => path.dirname(file)))) {
    const found = await packageOf(folder);
    packages.set(found.folder, found);
  }
  return [...packages.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * Name and licence of each package. ncc 0.45 has a list of its own, but each file of the bundle writes its part over that of the
 * one before.
 */
export async function licencesOf(packages: readonly Package[]): Promise<string> {
  return (await Promise.all(packages.map(licenceOf))).join('\n');
}

function filesOf(modules: readonly Module[]): string[] {
  return modules.flatMap(({ nameForCondition, modules: joined = [] }) => [
    ...(nameForCondition ? [nameForCondition] : []),
    ...filesOf(joined),
  ]);
}

/** The nearest; a package.json without a version only says how the files beside it are read. */
async function packageOf(folder: string): Promise<Package> {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => '{}');
  const { name, version, license } = JSON.parse(text);
  if (name && version) return { folder, name, version, license };
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('A file of the bundle is in no package, so its licence is not known.');
  return packageOf(parent);
}

async function licenceOf({ folder, name, license }: Package): Promise<string> {
  const names = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file)).sort();
  const texts = await Promise.all(names.map((file) => readFile(path.join(folder, file), 'utf8')));
  const lines = [name, license, ...texts.map((text) => text.replaceAll('\r\n', '\n').trim())];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

function key({ name, version }: Package): string {
  return `${name} ${version}`;
}
