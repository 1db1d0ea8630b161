import type { RepositoryFolders } from './repository-folders.ts';

/**
 * A path as git has it: a string in which **each character is one byte** (`latin1`). Git's paths are bytes, mostly UTF-8, and
 * a decoded one cannot always be turned back.
 */
export type BytePath = string;

/** What a run of git may be given. */
export interface RunOptions {
  /** Exit codes that are an answer and not an error; `[0]` by default. */
  readonly allow?: readonly number[];
  /** Gets the output as it arrives, and then `stdout` is empty. A chunk is only valid during the call: it is written over afterwards. */
  readonly onOutput?: (chunk: Buffer) => void;
}

/** One repository. Nothing that this interface runs writes to it, unless its arguments say so. */
export interface Git {
  /** Where git runs, an absolute path. */
  readonly directory: string;
  readonly folders: RepositoryFolders;
  /**
   * Runs git with a list of arguments, never through a shell, and echoes nothing. Fails with a `GitError` for every exit code
   * that is not in `allow`.
   */
  run(args: readonly string[], options?: RunOptions): Promise<{ readonly code: number; readonly stdout: Buffer }>;
}

/** Git ended with an exit code that is no answer. No secret is in it: arguments never hold one. */
export class GitError extends Error {
  override readonly name: string = 'GitError';
  readonly arguments: readonly string[];
  readonly exitCode: number;
  /** What git said, its end where it is long. */
  readonly stderr: string;

  constructor(args: readonly string[], exitCode: number, stderr: string) {
    const said = stderr.trim().replace(/\s*\n\s*/g, '; ');
    super(`git ${args[0] ?? ''} ended with exit code ${exitCode}${said === '' ? '.' : `: ${said}`}`);
    this.arguments = args;
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}
