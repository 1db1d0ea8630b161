import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentOf, parseManifest } from '@actions-aws/testing';
import type { Measured, NotMeasured } from '../figure.ts';
import { type Program, peakMemory, run } from '../node-program.ts';
import { runProgram } from '../program.ts';
import { peerProgram } from '../programs.ts';
import { root } from '../root.ts';
import type { Reports } from './reports.ts';
import { checkWritten } from './written.ts';

/** A way to make one report of many. */
export interface Way {
  /** As the figures call it. */
  readonly name: string;
  /** Milliseconds; fails when what it wrote cannot be right. */
  time(reports: Reports, folder: string, signal: AbortSignal): Promise<number>;
  memory(reports: Reports, folder: string, signal: AbortSignal): Promise<Measured>;
}

/** Our action, as it ships: each report is a scan of its own, and nothing blocks. */
export const sarifAggregate: Way = nodeWay('sarif-aggregate', (reports, folder) => {
  const action = path.join(root, 'actions/sarif-aggregate');
  const manifest = parseManifest(readFileSync(path.join(action, 'action.yml'), 'utf8'));
  const scans = reports.names.map((name, index) => `scanner-${index}: ${name}`).join('\n');
  const inputs = { scans, 'fail-on': 'never', 'output-folder': folder };
  const program: Program = {
    args: [path.join(action, manifest.runs?.main ?? 'dist/index.js')],
    folder: reports.folder,
    env: {
      ...environmentOf({ action, workspace: reports.folder, inputs, env: { GITHUB_REPOSITORY: 'org/repo' } }),
      RUNNER_TEMP: folder,
    },
  };
  return { program, output: 'aggregate.sarif' };
});

/** What a small script does, which decides nothing. */
export const concatenation: Way = nodeWay('parse and concatenate', (reports, folder) => {
  const output = 'concatenated.sarif';
  const script = path.join(import.meta.dirname, 'concatenate.mjs');
  return { program: { args: [script, reports.folder, path.join(folder, output)], folder, env: {} }, output };
});

/** The least: it goes through as many bytes, and understands none. */
export const carrying: Way = nodeWay('Node that only carries bytes', (reports, folder) => {
  const output = 'carried';
  const script = path.join(import.meta.dirname, 'carry.mjs');
  const files = [path.join(folder, output), path.join(folder, 'spilled')];
  return { program: { args: [script, reports.folder, ...files], folder, env: {} }, output };
});

/** https://github.com/microsoft/sarif-sdk, whose npm package `@microsoft/sarif-multitool-linux` has the program. */
export function multitool(env: Readonly<Record<string, string | undefined>>): Way | NotMeasured {
  const file = peerProgram('Sarif.Multitool', env);
  if (typeof file !== 'string') return file;
  return {
    name: 'sarif-multitool merge',
    async time(reports, folder, signal) {
      const args = ['merge', path.join(reports.folder, '*.sarif'), '--output-directory', folder];
      const options = ['--output-file', 'merged.sarif', '--log', 'ForceOverwrite;Minify'];
      const own = { PATH: env.PATH, HOME: folder, TMPDIR: folder };
      const { wallMs } = await runProgram(file, [...args, ...options], { env: own, isSingle: true, signal });
      checkWritten(path.join(folder, 'merged.sarif'), reports);
      return wallMs;
    },
    memory: async () => ({ why: 'it is no program of Node' }),
  };
}

type Plan = (reports: Reports, folder: string) => { readonly program: Program; readonly output: string };

function nodeWay(name: string, plan: Plan): Way {
  return {
    name,
    async time(reports, folder, signal) {
      const { program, output } = plan(reports, folder);
      const { wallMs } = await run(program, signal);
      checkWritten(path.join(folder, output), reports);
      return wallMs;
    },
    memory: (reports, folder, signal) => peakMemory(plan(reports, folder).program, signal),
  };
}
