import { existsSync, globSync, statSync } from 'node:fs';
import path from 'node:path';

/** Whether a path can be a pattern. */
export function isPattern(given: string): boolean {
  return /[*?[{]/.test(given);
}

/**
 * What a path of the workspace names, absolute and sorted. A path is what it says where that is there, also with brackets in it; only
 * then it may be a pattern, which does not match names that begin with a dot, and does not follow links to folders.
 */
export function filesMatching(given: string, workspace: string): readonly string[] {
  const literal = path.resolve(workspace, given);
  if (statSync(literal, { throwIfNoEntry: false })?.isFile()) return [literal];
  const pattern = path.sep === '\\' ? given.replaceAll('\\', '/') : given;
  if (!isPattern(pattern)) return existsSync(literal) ? [literal] : [];
  return globSync(pattern, { cwd: workspace })
    .map((match) => path.resolve(workspace, match))
    .sort();
}
