import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explainFailedInstall } from './install-failure.mjs';
import { findNpx } from './npx.mjs';
import { Problem } from './problem.mjs';

const stampFile = 'node_modules/.installed';

/**
 * Makes `node_modules` agree with the lockfile. Returns at once, without network and without starting a process, when it
 * does already.
 *
 * @param {string} root
 */
export async function ensureInstalled(root) {
  const wanted = fingerprint(root);
  const stamp = path.join(root, stampFile);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const first = !existsSync(path.join(root, 'node_modules'));
  await requireWhatInstallingNeeds(root);
  console.log(
    first
      ? `Installing the toolchain with ${packageManager}: once, about half a minute, 400 MB in node_modules.`
      : `Dependencies have changed; updating node_modules with ${packageManager}.`,
  );
  const started = Date.now();
  // Removed first: an install that is cut short must not pass for a whole one.
  rmSync(stamp, { force: true });
  const patience = setInterval(() => {
    console.log(`Still installing (${Math.round((Date.now() - started) / 1000)} s): the network or the disk is slow.`);
  }, 60_000);
  await install(root, packageManager).finally(() => clearInterval(patience));
  writeFileSync(stamp, wanted);
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * What `node_modules` depends on, as one hash: lockfile, settings and every package.json, and the platform, because the
 * folder holds executables.
 *
 * @param {string} root
 */
export function fingerprint(root) {
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  for (const home of ['actions', 'packages', 'patches']) {
    const folder = path.join(root, home);
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder).sort()) {
      const file = home === 'patches' ? `${home}/${entry}` : `${home}/${entry}/package.json`;
      if (existsSync(path.join(root, file))) files.push(file);
    }
  }
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/** @param {string} root */
async function requireWhatInstallingNeeds(root) {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new Problem(
      `${root} cannot be written to, and the toolchain has to be installed into it.`,
      'Clone the repository into a folder of your own and run the command there.',
    );
  }
  const { code } = await run('git', ['--version']);
  if (code !== 0)
    throw new Problem('git was not found.', 'Install git from https://git-scm.com and open a new terminal.');
}

/**
 * @param {string} root
 * @param {string} packageManager such as `pnpm@12.21.0`
 */
async function install(root, packageManager) {
  const npx = findNpx(process.env, process.execPath);
  if (!npx) {
    throw new Problem(
      'npm was not found.',
      'It comes with Node: install Node from https://nodejs.org and open a new terminal.',
    );
  }
  const { code, output } = await run(
    process.execPath,
    [npx, '--yes', packageManager, 'install', '--frozen-lockfile', '--config.confirm-modules-purge=false'],
    { cwd: root, env: { ...quiet, ...process.env, ...audible } },
  );
  if (code !== 0) throw explainFailedInstall(output, { root, packageManager });
}

// `npm --silent test` hands its silence on; then no person would learn why an install failed.
const audible = { npm_config_loglevel: 'error' };

// npm's defaults keep someone without a network waiting for more than a minute before they read why.
const quiet = {
  npm_config_update_notifier: 'false',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_prefer_offline: 'true',
  npm_config_fetch_retries: '2',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '5000',
};

/**
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number | null, output: string }>} never rejects; a program that cannot be started has no code
 */
function run(program, args, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
