import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { type Git, openGit } from '@actions-aws/git';

/** A repository that a test builds; its commits have dates of their own. */
export interface Repository {
  readonly folder: string;
  /** Runs git in it, and gives what it prints, trimmed. */
  git(...args: string[]): string;
  /** Writes files, all on the current branch, and commits them; text `null` removes. Returns the commit. */
  commit(
    files: Readonly<Record<string, string | null>>,
    options?: { readonly at?: string; readonly message?: string },
  ): string;
  /** Writes a file, and commits nothing. */
  write(file: string, text: string): void;
  /** A clone beside it. */
  clone(...args: string[]): Repository;
  /** What the action reads it by. */
  open(): Promise<Git>;
  remove(): void;
}

/** A minute after another, from a fixed time on. */
const FIRST = Date.UTC(2026, 2, 14, 15, 9, 26);

/** A new, empty repository on `main`. */
export function newRepository(): Repository {
  const root = mkdtempSync(join(tmpdir(), 'repository-'));
  const folder = join(root, 'origin');
  mkdirSync(folder);
  const repository = repositoryIn(root, folder);
  repository.git('init', '--quiet', '--initial-branch=main');
  // A runner fetches any commit by its SHA.
  repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  repository.git('config', 'uploadpack.allowFilter', 'true');
  return repository;
}

let clones = 0;

function repositoryIn(root: string, folder: string): Repository {
  let commits = 0;
  const run = (args: readonly string[], date = '') =>
    execFileSync('git', [...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: root,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'A',
        GIT_AUTHOR_EMAIL: 'a@example.com',
        GIT_COMMITTER_NAME: 'A',
        GIT_COMMITTER_EMAIL: 'a@example.com',
        GIT_AUTHOR_DATE: date || next(),
        GIT_COMMITTER_DATE: date || next(),
        GIT_ALLOW_PROTOCOL: 'file',
      },
    }).trim();
  const next = () => new Date(FIRST + commits * 60_000).toISOString();
  const repository: Repository = {
    folder,
    git(...args) {
      commits += 1;
      return run(args);
    },
    commit(files, { at = '', message = 'change' } = {}) {
      for (const [file, text] of Object.entries(files)) {
        if (text === null) rmSync(join(folder, file), { recursive: true });
        else repository.write(file, text);
      }
      run(['add', '--all']);
      commits += 1;
      run(['commit', '--quiet', '--allow-empty', '--message', message], at);
      return run(['rev-parse', 'HEAD']);
    },
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    clone(...args) {
      clones += 1;
      const target = join(root, `clone-${clones}`);
      run(['clone', '--quiet', ...args, `file://${folder}`, target]);
      return repositoryIn(root, target);
    },
    open: () => openGit({ directory: folder, env: { PATH: process.env.PATH } }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  return repository;
}
