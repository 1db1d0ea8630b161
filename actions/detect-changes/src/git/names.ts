import { commitAt, type Git } from '@actions-aws/git';
import type { Resolved } from '../ports.ts';
import type { Beside } from './beside.ts';

/**
 * What a name means: a tag before a branch, as git has it, then any other revision that the checkout knows, `HEAD~1`.
 *
 * The server is asked first. On a runner that keeps its workspace a checkout may have a tag from an earlier job, which was moved
 * since, and a branch as it was then; what is only in the checkout counts where the server has not got it.
 */
export async function resolve(git: Git, server: Beside, name: string): Promise<Resolved | undefined> {
  const tag = `refs/tags/${name.replace(/^refs\/tags\//, '')}`;
  const branch = name.replace(/^(?:refs\/heads\/|(?:refs\/remotes\/)?origin\/)/, '');
  const mayBe = { tag: !/^refs\/(?!tags\/)/.test(name), branch: !/^refs\/(?:tags|pull)\//.test(name) };
  const local = async (ref: string) => (await commitAt(git, ref))?.sha;
  // A star also stands for slashes here, so that one question is enough.
  const pattern = !mayBe.tag ? `refs/heads/${branch}` : mayBe.branch ? `refs/*/${branch}` : tag;
  const isName = (mayBe.tag || mayBe.branch) && !/[~^]/.test(name);
  const there = isName ? await server.references(pattern) : undefined;
  const ways: readonly (readonly [
    is: 'tag' | 'branch',
    sha: () => Promise<string | undefined> | string | undefined,
  ])[] = [
    ['tag', () => there?.get(tag)],
    ['branch', () => there?.get(`refs/heads/${branch}`)],
    ['tag', () => local(tag)],
    // What the server has not got any more is only what the checkout remembers of it.
    ['branch', () => (there ? undefined : local(`refs/remotes/origin/${branch}`))],
    ['branch', () => local(`refs/heads/${branch}`)],
  ];
  for (const [is, find] of ways) {
    const sha = mayBe[is] ? await find() : undefined;
    if (sha !== undefined) return { sha, is };
  }
  const other = await local(name);
  return other === undefined ? undefined : { sha: other, is: 'commit' };
}

/** Every tag's short name, with the commit that it leads to; undefined where the server cannot be asked. */
export async function tags(git: Git, server: Beside | undefined): Promise<ReadonlyMap<string, string> | undefined> {
  const found = server ? await server.references('refs/tags/*') : await localTags(git);
  return found && new Map([...found].map(([ref, sha]) => [ref.replace(/^refs\/tags\//, ''), sha]));
}

async function localTags(git: Git): Promise<ReadonlyMap<string, string>> {
  const format = '%(refname) %(objectname) %(*objectname)';
  const { stdout } = await git.run(['for-each-ref', `--format=${format}`, 'refs/tags']);
  return new Map(
    stdout
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [ref = '', object = '', peeled = ''] = line.split(' ');
        return [ref, peeled === '' ? object : peeled] as const;
      }),
  );
}
