import { UserError } from '@actions-aws/action';
import { GitError, type RunOptions } from './git.ts';

/** Where and as what git runs. */
export interface Place {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** Git does not know an option: https://git-scm.com/docs/api-parse-options, `usage_with_options` */
const USAGE = 129;
/** Of what git says in an error, the end. */
const SAID_LIMIT = 4_000;

/**
 * Runs git: see `Git.run`. A `UserError` where there is no git on the machine.
 *
 * There is no way to hand it input: the toolkit leaves the pipe without a listener for errors, so that a git which ends before it
 * has read ends our process, too (`EPIPE`).
 */
export async function runGit(
  { directory, env }: Place,
  args: readonly string[],
  { allow = [0], onOutput }: RunOptions = {},
): Promise<{ readonly code: number; readonly stdout: Buffer }> {
  const chunks: Buffer[] = [];
  let said = '';
  // A file of its own in the bundle: most runs of an action that may ask git do not.
  const { exec } = await import('@actions/exec');
  const code = await exec('git', [...args], {
    cwd: directory,
    env: { ...env },
    // Also keeps the command out of the log.
    silent: true,
    ignoreReturnCode: true,
    listeners: {
      stdout(chunk) {
        if (onOutput) onOutput(chunk);
        else chunks.push(Buffer.from(chunk));
        endLine(chunk);
      },
      stderr(chunk) {
        said = (said + chunk.toString('utf8')).slice(-SAID_LIMIT);
      },
    },
  }).catch((error: unknown) => {
    throw notStarted(error);
  });
  if (!allow.includes(code)) {
    const error = new GitError(args, code, said);
    throw code === USAGE ? tooOld(error) : error;
  }
  return { code, stdout: Buffer.concat(chunks) };
}

/**
 * Ends a chunk that was read with a line break. After the listener, the toolkit appends the chunk to all that it has had
 * since the last line break, and searches that: output that is separated by NUL has none, and 100,000 paths took it two
 * seconds and 200 MiB. https://github.com/actions/toolkit/blob/main/packages/exec/src/toolrunner.ts (`_processLineBuffer`)
 */
function endLine(chunk: Buffer): void {
  if (chunk.length < 2) return;
  chunk[chunk.length - 2] = CARRIAGE_RETURN;
  chunk[chunk.length - 1] = LINE_FEED;
}

function tooOld(error: GitError): UserError {
  return new UserError(`The git on this machine does not know what this action asks of it. ${error.message}`, {
    hint: 'Install git 2.31 or newer in the job’s container or on the runner.',
    code: 'git-too-old',
    cause: error,
  });
}

function notStarted(error: unknown): unknown {
  const missing = error instanceof Error && error.message.includes('Unable to locate executable file: git');
  if (!missing) return error;
  return new UserError('There is no git on this machine.', {
    hint: 'Install git in the job’s container or on the runner; GitHub’s own runners have it.',
    code: 'no-git',
    cause: error,
  });
}
