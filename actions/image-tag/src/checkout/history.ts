import { type Commit, commitAt, type Git, isAncestor, isSha } from '@actions-aws/git';
import type { Age } from '@actions-aws/registry/order';

/**
 * How a commit stands to the revision that an image was built from: by ancestry where one contains the other, else by the dates
 * of the two commits; `unknown` where git does not have that revision.
 *
 * @param fetched looks it up where the checkout is too shallow to tell; undefined where that cannot be done.
 */
export async function ageOf(
  git: Git,
  ours: Commit,
  revision: string | undefined,
  fetched: (revision: string) => Promise<Git | undefined>,
): Promise<Age> {
  if (revision === undefined) return { order: 'unknown', because: 'its image does not say which commit it is of' };
  const id = revision.trim().toLowerCase();
  if (!isSha(id)) return { order: 'unknown', because: 'what its image says is no commit' };
  if (id === ours.sha) return { order: 'same', because: 'it is of this commit already' };
  const own = await compared(git, ours, id);
  if (own.isCertain) return own.age;
  const more = await fetched(id);
  return more ? (await compared(more, ours, id)).age : own.age;
}

async function compared(
  git: Git,
  ours: Commit,
  revision: string,
): Promise<{ readonly age: Age; readonly isCertain: boolean }> {
  const theirs = await commitAt(git, revision);
  const name = `commit ${revision.slice(0, 12)}`;
  if (!theirs) return { age: { order: 'unknown', because: `git does not have its ${name}` }, isCertain: false };
  const newer = await isAncestor(git, theirs.sha, ours.sha);
  if (newer === 'yes')
    return { age: { order: 'newer', because: `its ${name} is contained in this one` }, isCertain: true };
  const older = await isAncestor(git, ours.sha, theirs.sha);
  if (older === 'yes') return { age: { order: 'older', because: `its ${name} contains this one` }, isCertain: true };
  const order = theirs.committedAt > ours.committedAt ? 'older' : 'newer';
  const because = `its ${name} is on another line of history, and ${order === 'older' ? 'later' : 'not later'}`;
  return { age: { order, because }, isCertain: newer === 'no' && older === 'no' };
}
