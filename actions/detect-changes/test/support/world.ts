import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { remoteOf } from '@actions-aws/git';
import { type History, hashOfFolder, newHistory, type Start } from '@actions-aws/testing/git';
import type { Change, ChangeSink, Comparison } from '../../src/changes.ts';
import { compare } from '../../src/compare/compare.ts';
import type { Choice } from '../../src/compare/decision.ts';
import { factsOf } from '../../src/event/facts.ts';
import { questionOf, type Wanted } from '../../src/event/rows.ts';
import { openHistory } from '../../src/git/history.ts';
import type { GitHub } from '../../src/ports.ts';

/** A server with one repository, and what is cloned from it. */
export interface World {
  /** The server's repository, whole. */
  readonly origin: History;
  readonly temp: string;
  /** Where the server is. */
  readonly url: string;
  /** Clones it; options are those of `git clone`. */
  clone(...options: string[]): Clone;
  /** What actions/checkout makes: an empty repository, into which one ref is fetched. */
  checkout(sha: string, depth: number, ...options: string[]): Clone;
  /** What the action finds in a checkout. */
  ask(checkout: Clone, event: TestEvent): Promise<Answer>;
  /** The changed paths as plain `git diff` has them in the whole repository, a rename as both its ends. */
  truth(base: string, head: string): string[];
  remove(): void;
}

/** A repository with a work tree. */
export interface Clone {
  readonly folder: string;
  git(...args: readonly string[]): string;
}

/** An event, and the inputs. */
export interface TestEvent {
  readonly name: string;
  readonly ref?: string;
  readonly sha?: string;
  readonly payload?: object;
  readonly wanted?: Wanted;
  readonly choice?: Choice;
  readonly github?: GitHub;
  /** More of the environment, such as a hostile `GIT_DIR`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
}

/** What the action found. */
export interface Answer extends Comparison {
  readonly changes: readonly Change[];
  /** All paths, a rename's both, sorted by their bytes. */
  readonly touched: readonly string[];
  readonly told: readonly string[];
}

/** The tree without an entry. */
export const NOTHING = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
/** The SHA that stands for nothing. */
export const ZERO = '0'.repeat(40);

/** A new world below a temporary folder. */
export function newWorld({ format = 'sha1' }: Start = {}): World {
  const root = mkdtempSync(path.join(tmpdir(), 'detect-'));
  const temp = path.join(root, 'temp');
  const origin = newHistory({ directory: path.join(root, 'server', 'org', 'repo'), format });
  // As github.com has it: partial clones, and commits by SHA that no branch leads to.
  appendFileSync(path.join(origin.directory, 'config'), '[uploadpack]\n\tallowFilter\n\tallowAnySHA1InWant\n');
  const server = pathToFileURL(path.join(root, 'server')).href;
  const url = `${server}/org/repo`;
  let clones = 0;
  const next = () => path.join(root, `clone-${++clones}`);
  return {
    origin,
    temp,
    url,
    clone(...options) {
      const clone = cloneIn(next());
      clone.git('clone', '--quiet', '--template=', ...options, url, '.');
      return clone;
    },
    checkout(sha, depth, ...options) {
      const made = cloneIn(next());
      made.git('init', '--quiet', '--template=', `--object-format=${format}`);
      const own = path.join(made.folder, '.git');
      appendFileSync(
        path.join(own, 'config'),
        `[remote "origin"]\n\turl = "${url}"\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`,
      );
      const deep = depth > 0 ? [`--depth=${depth}`] : [];
      const to = `+${sha}:refs/remotes/origin/checked-out`;
      made.git('fetch', '--quiet', '--no-tags', ...deep, ...options, 'origin', to);
      // Without its files: some names are not possible on every file system.
      writeFileSync(path.join(own, 'HEAD'), `${sha}\n`);
      return made;
    },
    truth(base, head) {
      const out = origin.git('diff', '--no-renames', '--name-only', '-z', base, head);
      return out.split('\0').slice(0, -1).sort();
    },
    async ask(
      checkout,
      { name, ref = 'refs/heads/main', sha = '', payload = {}, wanted = {}, choice = {}, github, env: more, folder },
    ) {
      const env = {
        PATH: process.env.PATH,
        HOME: path.join(root, 'home'),
        GITHUB_SERVER_URL: server,
        GITHUB_REPOSITORY: 'org/repo',
        GITHUB_EVENT_NAME: name,
        GITHUB_REF: ref,
        GITHUB_SHA: sha,
        GITHUB_WORKFLOW_REF: `org/repo/.github/workflows/deploy.yml@${ref}`,
        GITHUB_RUN_ID: '7',
        ...more,
      };
      const before = hashOfFolder(checkout.folder);
      const told: string[] = [];
      const sleep = () => Promise.resolve();
      const tell = (line: string) => void told.push(line);
      const directory = folder ?? checkout.folder;
      const history = await openHistory({ directory, env, temp, remote: remoteOf(env, ''), sleep, tell });
      const collected = collector();
      const facts = factsOf(env, { repository: { default_branch: 'main' }, ...payload });
      const sources = { history, github: github && (() => Promise.resolve(github)), choice, sha };
      const comparison = await compare(questionOf(facts, wanted), sources, collected.sink).finally(() =>
        history.close(),
      );
      expect(existsSync(temp) ? readdirSync(temp) : []).toEqual([]);
      expect(hashOfFolder(checkout.folder)).toBe(before);
      const touched = collected.changes
        .flatMap(({ path: to, from }) => (from === undefined ? [to] : [from, to]))
        .sort();
      return { ...comparison, changes: collected.changes, touched, told };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function cloneIn(folder: string): Clone {
  mkdirSync(folder);
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  return {
    folder,
    git: (...args) => execFileSync('git', args, { cwd: folder, env, encoding: 'latin1', stdio: 'pipe' }).trimEnd(),
  };
}

function collector(): { readonly sink: ChangeSink; readonly changes: Change[] } {
  const changes: Change[] = [];
  return {
    changes,
    sink: {
      take: (change) => void changes.push(change),
      restart: () => void changes.splice(0),
    },
  };
}
