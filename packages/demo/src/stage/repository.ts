import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { newHistory, type Tree } from '@actions-aws/testing/git';
import type { Commit } from '../story/chapters.ts';
import { root } from './checkout.ts';

/** The example as a repository on a server, with all commits of the story; their SHAs are the same on every machine. */
export interface Repository {
  /** What GITHUB_SERVER_URL is for github.com: the repository `octo/app` is below it. */
  readonly server: string;
  readonly url: string;
  /** Where it is. */
  readonly directory: string;
  pushOf(commit: Commit): PushedCommit;
}

/** What GitHub tells of a push. */
export interface PushedCommit {
  readonly branch: string;
  readonly before: string;
  readonly after: string;
  readonly subject: string;
  /** The files that changed, as plain git has them: `modified src/index.mjs`. */
  readonly files: readonly string[];
}

const example = path.join(root, 'examples/search-api');

/** What of the example's folder is in its repository; the rest makes the story. */
const tracked = ['.github', 'infra', 'package.json', 'python', 'README.md', 'src', 'test'];

/** One push of the story. */
interface Told {
  /** Not of a revert, which no workflow runs for. */
  readonly commit?: Commit;
  readonly subject: string;
  /** The folders of `commits/` that lie over the first commit, in order. */
  readonly layers: readonly string[];
}

const docs = 'how-to-search';
const good = [docs, '2-rank-by-field'];

/** The pushes to `main`. What was not promoted is reverted, by a commit that GitHub starts no workflow for. */
const main: readonly Told[] = [
  { commit: 1, subject: 'Search in a shelf of old books', layers: [] },
  { commit: 'how-to-search', subject: 'Explain how to search', layers: [docs] },
  { commit: 2, subject: 'Rank books by where a word is found', layers: good },
  { commit: 3, subject: 'Find books by synonyms', layers: [...good, '3-synonyms'] },
  // https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs
  { subject: 'Revert "Find books by synonyms" [skip ci]', layers: good },
  { commit: 4, subject: 'Mark the words that were searched for', layers: [...good, '4-highlights'] },
  { subject: 'Revert "Mark the words that were searched for" [skip ci]', layers: good },
  { commit: 5, subject: 'Mark words, and take plus signs for what they are', layers: [...good, '5-plus-signs'] },
];

/** A colleague's push to a branch that left `main` before the last push to it. */
const caching: Told = { commit: 6, subject: 'Let answers be cached', layers: [...good, '6-caching'] };

/** Makes the repository below a folder, which stands for the server. */
export function makeRepository(server: string): Repository {
  const history = newHistory({ directory: path.join(server, 'octo', 'app') });
  // As github.com has it: partial clones, and commits by SHA that no branch leads to.
  for (const key of ['allowFilter', 'allowAnySHA1InWant']) history.git('config', `uploadpack.${key}`, 'true');
  const pushes = new Map<Commit, PushedCommit>();
  const filesBetween = (before: string, after: string) => {
    const states = before === nothing ? ['--root', after] : [before, after];
    const listed = history.git('diff-tree', '-r', '--no-commit-id', '--no-renames', '--name-status', ...states);
    return listed.split('\n').map(inWords);
  };
  const commitTo = (branch: string, tip: Tip, { commit, subject, layers }: Told): Tip => {
    const tree = treeOf(layers);
    const before = tip.sha;
    const parents = before === nothing ? [] : [before];
    const after = history.commit(branch, changesOf(tip.tree, tree), { parents, message: subject });
    if (commit) pushes.set(commit, { branch, before, after, subject, files: filesBetween(before, after) });
    return { sha: after, tree };
  };
  const tips: Tip[] = [];
  for (const told of main) tips.push(commitTo('main', tips.at(-1) ?? { sha: nothing, tree: {} }, told));
  commitTo('caching', tips.at(-2)!, caching);
  return {
    server: pathToFileURL(server).href,
    url: pathToFileURL(history.directory).href,
    directory: history.directory,
    pushOf(commit) {
      const pushed = pushes.get(commit);
      if (!pushed) throw new Error(`Commit ${commit} is not in the story.`);
      return pushed;
    },
  };
}

interface Tip {
  readonly sha: string;
  readonly tree: Readonly<Record<string, string>>;
}

/** The SHA that stands for nothing, as before a branch's first push. */
const nothing = '0'.repeat(40);

function treeOf(layers: readonly string[]): Tip['tree'] {
  const first = Object.entries(filesBelow(example)).filter(([file]) => tracked.includes(file.split('/')[0] ?? ''));
  const others = layers.map((layer) => filesBelow(path.join(example, 'commits', layer)));
  return Object.assign(Object.fromEntries(first), ...others);
}

/** The texts of all files below a folder, by their paths in the repository. */
export function filesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
    }),
  );
}

/** What a commit changes, from the texts of all files before to those after it. */
export function changesOf(before: Tip['tree'], after: Tip['tree']): Tree {
  const gone = Object.keys(before).filter((file) => after[file] === undefined);
  const other = Object.entries(after).filter(([file, text]) => before[file] !== text);
  return Object.fromEntries([...gone.map((file) => [file, undefined] as const), ...other]);
}

/** A line of `git diff-tree --name-status`. https://git-scm.com/docs/git-diff-tree */
function inWords(line: string): string {
  const [letter = '', file = ''] = line.split('\t');
  const words: Readonly<Record<string, string>> = { A: 'added', M: 'modified', D: 'deleted' };
  return `${words[letter] ?? letter} ${file}`;
}
