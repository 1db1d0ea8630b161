import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';

/** A program that has ended well. */
export interface Ended {
  readonly stdout: string;
  /** From its start to its end. */
  readonly wallMs: number;
}

/** How a program is run. */
export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Whether it starts no programs of its own, and so needs no group to be ended with. On a busy machine Linux gives each such
   * group the same share of the processors (https://man7.org/linux/man-pages/man7/sched.7.html, autogroup): programs that are
   * compared are in the same one.
   */
  readonly isSingle?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Runs a program to its end, and ends it with all that it started when the signal aborts.
 *
 * @throws with what it printed when it fails; the error of `spawn` when there is no such program.
 */
export async function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<Ended> {
  const { code, wallMs, printed } = await ended(program, args, options);
  if (code !== 0) {
    throw new Error(`${program} ${args.join(' ')} failed with ${code}:\n${printed.stdout}${printed.stderr}`);
  }
  return { stdout: printed.stdout, wallMs };
}

/** The same, where a program that fails is no error: gives its exit code. */
export async function exitCodeOf(program: string, args: readonly string[], options: ProgramOptions): Promise<number> {
  return (await ended(program, args, options)).code;
}

async function ended(
  program: string,
  args: readonly string[],
  { signal, isSingle = false, ...options }: ProgramOptions,
) {
  signal.throwIfAborted();
  // A group of its own where there are such: a script has children.
  const grouped = process.platform !== 'win32' && !isSingle;
  const started = performance.now();
  const child = spawn(program, args, { ...options, detached: grouped, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => {
    if (child.pid === undefined) return;
    if (grouped) process.kill(-child.pid, 'SIGKILL');
    else if (isSingle) child.kill('SIGKILL');
    else spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
  };
  signal.addEventListener('abort', stop, { once: true });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      printed[name] += chunk;
    });
  }
  try {
    const [code] = await once(child, 'close');
    const wallMs = performance.now() - started;
    signal.throwIfAborted();
    return { code: Number(code ?? 1), wallMs, printed };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
