import { type Client, commit, compare } from '@actions-aws/github';
import { type Age, type AgeOf, ageBy, besides, comesAfter, comesBefore, named, unknown } from './age.ts';

/**
 * By what GitHub says of two commits, where there is no checkout: by ancestry where one contains the other, else by their dates.
 * `unknown` where GitHub does not know one of the two, as after a force push once it has forgotten what was there.
 *
 * @throws UserError where GitHub gives no answer; it names the permission, which is `contents: read`.
 */
export function ageByGitHub(client: Client): AgeOf {
  const notThere = (sha: string) => unknown(`GitHub does not have ${named(sha)} in ${client.repository}`);
  return ageBy(async (ours, theirs): Promise<Age> => {
    const standing = await compare(client, theirs, ours);
    if (standing === 'ahead') return comesAfter(theirs);
    if (standing === 'behind') return comesBefore(theirs);
    if (standing === 'identical') return { order: 'same', because: 'it is of this commit already' };
    const their = await commit(client, theirs);
    if (!their) return notThere(theirs);
    const own = await commit(client, ours);
    return own ? besides(own, their) : notThere(ours);
  });
}
