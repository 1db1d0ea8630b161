// `compile.ts ENTRY FOLDER [STATISTICS]`: bundles an entry into a folder, with all that it needs, for those who start it in a
// process of its own: ncc reads its working directory and keeps settings in its environment. Started with a channel to its
// parent, as `compiler.ts` does, it bundles one entry after another until the channel closes: what ncc has loaded serves the next.
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import type { Ended, Job } from './compiler.ts';
import { rememberWhatLoadersMake } from './loaders.ts';

interface Compiled {
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Uint8Array }>>;
  readonly stats: { toJson(options: object): unknown };
}

rememberWhatLoadersMake();
// It has no types.
const ncc: (entry: string, options: object) => Promise<Compiled> = createRequire(import.meta.url)('@vercel/ncc');

/** Of webpack's statistics what `licences.ts` reads; all of them are 30 MB: https://webpack.js.org/configuration/stats/ */
const MODULES = {
  all: false,
  modules: true,
  nestedModules: true,
  cachedModules: true,
  dependentModules: true,
  orphanModules: true,
  runtimeModules: true,
  ids: true,
  modulesSpace: Number.POSITIVE_INFINITY,
  nestedModulesSpace: Number.POSITIVE_INFINITY,
};

async function compile({ entry, folder, statistics }: Job): Promise<void> {
  const { code, assets, stats } = await ncc(path.resolve(entry), {
    cache: false,
    quiet: true,
    transpileOnly: true,
    // The AWS SDK has both; as ES modules, what no action uses is left out, and what few do is loaded on demand. ncc's command
    // line takes `main` only.
    mainFields: ['module', 'main'],
  });
  const files = {
    'index.js': code,
    ...Object.fromEntries(Object.entries(assets).map(([name, { source }]) => [name, source])),
  };
  refuseMissing(files);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  if (statistics) await writeFile(statistics, JSON.stringify(stats.toJson(MODULES)));
}

/** What ncc does not find, it leaves to the machine that the bundle runs on, which has no packages: `eval("require")("NAME")`. */
function refuseMissing(files: Readonly<Record<string, string | Uint8Array>>): void {
  const missing = Object.entries(files).flatMap(([name, content]) =>
    [...String(name.endsWith('.js') ? content : '').matchAll(/\beval\("require"\)(?:\.resolve)?\("([^"]*)"\)/g)].map(
      ([, wanted]) => wanted,
    ),
  );
  if (missing.length > 0) {
    throw new Error(`What is imported is not installed: ${[...new Set(missing)].sort().join(', ')}.`);
  }
}

async function ending(job: Job): Promise<Ended> {
  try {
    await compile(job);
    return {};
  } catch (error) {
    return { wrong: String((error as Error).message ?? error) };
  }
}

if (process.send) {
  process.on('message', async (job: Job) => process.send?.(await ending(job)));
} else {
  const [entry = '', folder = '', statistics = ''] = process.argv.slice(2);
  const { wrong } = await ending({ entry, folder, statistics });
  if (wrong !== undefined) {
    console.error(wrong);
    process.exitCode = 1;
  }
}
