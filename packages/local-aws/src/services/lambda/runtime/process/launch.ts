import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { exited } from '../exits.ts';
import type { Fault } from '../instance.ts';
import { ended, kill, remember } from './living.ts';
import { outputReader } from './output.ts';

/** What an execution environment in a process of its own is made of. */
export interface ProcessBuild {
  readonly command: string;
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a process needs of its host. */
export interface ProcessHost {
  /** Known to the runtime alone: begins its frames. */
  readonly tag: string;
  /** Takes one entry of the log. */
  log(text: string): void;
  /** The time on the local clock, and what is left of the running invocation, both in milliseconds. */
  time(): { readonly now: number; readonly remaining: number };
}

/** A process that runs. */
export interface Launched {
  /** Resolves once the process is gone and all that it wrote has been logged. */
  readonly exit: Promise<Fault>;
  /** Resolves when all has been logged that was written before the `count`th mark. */
  marked(count: number): Promise<void>;
  kill(): void;
}

/** Output that a process has written arrives at once; without its mark, because code has closed stdout, this is enough. */
const markLimit = 1_000;
/** The same of its last output; after this, what holds stdout open is a process that the function has put into a group of its own. */
const closeLimit = 500;

/**
 * Starts a process: stdout and stderr are logged, and descriptor 3 tells the time on the local clock, a line `now remaining`
 * for each byte. It is of a process group of its own, and never keeps this process alive.
 */
export function launch(build: ProcessBuild, host: ProcessHost): Launched {
  const child = spawn(build.command, build.args, {
    cwd: build.workingDirectory,
    env: { ...build.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) remember(pid);
  child.unref();
  const marks = counter();
  const stdout = outputReader(host.tag, host.log, marks.add);
  const stderr = outputReader(host.tag, host.log, () => {});
  child.stdout?.on('data', stdout.push);
  child.stderr?.on('data', stderr.push);
  const handles = child.stdio.filter((each) => each) as unknown as Referenced[];
  if (handles[2] !== undefined) tellTime(handles[2], host.time);
  for (const handle of handles) {
    handle.unref();
    // Of a process that was killed.
    handle.on('error', () => {});
  }
  const close = (): void => {
    for (const handle of handles) handle.destroy();
  };
  const exit = new Promise<Fault>((resolve) => {
    let limit: NodeJS.Timeout | undefined;
    child.on('exit', () => {
      if (pid !== undefined) ended(pid);
      // First what is there is read, also where this process had no time for it.
      limit = setTimeout(() => setImmediate(close), closeLimit);
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      stdout.end();
      stderr.end();
      marks.finish();
      resolve(exited(code, signal));
    });
    child.on('error', (error: NodeJS.ErrnoException) => resolve(notStarted(build, error)));
  });
  return {
    exit,
    marked: marks.reached,
    kill() {
      // Its end is waited for.
      for (const handle of [child, ...handles]) handle.ref();
      if (pid !== undefined) kill(pid);
    },
  };
}

/** A stream of a socket or pipe, which all of a child's are. */
interface Referenced extends Duplex {
  ref(): void;
  unref(): void;
}

function tellTime(line: Duplex, time: ProcessHost['time']): void {
  line.on('data', (asked: Buffer) => {
    for (const _ of asked) {
      const { now, remaining } = time();
      line.write(`${Math.floor(now)} ${Math.floor(remaining)}\n`);
    }
  });
}

/** As Lambda words it where the runtime cannot be started (aws/aws-lambda-base-images#34). */
function notStarted({ command }: ProcessBuild, { code, message }: NodeJS.ErrnoException): Fault {
  const why = code === 'ENOENT' ? 'no such file or directory' : code === 'EACCES' ? 'permission denied' : message;
  return { kind: 'fault', errorType: 'Runtime.InvalidEntrypoint', reason: `fork/exec ${command}: ${why}` };
}

/** Counts up, and tells who waits for a number; once finished, any number is reached. */
function counter() {
  let count = 0;
  let waiting: { readonly number: number; readonly go: () => void }[] = [];
  const wake = (): void => {
    for (const { go } of waiting.filter(({ number }) => number <= count)) go();
    waiting = waiting.filter(({ number }) => number > count);
  };
  return {
    add() {
      count += 1;
      wake();
    },
    finish() {
      count = Number.POSITIVE_INFINITY;
      wake();
    },
    reached(number: number): Promise<void> {
      if (number <= count) return Promise.resolve();
      return new Promise((resolve) => {
        const limit = setTimeout(resolve, markLimit);
        waiting.push({
          number,
          go() {
            clearTimeout(limit);
            resolve();
          },
        });
      });
    },
  };
}
