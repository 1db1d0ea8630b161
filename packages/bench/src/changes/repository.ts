import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { newHistory, type Tree } from '@actions-aws/testing/git';
import { AREAS } from './filters.ts';

/** How many files there are, and how many of them a push changes. */
export interface Size {
  readonly files: number;
  readonly changed: number;
}

/** A repository as a workflow has it after a push, without files in its work tree: no action here reads those. */
export interface Pushed extends Size {
  readonly folder: string;
  /** Path of the event's payload. */
  readonly event: string;
  readonly before: string;
  readonly after: string;
}

const FILES_IN_FOLDER = 20;

/** Makes a repository of two commits in an empty folder: all files, then a push that modifies some, spread evenly. */
export function pushedRepository(folder: string, size: Size): Pushed {
  const { files, changed } = size;
  const history = newHistory({ directory: path.join(folder, 'repository', '.git') });
  history.git('config', 'core.bare', 'false');
  const before = history.commit(
    'main',
    treeOf(files, 'before', () => true),
  );
  const isChanged = (index: number) =>
    Math.floor(((index + 1) * changed) / files) > Math.floor((index * changed) / files);
  const after = history.commit('main', treeOf(files, 'after', isChanged));
  history.git('symbolic-ref', 'HEAD', 'refs/heads/main');
  const event = path.join(folder, 'event.json');
  // https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
  const repository = { default_branch: 'main', name: 'repo', full_name: 'org/repo', owner: { login: 'org' } };
  writeFileSync(
    event,
    JSON.stringify({ ref: 'refs/heads/main', before, after, forced: false, commits: [{}], repository }),
  );
  return { ...size, folder: path.join(folder, 'repository'), event, before, after };
}

function treeOf(files: number, state: string, has: (index: number) => boolean): Tree {
  const tree: Record<string, string> = {};
  for (let index = 0; index < files; index += 1) if (has(index)) tree[fileAt(index)] = `${index} ${state}\n`;
  return tree;
}

/** Twenty files to a folder, as many folders in each area; every second file is of the kind that a filter asks for. */
function fileAt(index: number): string {
  const folder = Math.floor(index / FILES_IN_FOLDER);
  const area = folder % AREAS;
  const kind = (folder + index) % 2 === 0 ? 'ts' : 'md';
  return `area${area}/package${Math.floor(folder / AREAS)}/source/file${index % FILES_IN_FOLDER}.${kind}`;
}
