import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type Compiler, compilerIn } from './compiler.ts';
import { addFolder, hashOfFolder, putInPlace, removeOlder } from './folders.ts';
import { licencesOf, type Package, packagesIn } from './licences.ts';
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
  readonly bytes: number;
  readonly packages: readonly PackageName[];
}

/** Below the root: a record of each bundle, and a folder of each build that is under way. */
const CACHE = 'node_modules/.cache/bundles';

/** A folder this old, in milliseconds, is of a build that was killed. */
const KILLED_MS = 3_600_000;

/**
 * Brings `actions/*\/dist` up to date: only actions whose sources, workspace packages or lockfile changed are built.
 *
 * @throws with ncc's own words when a bundle cannot be built; the others are still finished.
 *   Of several processes that do this at once each ends with whole bundles.
 */
export async function bundleActions(root: string): Promise<Bundle[]> {
  await removeOlder(path.join(root, CACHE), Date.now() - KILLED_MS);
  const waiting = await actionNames(root);
  const bundles: Bundle[] = [];
  const failures: string[] = [];
  const worker = async () => {
    const compiler = compilerIn(root);
    for (let action = waiting.shift(); action !== undefined; action = waiting.shift()) {
      try {
        bundles.push(await bundleAction(root, action, compiler));
      } catch (error) {
        failures.push(`actions/${action} could not be bundled.\n${firstWords(error as Error)}`);
      }
    }
    compiler.end();
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

async function bundleAction(root: string, action: string, compiler: Compiler): Promise<Bundle> {
  const dist = path.join(root, 'actions', action, 'dist');
  const sources = await sourcesOf(root, action);
  const last: Built | undefined = await readFile(recordOf(root, action), 'utf8').then(JSON.parse, () => undefined);
  if (last?.sources === sources) {
    // Another process may be putting a newer one there.
    const there = await hashOfFolder(dist).catch(() => undefined);
    if (there === last.dist) return { action, bytes: last.bytes, packages: last.packages };
  }
  const started = Date.now();
  const { bytes, packages } = await build(root, action, { sources, dist, compiler });
  return { action, bytes, packages, seconds: (Date.now() - started) / 1000 };
}

function recordOf(root: string, action: string): string {
  return path.join(root, CACHE, `${action}.json`);
}

/**
 * Built beside, in a folder of this process alone, and moved into place whole: no test starts half a bundle, no asset of an older
 * one is left, and of two processes that build the same one neither takes the other's files away.
 */
async function build(
  root: string,
  action: string,
  to: { readonly sources: string; readonly dist: string; readonly compiler: Compiler },
) {
  await mkdir(path.join(root, CACHE), { recursive: true });
  const own = await mkdtemp(path.join(root, CACHE, `${action}.`));
  try {
    const fresh = path.join(own, 'dist');
    const packages = await compile(root, action, to.compiler, { fresh, statistics: path.join(own, 'modules.json') });
    const built: Built = {
      sources: to.sources,
      dist: await hashOfFolder(fresh),
      bytes: await bytesOfCode(fresh),
      packages: packages.map(({ name, version }) => ({ name, version })),
    };
    await putInPlace(fresh, to.dist, path.join(own, 'before'));
    await writeFile(path.join(own, 'record.json'), JSON.stringify(built));
    await rename(path.join(own, 'record.json'), recordOf(root, action));
    return built;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** @returns the packages with code in the bundle. */
async function compile(
  root: string,
  action: string,
  compiler: Compiler,
  { fresh, statistics }: { readonly fresh: string; readonly statistics: string },
): Promise<Package[]> {
  const entry = `actions/${action}/src/main.ts`;
  // No source map: its hook doubles an action's start-up. Not minified: stack traces and diffs stay readable.
  // The working directory is part of ncc's input: it looks for tsconfig.json between there and the entry.
  await compiler.compile({ entry, folder: fresh, statistics });
  const packages = await packagesIn(JSON.parse(await readFile(statistics, 'utf8')));
  await writeFile(path.join(fresh, 'licenses.txt'), await licencesOf(packages));
  const manifest = await readFile(path.join(root, 'actions', action, 'action.yml'), 'utf8');
  if (/^ {2}post: dist\/post\.js$/m.test(manifest)) {
    await copyFile(path.join(root, 'packages/action/src/post.js'), path.join(fresh, 'post.js'));
  }
  return packages;
}

async function bytesOfCode(folder: string): Promise<number> {
  const code = (await readdir(folder)).filter((file) => file.endsWith('.js'));
  const sizes = await Promise.all(code.map(async (file) => (await stat(path.join(folder, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What makes bundles, from the root. */
export const BUNDLER: readonly string[] = ['bundles', 'compile', 'compiler', 'licences', 'loaders'].map(
  (name) => `packages/workspace/src/${name}.ts`,
);

/** One hash over everything that can change an action's bundle. */
async function sourcesOf(root: string, action: string): Promise<string> {
  const hash = createHash('sha256');
  const shared = ['package.json', 'pnpm-lock.yaml', 'tsconfig.base.json', ...BUNDLER];
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

/** ncc prints the same error once for each importer, and then its own stack. */
function firstWords({ message }: Error): string {
  const lines = message
    .trim()
    .split('\n')
    .filter((line) => !/^\s+at /.test(line));
  return [...new Set(lines)].slice(0, 12).join('\n');
}
