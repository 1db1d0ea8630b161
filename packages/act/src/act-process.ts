import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One line of act's log, as far as we read it. */
export interface ActLine {
  readonly level: string;
  readonly msg: string;
  /** Such as `deploy/build`, or `deploy/pipe.yml/ship` of a called workflow; padded. */
  readonly job?: string;
  readonly jobID?: string;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly stage?: 'Pre' | 'Main' | 'Post';
  readonly step?: string;
  readonly stepID?: readonly string[];
  readonly stepResult?: 'success' | 'failure' | 'skipped';
  readonly jobResult?: string;
  readonly raw_output?: boolean;
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
  readonly kvPairs?: Readonly<Record<string, string>>;
  readonly executionTime?: number;
}

/** How act is started. */
export interface ActCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly onLine: (line: ActLine, at: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs act to its end.
 *
 * @returns its exit code, and what it said beside its log.
 */
export async function runAct(call: ActCall): Promise<{ readonly code: number; readonly stderr: string }> {
  const { program, args, env, cwd, onLine, signal } = call;
  const grouped = process.platform !== 'win32';
  const child = spawn(program, [...args, '--json'], { cwd, env, detached: grouped, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // At SIGINT act kills its steps, which have sessions of their own, and ends; what is left of it then is killed.
  let late: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGINT');
    late = setTimeout(
      () => (grouped && child.pid ? process.kill(-child.pid, 'SIGKILL') : child.kill('SIGKILL')),
      5_000,
    );
  };
  signal.addEventListener('abort', stop, { once: true });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const read = readLine(line);
    if (read) onLine(read, Date.now());
  }
  const code = await ended;
  signal.removeEventListener('abort', stop);
  clearTimeout(late);
  return { code, stderr };
}

/** A line of act's log; what is none is a message of its own. */
export function readLine(line: string): ActLine | undefined {
  if (line.trim() === '') return undefined;
  try {
    return withWholeCommand(JSON.parse(line) as ActLine);
  } catch {
    return { level: 'info', msg: line };
  }
}

/**
 * act ends the name of a workflow command at the last `::` of its line (seen with 0.2.89), and knows none of that name: an error with
 * `arn:aws:sts::…` in it would be shown nowhere. Its message has the whole line.
 */
function withWholeCommand(line: ActLine): ActLine {
  if (!line.command?.includes('::')) return line;
  const [, command, text] = /::(error|warning|notice)(?: [^:]*)?::(.*)$/s.exec(line.msg) ?? [];
  if (command === undefined || text === undefined) return line;
  return { ...line, command, arg: decoded(text.trimEnd()) };
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts, `escapeData`, the other way. */
function decoded(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
