import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The script behind `npx`, to be run by Node itself: Windows has only `npx.cmd`, which cannot be started without a shell.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} node the running Node's executable
 * @returns {string | undefined}
 */
export function findNpx(env, node) {
  const searched = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter(Boolean);
  const folders = [
    // Set by npm for the scripts it runs; another package manager names itself there.
    ...(path.basename(env.npm_execpath ?? '') === 'npm-cli.js' ? [path.dirname(env.npm_execpath ?? '')] : []),
    ...[path.dirname(node), ...searched].flatMap((folder) => [
      path.join(folder, 'node_modules/npm/bin'),
      path.join(folder, '../lib/node_modules/npm/bin'),
      linkedFolder(path.join(folder, 'npm')),
    ]),
  ];
  return folders.map((folder) => path.join(folder, 'npx-cli.js')).find((file) => existsSync(file));
}

/** @param {string} file */
function linkedFolder(file) {
  try {
    return path.dirname(realpathSync(file));
  } catch {
    return path.dirname(file);
  }
}
