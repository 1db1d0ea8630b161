import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Fetch, fetchInto } from './fetch.ts';
import type { Git } from './git.ts';
import { type Env, isolated } from './isolation.ts';
import type { Remote } from './remote.ts';
import { runGit } from './run.ts';

/** A repository beside a checkout: it has what the checkout has, and what it fetched. */
export interface Borrowed extends Git {
  /**
   * Fetches what is missing: see {@link Fetch}. False where the server has not got one of the wants. Fails with a `UserError`
   * where the token may not read the repository, and with a `GitError` where the server cannot be reached after some tries.
   */
  fetch(what: Fetch): Promise<boolean>;
  /** What the server's references lead to, tags followed; `pattern` as in `refs/tags/v*`. */
  references(pattern: string): Promise<ReadonlyMap<string, string>>;
  /** Deletes it. */
  remove(): void;
}

/** Where it stands, and where it fetches from. */
export interface Borrowing {
  /** A folder for temporary files, `RUNNER_TEMP`. */
  readonly temp: string;
  readonly env: Env;
  readonly remote: Remote;
  /** Waits before another try. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * An empty bare repository that borrows the checkout's objects, so that the checkout stays as it is: a fetch with a filter
 * would write to its configuration, to `shallow` and to its objects. https://git-scm.com/docs/gitrepository-layout (alternates)
 */
export async function borrow(git: Git, { temp, env, remote, sleep }: Borrowing): Promise<Borrowed> {
  const format = await git.run(['rev-parse', '--show-object-format']);
  mkdirSync(temp, { recursive: true });
  const folder = mkdtempSync(path.join(temp, 'history-'));
  const offline = { directory: folder, env: isolated({ env, gitDir: folder, network: 'offline' }) };
  await runGit(offline, ['init', '--quiet', '--bare', '--template=', `--object-format=${format.stdout}`.trim()]);
  const { commonDir } = git.folders;
  const objects = path.join(commonDir, 'objects');
  mkdirSync(path.join(folder, 'objects', 'info'), { recursive: true });
  writeFileSync(path.join(folder, 'objects', 'info', 'alternates'), `${quoted(objects)}\n`);
  // The server must know where the checkout's history ends, or it leaves out what it takes us to have.
  const shallow = path.join(commonDir, 'shallow');
  if (existsSync(shallow)) copyFileSync(shallow, path.join(folder, 'shallow'));
  const source = { folder, env, remote, sleep, hasAllOfItsCommits: !isPartial(objects) };
  return {
    directory: folder,
    folders: { gitDir: folder, commonDir: folder },
    run: (args, options) => runGit(offline, args, options),
    ...fetchInto(source),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** As git reads a line of this file: in quotes, with escapes, where the path has a line break. */
function quoted(objects: string): string {
  if (!/[\n"]/.test(objects)) return objects;
  return `"${objects.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

/** A clone with a filter: it lacks objects of commits that it has. */
function isPartial(objects: string): boolean {
  const packs = path.join(objects, 'pack');
  return existsSync(packs) && readdirSync(packs).some((name) => name.endsWith('.promisor'));
}
