import { execFile } from 'node:child_process';

/** The version of this machine's `python3`, such as `3.13`; undefined where there is none that runs. */
export function pythonVersion(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const script = 'import sys; print("%d.%d" % sys.version_info[:2])';
    execFile('python3', ['-c', script], (error, stdout) => resolve(error ? undefined : stdout.trim() || undefined));
  });
}
