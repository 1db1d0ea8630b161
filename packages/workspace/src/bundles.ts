import { execFile } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { licencesOf, packagesIn } from './licences.ts';
import { actionNames } from './root.ts';

/** One action's bundle after {@link bundleActions}. */
export interface Bundle {
  readonly action: string;
  /** Size of the code in `dist/`, which every job of a user downloads. */
  readonly bytes: number;
  /** Packages with code in it, by name and version. */
  readonly packages: readonly PackageName[];
  /** Absent when `dist/` was up to date. */
  readonly seconds?: number;
}

/** A package as registries know it. */
export interface PackageName {
  readonly name: string;
  readonly version: string;
}

/** What a cache entry says: these sources gave this `dist/`. */
interface Built {
  readonly sources: string;
  readonly dist: string;
  readonly packages: readonly PackageName[];
}

/**
 * Brings `actions/*\/dist` up to date: only actions whose sources, workspace packages or lockfile changed are built.
 *
 * @throws with ncc's own words when a bundle cannot be built; the others are still finished.
 */
export async function bundleActions(root: string): Promise<Bundle[]> {
  const waiting = await actionNames(root);
  const bundles: Bundle[] = [];
  const failures: string[] = [];
  const worker = async () => {
    for (let action = waiting.shift(); action !== undefined; action = waiting.shift()) {
      try {
        bundles.push(await bundleAction(root, action));
      } catch (error) {
        failures.push(`actions/${action} could not be bundled.\n${firstWords(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
  return bundles.sort((a, b) => a.action.localeCompare(b.action));
}

/** A line for the terminal. */
export function describeBundle({ action, bytes, seconds }: Bundle): string {
  const size = `${(bytes / 1e6).toFixed(2)} MB`;
  return `${action}  ${size}  ${seconds === undefined ? 'up to date' : `bundled in ${seconds.toFixed(1)} s`}`;
}

async function bundleAction(root: string, action: string): Promise<Bundle> {
  const dist = path.join(root, 'actions', action, 'dist');
  const record = path.join(root, 'node_modules/.cache/bundles', `${action}.json`);
  const sources = await sourcesOf(root, action);
  const last: Built | undefined = await readFile(record, 'utf8').then(JSON.parse, () => undefined);
  const upToDate = last?.sources === sources && last.dist === (await hashOfFolder(dist));
  const started = Date.now();
  let packages = last?.packages ?? [];
  if (!upToDate) {
    packages = await build(root, action, dist);
    await mkdir(path.dirname(record), { recursive: true });
    await writeFile(record, JSON.stringify({ sources, dist: await hashOfFolder(dist), packages } satisfies Built));
  }
  const code = (await readdir(dist)).filter((file) => file.endsWith('.js'));
  const sizes = await Promise.all(code.map(async (file) => (await stat(path.join(dist, file))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const bundle = { action, bytes, packages };
  return upToDate ? bundle : { ...bundle, seconds: (Date.now() - started) / 1000 };
}

/** Built beside and moved into place, so that no test starts half a bundle and no asset of an older one is left. */
async function build(root: string, action: string, dist: string): Promise<PackageName[]> {
  const fresh = path.join(root, 'node_modules/.cache/bundles', action);
  await rm(fresh, { recursive: true, force: true });
  const compile = path.join(import.meta.dirname, 'compile.ts');
  const entry = `actions/${action}/src/main.ts`;
  // No source map: its hook doubles an action's start-up. Not minified: stack traces and diffs stay readable.
  const statistics = `${fresh}.modules.json`;
  // The working directory is part of ncc's input: it looks for tsconfig.json between there and the entry.
  await promisify(execFile)(process.execPath, [compile, entry, fresh, statistics], { cwd: root });
  const packages = await packagesIn(JSON.parse(await readFile(statistics, 'utf8')));
  await writeFile(path.join(fresh, 'licenses.txt'), await licencesOf(packages));
  await rm(statistics);
  const manifest = await readFile(path.join(root, 'actions', action, 'action.yml'), 'utf8');
  if (/^ {2}post: dist\/post\.js$/m.test(manifest)) {
    await copyFile(path.join(root, 'packages/action/src/post.js'), path.join(fresh, 'post.js'));
  }
  await rm(dist, { recursive: true, force: true });
  await rename(fresh, dist);
  return packages.map(({ name, version }) => ({ name, version }));
}

/** One hash over everything that can change an action's bundle. */
async function sourcesOf(root: string, action: string): Promise<string> {
  const hash = createHash('sha256');
  const shared = [
    'package.json',
    'pnpm-lock.yaml',
    'tsconfig.base.json',
    'packages/workspace/src/bundles.ts',
    'packages/workspace/src/compile.ts',
    'packages/workspace/src/licences.ts',
  ];
  for (const file of [...shared, `actions/${action}/action.yml`]) hash.update(await readFile(path.join(root, file)));
  for (const home of await closure(root, `actions/${action}`)) {
    for (const file of ['package.json', 'tsconfig.json']) hash.update(await readFile(path.join(root, home, file)));
    await addFolder(hash, path.join(root, home, 'src'));
  }
  return hash.digest('hex');
}

/** The folder and those of the workspace packages that it depends on, however indirectly. */
async function closure(root: string, home: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(home)) return seen;
  seen.add(home);
  const { dependencies = {} } = JSON.parse(await readFile(path.join(root, home, 'package.json'), 'utf8'));
  for (const [name, version] of Object.entries<string>(dependencies)) {
    if (version.startsWith('workspace:')) await closure(root, `packages/${name.split('/')[1]}`, seen);
  }
  return seen;
}

async function hashOfFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  await addFolder(hash, folder);
  return hash.digest('hex');
}

async function addFolder(hash: Hash, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`\0${path.relative(folder, file)}\0`).update(await readFile(file));
}

/** ncc prints the same error once for each importer, and then its own stack. */
function firstWords(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = (stderr?.trim() || message).split('\n').filter((line) => !/^\s+at /.test(line));
  return [...new Set(lines)].slice(0, 12).join('\n');
}
