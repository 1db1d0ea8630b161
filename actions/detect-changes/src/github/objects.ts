import { type Client, wholeList } from '@actions-aws/github';
import type { GitHub, RemoteTag } from '../ports.ts';
import { bytesOf, isSure } from './files.ts';

const permission = 'contents';

/** The commit that a branch, a tag, `refs/…` or a SHA names; undefined where there is none. */
export function resolve(client: Client, ref: string): Promise<string | undefined> {
  // "a commit SHA, branch name (heads/BRANCH_NAME), or tag name (tags/TAG_NAME)":
  // https://docs.github.com/en/rest/commits/commits#get-a-commit
  return client.findSha(ref.replace(/^refs\//, ''), { doing: `find the commit of ${ref}`, permission });
}

/**
 * Tags whose names begin with a prefix, with the commits that they lead to. All tags are listed: by prefix, GitHub gives the
 * object of an annotated tag in the place of its commit, which then takes a request for each.
 */
export async function tags(client: Client, prefix: string): Promise<readonly RemoteTag[]> {
  const listed = await wholeList(client, { path: '/tags' }, { doing: 'list the tags', permission });
  return listed
    .map((tag) => ({ name: tag.at('name').text(), sha: tag.at('commit').at('sha').sha() }))
    .filter(({ name }) => name.startsWith(prefix));
}

/** Every path of a commit's tree, as bytes; `complete` is false where GitHub cut it, or has a name that is not UTF-8. */
export async function tree(client: Client, sha: string): ReturnType<GitHub['tree']> {
  const doing = { doing: `list the tree of ${sha}`, permission };
  const { value } = await client.get('/git/trees/{tree_sha}', { tree_sha: sha, recursive: '1' }, doing);
  const entries = value
    .at('tree')
    .list()
    .map((entry) => ({ type: entry.at('type').text(), text: entry.at('path').text() }))
    .filter(({ type }) => type !== 'tree');
  return {
    paths: entries.map(({ text }) => bytesOf(text)),
    submodules: new Set(entries.filter(({ type }) => type === 'commit').map(({ text }) => bytesOf(text))),
    complete: !value.at('truncated').flag() && entries.every(({ text }) => isSure(text)),
  };
}
