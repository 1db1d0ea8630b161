import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '@actions-aws/action';
import type { Git } from './git.ts';
import { type Env, isolated } from './isolation.ts';
import { repositoryAt } from './repository-folders.ts';
import { runGit } from './run.ts';

/** What is opened, and how. */
export interface Opening {
  readonly directory: string;
  readonly env: Env;
  /**
   * Reads the configuration of the user and the system as well: to compare a working tree with a commit, since its files are as
   * the filters and line ends of that configuration made them.
   */
  readonly readsUserConfiguration?: boolean;
}

/**
 * The repository that a folder is in. Starts no process: where git itself is missing, the first run says so, as a
 * `UserError`.
 *
 * Neither git's configuration (the user's, the system's, the repository's) nor its environment (`GIT_DIR`, `GIT_EXTERNAL_DIFF`)
 * changes an answer, unless it is asked for. Fails with a `UserError` where there is no such folder or it is in no repository.
 */
export async function openGit({ directory, env, readsUserConfiguration = false }: Opening): Promise<Git> {
  const at = path.resolve(directory);
  if (!existsSync(at)) throw new UserError(`The folder ${at} does not exist.`, { hint: remedy, code: 'no-repository' });
  const folders = repositoryAt(at, env.GITHUB_WORKSPACE);
  if (!folders) throw new UserError(`${at} is in no git repository.`, { hint: remedy, code: 'no-repository' });
  const isolation = isolated({ env, gitDir: folders.gitDir, workTree: at, network: 'offline', readsUserConfiguration });
  return {
    directory: at,
    folders,
    run: (args, options) => runGit({ directory: at, env: isolation }, args, options),
  };
}

const remedy = 'Check the repository out first, with actions/checkout, and name its folder if it is not the workspace.';
