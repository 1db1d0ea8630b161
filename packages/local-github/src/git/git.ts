import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import process from 'node:process';

/** Answers of git about one repository. */
export interface Git {
  /** What it prints, each byte a character. Throws where git refuses. */
  run(...args: readonly string[]): Promise<string>;
  /** The same, without the last line's end; nothing where git refuses. */
  line(...args: readonly string[]): Promise<string | undefined>;
}

/** Over git as a process. What this machine or its user configured changes no answer. */
export function gitIn(directory: string): Git {
  const known = new Map<string, Promise<string>>();
  const run = (...args: readonly string[]) => {
    // All but these two are asked of objects, which never change; only that one is missing may.
    if (['rev-parse', 'for-each-ref'].includes(args[0] ?? '')) return start(args);
    const key = args.join('\0');
    const found = known.get(key) ?? start(args);
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  };
  const start = (args: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      execFile(
        'git',
        ['-c', 'safe.directory=*', '-C', directory, ...args],
        {
          encoding: 'latin1',
          maxBuffer: 1 << 30,
          env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull },
        },
        (error, stdout) => (error ? reject(error) : resolve(stdout)),
      );
    });
  return {
    run,
    line: (...args) =>
      run(...args).then(
        (text) => text.replace(/\n$/, ''),
        () => undefined,
      ),
  };
}

/**
 * A path as JSON has it. What is not UTF-8 becomes U+FFFD, so that two names may become one. It is not known what GitHub does;
 * this is what its languages do unless told otherwise, and the hardest for a client.
 */
export function textOf(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
