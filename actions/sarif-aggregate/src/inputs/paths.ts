import { stat } from 'node:fs/promises';
import path from 'node:path';
import { accepted, type Input, input, isWithin, placesOf, realWay, refused } from '@actions-aws/action';

/** A file that a job left, in the workspace or in `RUNNER_TEMP`, as an absolute path with links resolved. */
export function fileOfJob(): Input<string> {
  return input('path of a file', async (given, { env, filesMustExist }) => {
    const places = await placesOf(env);
    const lexical = path.resolve(places.workspace, given);
    const found = await realWay(lexical);
    if (!isWithin(places, found)) return outside();
    if (!filesMustExist) return accepted(found);
    const entry = await stat(found).catch(() => undefined);
    if (!entry) {
      return refused(
        'must be a file that exists',
        `Nothing is at \`${lexical}\`; where there may be none, let an expression give nothing then.`,
      );
    }
    return entry.isFile() ? accepted(found) : refused('must be a file');
  });
}

/** A folder to write to, in the workspace or in `RUNNER_TEMP`; it need not be there yet. */
export function folderToWrite(): Input<string> {
  return input('path of a folder', async (given, { env, filesMustExist }) => {
    const places = await placesOf(env);
    const found = await realWay(path.resolve(places.workspace, given));
    if (!isWithin(places, found)) return outside();
    if (!filesMustExist) return accepted(found);
    const entry = await stat(found).catch(() => undefined);
    return !entry || entry.isDirectory() ? accepted(found) : refused('must be a folder', 'A file has its name.');
  });
}

function outside() {
  return refused(
    'must stay inside the workspace or RUNNER_TEMP',
    `Give a path that is relative to the workspace, or one below \`\${{ runner.temp }}\`.`,
  );
}

/**
 * A path relative to the checkout, with `/` between its segments; empty for the checkout itself. `undefined` where it leads
 * out, or starts elsewhere.
 */
export function inCheckout(given: string): string | undefined {
  const slashes = given.replaceAll('\\', '/');
  if (slashes.startsWith('/') || /^[A-Za-z]:/.test(slashes)) return undefined;
  const normal = path.posix.normalize(slashes).replace(/\/+$/, '');
  if (normal === '.' || normal === '') return '';
  return normal === '..' || normal.startsWith('../') ? undefined : normal;
}
