import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { assignmentsIn, machineVariables } from '@actions-aws/testing';
import type { Measured } from './figure.ts';

/** A program for Node, and what its environment has besides what any program needs to start. */
export interface Program {
  /** What follows `node`. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How one run went. */
export interface Run {
  /** From the start of the process to its end. */
  readonly wallMs: number;
  /** Bytes of `GITHUB_OUTPUT`. */
  readonly outputBytes: number;
  /** Bytes of what it printed. */
  readonly logBytes: number;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end in an environment of its own, with a home that is empty: changed-files edits git's global
 * configuration. What it prints goes into a file, so that reading it takes no time of ours.
 */
export async function run(program: Program, signal: AbortSignal): Promise<Run> {
  return (await started(program, signal)).run;
}

/** The most memory that a program's process has while it runs, in bytes; git's processes are not in it. Known on Linux only. */
export async function peakMemory(program: Program, signal: AbortSignal): Promise<Measured> {
  if (process.platform !== 'linux') return { why: 'only Linux tells the memory of a process that has ended' };
  const preload = path.join(import.meta.dirname, 'peak-memory.cjs');
  const { peak } = await started({ ...program, args: ['--require', preload, ...program.args] }, signal);
  return Number(peak);
}

async function started({ args, folder, env }: Program, signal: AbortSignal): Promise<{ run: Run; peak: string }> {
  signal.throwIfAborted();
  const home = mkdtempSync(path.join(tmpdir(), 'bench-run-'));
  const at = (name: string) => path.join(home, name);
  try {
    mkdirSync(at('temp'));
    for (const name of ['output', 'state', 'summary', 'env']) writeFileSync(at(name), '');
    const log = openSync(at('log'), 'w');
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: {
        ...machineVariables(home),
        ...env,
        GITHUB_OUTPUT: at('output'),
        GITHUB_STATE: at('state'),
        GITHUB_STEP_SUMMARY: at('summary'),
        GITHUB_ENV: at('env'),
        RUNNER_TEMP: env.RUNNER_TEMP ?? at('temp'),
        PEAK_MEMORY: at('peak'),
      },
      stdio: ['ignore', log, log],
      signal,
      killSignal: 'SIGKILL',
    });
    closeSync(log);
    const [code] = await once(child, 'exit');
    const wallMs = performance.now() - startedAt;
    if (code !== 0)
      throw new Error(`${args.join(' ')} failed with ${code}:\n${readFileSync(at('log'), 'utf8').slice(-2_000)}`);
    const outputs = assignmentsIn(readFileSync(at('output'), 'utf8'));
    const peak = existsSync(at('peak')) ? readFileSync(at('peak'), 'utf8') : '';
    return {
      run: { wallMs, outputBytes: statSync(at('output')).size, logBytes: statSync(at('log')).size, outputs },
      peak,
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
