import { execFile } from 'node:child_process';

/** The Python of this machine. */
export interface Interpreter {
  /** The program itself: what is on the PATH may be a script that looks for it. */
  readonly executable: string;
  /** Such as `3.12`. */
  readonly version: string;
}

/** By PATH. */
const found = new Map<string | undefined, Promise<Interpreter | undefined>>();

/** The `python3` on this process' PATH, which is looked for once. Undefined where there is none, it does not run, and on Windows. */
export function interpreter(): Promise<Interpreter | undefined> {
  const { env, platform } = process;
  if (platform === 'win32') return Promise.resolve(undefined);
  const known = found.get(env.PATH) ?? look(env);
  found.set(env.PATH, known);
  return known;
}

function look(env: NodeJS.ProcessEnv): Promise<Interpreter | undefined> {
  const script = 'import sys; print(sys.executable, "%d.%d" % sys.version_info[:2], sep="\\n")';
  return new Promise((resolve) => {
    execFile('python3', ['-c', script], { env }, (error, stdout) => {
      const [executable, version] = stdout.split(/\r?\n/);
      resolve(error || !executable || !version ? undefined : { executable, version });
    });
  });
}
