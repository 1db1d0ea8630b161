import path from 'node:path';
import { isSource, type Tree } from './tree.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * Dependencies that a package lists and no source of it names, as sentences. They are installed, audited and updated for
 * nothing. One that is loaded by a string, and not by an import, counts as named, and the types of
 * one by its name.
 */
export function idleDependencies(tree: Tree): string[] {
  return [...tree].flatMap(([file, text]) => {
    if (!/^(actions|packages)\/[^/]+\/package\.json$/.test(file)) return [];
    const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Manifest;
    const folder = `${path.posix.dirname(file)}/`;
    const sources = [...tree].flatMap(([other, source]) => (other.startsWith(folder) && isSource(other) ? source : []));
    return Object.keys({ ...dependencies, ...devDependencies })
      .filter((name) => !sources.some((source) => names(source, name.replace(/^@types\//, ''))))
      .map((name) => `${file} lists ${name}, which nothing there imports.`);
  });
}

function names(source: string, dependency: string): boolean {
  return [`'${dependency}'`, `'${dependency}/`, `"${dependency}"`, `"${dependency}/`].some((one) =>
    source.includes(one),
  );
}
