import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { accepted, type Input, input, refused } from './input.ts';
import { contains, realWay } from './places.ts';

/**
 * A file or directory inside the workspace, as an absolute path with symbolic links resolved. A path that leaves
 * `GITHUB_WORKSPACE`, by `..` or through a link, is refused: a pull request could otherwise point it at the runner.
 */
export function path(options: { kind?: 'file' | 'directory' | 'any' } = {}): Input<string> {
  const kind = options.kind ?? 'any';
  const noun = kind === 'any' ? 'file or directory' : kind;
  return input(`path of a ${noun}`, async (given, { env, filesMustExist }) => {
    const workspace = await realWay(env.GITHUB_WORKSPACE || process.cwd());
    const lexical = resolve(workspace, given);
    const found = await realWay(lexical);
    if (!contains(workspace, found)) {
      return refused(
        'must stay inside the workspace',
        `Put the ${noun} below \`${workspace}\` and give its relative path.`,
      );
    }
    if (!filesMustExist) return accepted(found);
    const entry = await stat(found).catch(() => undefined);
    if (!entry) {
      return refused(`must be a ${noun} that exists`, `Nothing is at \`${lexical}\`; an earlier step must create it.`);
    }
    if (kind === 'file' && !entry.isFile()) return refused('must be a file');
    if (kind === 'directory' && !entry.isDirectory()) return refused('must be a directory');
    return accepted(found);
  });
}
