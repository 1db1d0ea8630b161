import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../stage/checkout.ts';

/** A tool, and the command line that examples/security/.github/workflows/security.yml has for it. */
interface Scanner {
  readonly name: string;
  readonly program: string;
  readonly args: (report: string) => readonly string[];
  /** The file for findings without a place. */
  readonly manifest?: string;
}

const scanners: readonly Scanner[] = [
  {
    name: 'eslint',
    program: 'npx',
    args: (report) => ['--yes', 'eslint@10.15.0', '--format', 'json', '--output-file', report, 'src'],
  },
  {
    name: 'bandit',
    program: 'pipx',
    args: (report) => ['run', 'bandit==1.9.4', '--format', 'json', '--output', report, '--recursive', 'src'],
  },
  {
    name: 'gitleaks',
    program: 'go',
    args: (report) => [
      ...['run', 'github.com/zricethezav/gitleaks/v8@v8.30.1', 'dir', '.', '--redact'],
      ...['--report-format', 'json', '--report-path', report],
    ],
  },
  { name: 'npm-audit', program: 'npm', args: () => ['audit', '--json'], manifest: 'package-lock.json' },
];

/** How a scanner ended. */
export interface Scanned {
  readonly name: string;
  readonly report: string;
  readonly exitCode: number;
  readonly bytes: number;
  readonly manifest?: string;
}

/** Has all scanners look at a checkout, by their stand-ins: nothing leaves this machine. Reports are below a folder of their own. */
export async function scan(workspace: string, reports: string, signal: AbortSignal): Promise<Scanned[]> {
  const scanned: Scanned[] = [];
  for (const { name, program, args, manifest } of scanners) {
    const report = path.join(reports, `${name}.json`);
    const { exitCode, said } = await start(program, args(report), workspace, signal);
    if (program === 'npm') await writeFile(report, said);
    const { length } = await readFile(report);
    scanned.push({ name, report, exitCode, bytes: length, ...(manifest !== undefined && { manifest }) });
  }
  return scanned;
}

function start(program: string, args: readonly string[], cwd: string, signal: AbortSignal) {
  const script = path.join(root, 'examples/stand-ins/programs', `${program}.mjs`);
  return new Promise<{ readonly exitCode: number; readonly said: string }>((resolve, reject) => {
    const child = execFile(process.execPath, [script, ...args], { cwd, signal }, (error, said, problem) => {
      // 1 is for findings; anything else is a mistake of the command line.
      if (error !== null && child.exitCode !== 1) reject(signal.aborted ? signal.reason : new Error(problem));
      else resolve({ exitCode: child.exitCode ?? 1, said });
    });
  });
}

/** The input `scans` of the gate, as the workflow has it. */
export function scansInput(scanned: readonly Scanned[]): string {
  const entries = scanned.map(({ name, report, exitCode, manifest }) => [
    name,
    { report, outcome: exitCode === 0 ? 'success' : 'failure', ...(manifest !== undefined && { manifest }) },
  ]);
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}
