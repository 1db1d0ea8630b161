import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '@actions-aws/action';

/**
 * The folder of the checkout that a folder is in: where `.git` stands.
 *
 * @throws UserError where there is none.
 */
export function topOf(folder: string): string {
  for (let at = folder; ; ) {
    if (existsSync(join(at, '.git'))) return at;
    const above = dirname(at);
    if (above === at) {
      throw new UserError(`${folder} is in no git checkout: there is no commit to name the image by.`, {
        hint: 'Run actions/checkout before this step, and name its `path` in `working-directory` if it has one.',
        code: 'no-repository',
      });
    }
    at = above;
  }
}
