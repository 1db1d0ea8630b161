import { commitAt, type Git, isAncestor } from '@actions-aws/git';
import { type Age, type AgeOf, ageBy, besides, comesAfter, comesBefore, named, unknown } from './age.ts';

/**
 * By a checkout: by ancestry where one commit contains the other, else by their dates; `unknown` where git does not have one of the
 * two.
 *
 * @param elsewhere is asked where the checkout is too shallow to tell, or lacks a commit; undefined where that cannot tell either.
 */
export function ageByGit(
  git: Git,
  elsewhere: (ours: string, theirs: string) => Promise<Age | undefined> = async () => undefined,
): AgeOf {
  return ageBy(async (ours, theirs) => {
    const { age, isCertain } = await compared(git, ours, theirs);
    return isCertain ? age : ((await elsewhere(ours, theirs)) ?? age);
  });
}

async function compared(
  git: Git,
  ours: string,
  theirs: string,
): Promise<{ readonly age: Age; readonly isCertain: boolean }> {
  const their = await commitAt(git, theirs);
  if (!their) return { age: unknown(`git does not have its ${named(theirs)}`), isCertain: false };
  const own = await commitAt(git, ours);
  if (!own) return { age: unknown(`git does not have this image's ${named(ours)}`), isCertain: false };
  const newer = await isAncestor(git, theirs, ours);
  if (newer === 'yes') return { age: comesAfter(theirs), isCertain: true };
  const older = await isAncestor(git, ours, theirs);
  if (older === 'yes') return { age: comesBefore(theirs), isCertain: true };
  return { age: besides(own, their), isCertain: newer === 'no' && older === 'no' };
}
