import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** A step that ended: what the runner would have seen of it. */
export interface EndedStep {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Parsed from GITHUB_OUTPUT; a name that was written twice appears twice. */
  readonly outputs: readonly (readonly [name: string, value: string])[];
  readonly state: readonly (readonly [name: string, value: string])[];
  readonly summary: string;
}

export interface RunningStep {
  readonly child: ChildProcess;
  /** Resolves when stdout holds the text. */
  says(text: string): Promise<void>;
  readonly ended: Promise<EndedStep>;
}

export interface StepOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** False runs it as a person would, without the runner's files. */
  readonly files?: boolean;
}

/** Starts an action of `test/actions` as the runner starts one: its own process, inputs in the environment, files for commands. */
export function startStep(action: string, { inputs = {}, env = {}, files = true }: StepOptions = {}): RunningStep {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const file = (name: string) => join(folder, name);
  const commands: Record<string, string> = {};
  if (files) {
    for (const [variable, name] of [
      ['GITHUB_OUTPUT', 'output'],
      ['GITHUB_STATE', 'state'],
      ['GITHUB_STEP_SUMMARY', 'summary'],
    ] as const) {
      writeFileSync(file(name), '');
      commands[variable] = file(name);
    }
  }
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'actions', `${action}.ts`)], {
    env: { PATH, NODE_COMPILE_CACHE, GITHUB_WORKSPACE: folder, ...commands, ...Object.fromEntries(given), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<EndedStep>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const written = (name: string) => (files ? unixLines(readFileSync(file(name), 'utf8')) : '');
      resolve({
        exitCode,
        stdout: unixLines(stdout),
        stderr: unixLines(stderr),
        outputs: assignments(written('output')),
        state: assignments(written('state')),
        summary: written('summary'),
      });
      rmSync(folder, { recursive: true });
    });
  });
  return {
    child,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (stdout.includes(text)) resolve();
        };
        look();
        child.stdout.on('data', look);
        child.on('close', () => reject(new Error(`the step ended without saying ${text}:\n${stdout}${stderr}`)));
      }),
  };
}

/** Runs a step to its end. */
export function runStep(action: string, options?: StepOptions): Promise<EndedStep> {
  return startStep(action, options).ended;
}

/** The toolkit ends lines as the platform does. */
function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function assignments(text: string): [string, string][] {
  return [...text.matchAll(/^([^\n]+?)<<(\S+)\n([\s\S]*?)\n?\2$/gm)].map(([, name = '', , value = '']) => [
    name,
    value,
  ]);
}
