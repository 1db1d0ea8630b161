import { commitAt, type Git } from '@actions-aws/git';
import type { Resolved } from '../ports.ts';
import type { Beside } from './beside.ts';

/**
 * What a name means: a tag before a branch, as git has it, then any other revision that the checkout knows, `HEAD~1`. A branch
 * is the server's, which the checkout has under `origin`; its own is only asked where there is no server.
 */
export async function resolve(git: Git, server: Beside, name: string): Promise<Resolved | undefined> {
  const tag = `refs/tags/${name.replace(/^refs\/tags\//, '')}`;
  const branch = name.replace(/^(?:refs\/heads\/|(?:refs\/remotes\/)?origin\/)/, '');
  const mayBe = { tag: !/^refs\/(?!tags\/)/.test(name), branch: !/^refs\/(?:tags|pull)\//.test(name) };
  const local = async (ref: string) => (await commitAt(git, ref))?.sha;
  const remote = async (ref: string) => (await server.references(ref))?.get(ref);
  if (mayBe.tag) {
    const sha = await local(tag);
    if (sha !== undefined) return { sha, is: 'tag' };
  }
  if (mayBe.branch) {
    const sha = (await local(`refs/remotes/origin/${branch}`)) ?? (await remote(`refs/heads/${branch}`));
    if (sha !== undefined) return { sha, is: 'branch' };
  }
  const sha = mayBe.tag ? await remote(tag) : undefined;
  if (sha !== undefined) return { sha, is: 'tag' };
  const own = mayBe.branch ? await local(`refs/heads/${branch}`) : undefined;
  if (own !== undefined) return { sha: own, is: 'branch' };
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
