import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@actions-aws/action';
import { commitAt, openGit } from '@actions-aws/git';

/**
 * The commit that is checked out in a folder; undefined where none is.
 *
 * @throws UserError where the folder is below the root of the checkout, at which GitHub's paths start.
 */
export async function checkedOut(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  try {
    const git = await openGit({ directory, env });
    if (!existsSync(join(directory, '.git')))
      throw new UserError(`${directory} is inside of a checkout, and not its root.`, {
        hint: 'Give `working-directory` the root of the checkout, and `root` the folder in which the reports’ paths start.',
      });
    return (await commitAt(git, 'HEAD'))?.sha;
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-repository') return undefined;
    throw error;
  }
}
