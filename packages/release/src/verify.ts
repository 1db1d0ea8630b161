import { differences } from './differences.ts';
import { type Git, line } from './git.ts';
import type { Id } from './plan/state.ts';
import { versionOf } from './plan/version.ts';
import { isOnBranch, type RemoteRepository } from './remote.ts';
import { type Build, buildSources, releaseCommit } from './sources.ts';
import { commitTree } from './tree/commit.ts';
import { type Files, treeRefusals } from './tree/refusals.ts';

/** What a release is checked with. */
export interface VerifyContext {
  readonly git: Git;
  readonly scratch: string;
  readonly remote: RemoteRepository;
  readonly build: Build;
  readonly say: (line: string) => void;
}

/**
 * Builds the sources of a tag anew and compares tree ids and bytes.
 *
 * @returns what is wrong, as sentences; empty when users get exactly what the sources give.
 * @throws when the tag is not there, or the sources cannot be built.
 */
export async function verify({ git, scratch, remote, build, say }: VerifyContext, tag: string): Promise<string[]> {
  const refs = await remote.read();
  const commit = refs.tags.get(tag);
  if (commit === undefined)
    throw new Error(`There is no tag ${tag}. Versions: ${versions(refs.tags).join(', ') || 'none'}.`);
  const parents = (await line(git(['rev-parse', `${commit}^@`]))).split('\n').filter(Boolean);
  const [sources] = parents;
  if (sources === undefined || parents.length > 1) {
    return [`${tag} is on ${commit}, which has ${parents.length} parents: a release has one, its sources.`];
  }
  const wrong: string[] = [];
  if (!(await isOnBranch(git, sources, refs))) {
    wrong.push(`Its sources, ${sources}, are on no branch of the remote: they may have passed no review.`);
  }
  const { files: tagged, modes } = await filesOf(git, commit);
  wrong.push(...treeRefusals(tagged), ...modes);

  say(`${tag} is ${commit}. Building its sources, ${sources} …`);
  const { files } = await buildSources(git, sources, scratch, build, false);
  const built = await commitTree(git, files, { message: '', time: 0 });
  const tree = await line(git(['rev-parse', `${commit}^{tree}`]));
  say(`tree in ${tag}  ${tree}`);
  say(`tree built     ${built.tree}`);
  wrong.push(...differences(tag, tagged, files));
  if (tree !== built.tree && wrong.length === 0) wrong.push('The trees differ in other things than files.');
  if (wrong.length === 0) await checkWords(git, { tag, tags: refs.tags, commit, sources, files, say });
  return wrong;
}

interface Words {
  readonly tag: string;
  readonly tags: ReadonlyMap<string, Id>;
  readonly commit: Id;
  readonly sources: Id;
  readonly files: Files;
  readonly say: (line: string) => void;
}

/** A commit's date and message are no part of what runs, so that another id is told, and is not wrong. */
async function checkWords(git: Git, { tag, tags, commit, sources, files, say }: Words): Promise<void> {
  const release = versions(tags).find((one) => tags.get(one) === commit);
  if (release !== undefined && release !== tag) say(`${tag} is at ${release} now.`);
  if (release === undefined) return;
  const same = (await releaseCommit(git, sources, release.slice(1), files)).commit === commit;
  say(
    same ? 'The commit is the same, too.' : 'The commit has another date, author or message than `publish` gives it.',
  );
}

function versions(tags: ReadonlyMap<string, Id>): string[] {
  return [...tags.keys()].filter(versionOf).sort();
}

async function filesOf(git: Git, commit: Id): Promise<{ files: Files; modes: string[] }> {
  const entries = (await git(['ls-tree', '-r', '-z', commit])).toString('utf8').split('\0').filter(Boolean);
  const files = new Map<string, Uint8Array>();
  const modes: string[] = [];
  for (const entry of entries) {
    const [, mode, type, id = '', name = ''] = /^(\d+) (\w+) ([\da-f]+)\t(.*)$/s.exec(entry) ?? [];
    if (mode !== '100644') modes.push(`${name} has the mode ${mode}: only ordinary files are in a release.`);
    files.set(name, type === 'blob' ? await git(['cat-file', 'blob', id]) : Buffer.alloc(0));
  }
  return { files, modes };
}
