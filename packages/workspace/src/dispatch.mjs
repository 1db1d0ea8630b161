import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from './commands.mjs';
import { runInForeground } from './foreground.mjs';
import { ensureInstalled } from './installation.mjs';
import { Problem } from './problem.mjs';

/** The repository's root folder. */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * Installs what is missing, then runs one command of the table on the pinned Node and ends as it ended: same exit code,
 * or same signal.
 *
 * @param {string[]} argv the command's name, then its own arguments
 */
export async function dispatch([name = '', ...args]) {
  try {
    const command = commands[name];
    if (!command) throw new Problem(`There is no command "${name}".`, usage());
    const script = path.join(root, command.script);
    if (!existsSync(script)) throw new Problem(`\`${name}\` is not there yet: ${command.script} does not exist.`);
    await ensureInstalled(root);
    const node = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
    await runInForeground(node, [...(command.nodeOptions ?? []), script, ...args], { cwd: root });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    console.error([problem.message, problem.remedy].filter(Boolean).join('\n'));
    process.exitCode = 1;
  }
}

function usage() {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return Object.entries(commands)
    .map(([name, { does }]) => `  npm run ${name.padEnd(width)}  ${does}`)
    .join('\n');
}
