import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { PageForm } from './page-names.ts';

/** A small site of ours in the form that a builder takes: a first page, and a list of books that is loaded later. */
export interface Source {
  /** As frontend-stage calls the builder. */
  readonly name: 'Vite' | 'Astro' | 'SvelteKit' | 'Next' | 'Docusaurus';
  /** Its folder, from the root of this repository; below `sources/`, and named as the builder, unless given. */
  readonly folder?: 'examples/storefront';
  /** The folder to which the builder writes. */
  readonly output: 'dist' | 'build' | 'out';
  /** The path of the books, as their link has it. */
  readonly books: '/books' | '/docs/books';
  /** In which form pages are written. */
  readonly form: PageForm;
  /** Paths that hashed files have and no others, for the behaviours under a store that take them past its function. */
  readonly hashed: readonly string[];
  /** Scripts of the page whose names do not change with their content; none unless given. */
  readonly unhashed?: readonly string[];
  /** What the actions warn of; nothing unless given. */
  readonly warnings?: { readonly staged?: readonly string[]; readonly promoted?: readonly string[] };
}

/** A checkout of a source, with its builder installed. */
export interface Checkout {
  readonly folder: string;
  /** Builds what is there, and gives the folder with the build. */
  build(): Promise<string>;
}

/** A place for checkouts, and for all that npm and the builders keep. */
export interface Workshop {
  readonly folder: string;
  checkOut(source: Source): Promise<Checkout>;
  close(): Promise<void>;
}

/**
 * What the versions in sources without a lockfile ask for themselves is taken as it was on this day, so that the same builders run each
 * time (https://docs.npmjs.com/cli/v11/using-npm/config#before).
 */
const AS_OF = '2026-11-20';

const root = path.resolve(import.meta.dirname, '../../../../..');

/** Opens a workshop in a folder of its own. Builders run on the Node that runs this, and the npm on the PATH. */
export async function workshop(): Promise<Workshop> {
  const folder = await mkdtemp(path.join(tmpdir(), 'builders-'));
  const run = async (cwd: string, ...args: readonly string[]) => {
    const { PATH = '' } = process.env;
    const env = {
      ...process.env,
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${PATH}`,
      NODE_ENV: 'production',
      CI: 'true',
      XDG_CONFIG_HOME: path.join(folder, 'config'),
      npm_config_cache: path.join(folder, 'cache'),
      NEXT_TELEMETRY_DISABLED: '1',
      ASTRO_TELEMETRY_DISABLED: '1',
    };
    // npm is a script on Windows, which this never runs on.
    await promisify(execFile)('npm', args, { cwd, env, maxBuffer: 2 ** 26 });
  };
  return {
    folder,
    async checkOut({ name, folder: from = `packages/testing/extended/site/sources/${name.toLowerCase()}`, output }) {
      const checkout = path.join(folder, name.toLowerCase());
      const filter = (file: string) => !['node_modules', output].includes(path.basename(file));
      await cp(path.join(root, from), checkout, { recursive: true, filter });
      const install = existsSync(path.join(checkout, 'package-lock.json'))
        ? ['ci', '--include=dev']
        : ['install', '--no-package-lock', '--before', AS_OF];
      await run(checkout, ...install, '--ignore-scripts', '--no-audit', '--no-fund');
      return {
        folder: checkout,
        async build() {
          await run(checkout, 'run', 'build');
          return path.join(checkout, output);
        },
      };
    },
    close: () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}
