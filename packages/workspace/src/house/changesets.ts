import { parseDocument } from 'yaml';
import type { Tree } from './tree.ts';

const BUMPS = ['patch', 'minor', 'major'];

/**
 * Changesets that name a package which is not there, or no bump, as sentences. A release reads all of them, and ends at the first that is
 * wrong, which is too late.
 */
export function wrongChangesets(tree: Tree): string[] {
  const packages = new Set(
    [...tree].flatMap(([file, text]) =>
      /^(actions|packages)\/[^/]+\/package\.json$/.test(file) ? [(JSON.parse(text) as { name?: string }).name] : [],
    ),
  );
  return [...tree].flatMap(([file, text]) => {
    if (!/^\.changeset\/(?!README)[^/]+\.md$/.test(file)) return [];
    const [, front] = /^---\r?\n(.*?)^---$/ms.exec(text) ?? [];
    const bumps = parseDocument(front ?? '').toJS() as Readonly<Record<string, unknown>> | null;
    if (!bumps || Object.keys(bumps).length === 0) return [`${file} names no package that it changes.`];
    return Object.entries(bumps).flatMap(([name, bump]) => [
      ...(packages.has(name) ? [] : [`${file} names ${name}, which is no package of this repository.`]),
      ...(BUMPS.includes(String(bump)) ? [] : [`${file} gives ${name} the bump ${bump}, not ${BUMPS.join(', ')}.`]),
    ]);
  });
}
