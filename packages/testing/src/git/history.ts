import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** A file as a commit has it. */
export interface Entry {
  /** Its content; of a submodule the SHA of its commit. */
  readonly content: string | Uint8Array;
  /** A plain file unless given. */
  readonly mode?: '100644' | '100755' | '120000' | '160000';
}

/** Paths, each character a byte, with what becomes of them: a content, an entry, or nothing, which removes it. */
export type Tree = Readonly<Record<string, string | Entry | undefined>>;

/** A repository that a test builds, without a work tree: paths may have any bytes, on any machine. */
export interface History {
  readonly directory: string;
  /**
   * Commits changes of a branch; upon what it has unless `parents` says otherwise, the first of which it changes.
   *
   * @returns its SHA.
   */
  commit(branch: string, changes: Tree, options?: CommitOptions): string;
  /** Commits one after the other, in one go, and gives all their SHAs. */
  commits(branch: string, changes: readonly Tree[], options?: CommitOptions): string[];
  /** What git prints, each byte a character, without the last line's end. */
  git(...args: readonly string[]): string;
  /** Makes refs, such as `refs/tags/v1`, of commits: all at once. */
  point(refs: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** How a commit is made. */
export interface CommitOptions {
  /** None: it begins a history. */
  readonly parents?: readonly string[];
  readonly message?: string;
}

/** Where and how one starts. */
export interface Start {
  /** A temporary folder unless given. */
  readonly directory?: string;
  /** How it names objects; `sha1` unless given. */
  readonly format?: 'sha1' | 'sha256';
}

/** Starts one, the same SHAs on any machine. */
export function newHistory({
  directory = mkdtempSync(join(tmpdir(), 'history-')),
  format = 'sha1',
}: Start = {}): History {
  mkdirSync(directory, { recursive: true });
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull };
  let seconds = Date.UTC(2026, 0, 1) / 1000;
  const run = (args: readonly string[], input?: Uint8Array) =>
    execFileSync('git', args, {
      cwd: directory,
      env: {
        ...env,
        ...Object.fromEntries(
          ['AUTHOR', 'COMMITTER'].flatMap((who) => [
            [`GIT_${who}_NAME`, 'Mona'],
            [`GIT_${who}_EMAIL`, 'mona@example.com'],
            [`GIT_${who}_DATE`, `${seconds} +0000`],
          ]),
        ),
      },
      encoding: 'latin1',
      maxBuffer: 1 << 30,
      stdio: 'pipe',
      ...(input && { input }),
    }).replace(/\n$/, '');
  run(['init', '-q', '--bare', '--template=', '--initial-branch=main', `--object-format=${format}`, '.']);
  const tipOf = (branch: string) => {
    // A process less for each commit, where git keeps the branch in a file of its own.
    const file = join(directory, 'refs', 'heads', branch);
    if (existsSync(file)) return [readFileSync(file, 'utf8').trimEnd()];
    if (!existsSync(join(directory, 'packed-refs'))) return [];
    const tips = run(['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`]);
    return tips === '' ? [] : [tips];
  };
  const commits: History['commits'] = (branch, changes, { parents = tipOf(branch), message = 'A change' } = {}) => {
    const [first, ...merged] = parents;
    const lines = changes.flatMap((each, index) => {
      seconds += 60;
      const above = index === 0 ? first : `:${index}`;
      return [
        ...(above === undefined ? [`reset refs/heads/${branch}`] : []),
        `commit refs/heads/${branch}`,
        `mark :${index + 1}`,
        `committer Mona <mona@example.com> ${seconds} +0000`,
        ...data(message),
        ...(above === undefined ? [] : [`from ${above}`]),
        ...(index === 0 ? merged.map((parent) => `merge ${parent}`) : []),
        ...Object.entries(each).flatMap(([path, change]) => changeOf(path, change)),
        `get-mark :${index + 1}`,
      ];
    });
    const input = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
    return run(['fast-import', '--quiet', '--force', '--date-format=raw'], input).split('\n');
  };
  return {
    directory,
    commit: (branch, changes, commit) => commits(branch, [changes], commit)[0] ?? '',
    commits,
    git: (...args) => run(args),
    point(refs) {
      const lines = Object.entries(refs).map(([ref, sha]) => `update ${ref} ${sha}\n`);
      run(['update-ref', '--stdin'], Buffer.from(lines.join('')));
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** https://git-scm.com/docs/git-fast-import#_filemodify */
function changeOf(path: string, change: string | Entry | undefined): readonly string[] {
  const quoted = `"${path.replaceAll(/[^ !#-[\]-~]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`;
  if (change === undefined) return [`D ${quoted}`];
  const { content, mode = '100644' } = typeof change === 'string' ? { content: change } : change;
  if (mode === '160000') return [`M ${mode} ${String(content)} ${quoted}`];
  return [`M ${mode} inline ${quoted}`, ...data(content)];
}

function data(content: string | Uint8Array): readonly string[] {
  const bytes = Buffer.from(content as string);
  return [`data ${bytes.length}`, bytes.toString('latin1')];
}
