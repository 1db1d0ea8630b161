import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  completeFailedRun,
  createSummary,
  failureOf,
  type LogLine,
  outputSheet,
  readInputs,
  recordingLog,
} from '@actions-aws/action';
import { environmentOf } from '@actions-aws/testing';
import { inputs, outputs } from '../../src/inputs/inputs.ts';
import { main } from '../../src/wiring.ts';

const action = fileURLToPath(new URL('../..', import.meta.url));

/** How a run in this process ended. */
export interface Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly lines: readonly LogLine[];
  /** Why it is red; empty where it is green. */
  readonly failures: readonly string[];
  /** The text of a file that an output names. */
  file(name: 'sarif' | 'html' | 'json' | 'csv'): string;
}

/** A checkout and the runner's folder beside it, for the runs of a test. */
export interface Workspace {
  readonly folder: string;
  readonly temp: string;
  /** Writes a file of the checkout; what is no text is written as JSON. */
  write(name: string, content: unknown): void;
  path(name: string): string;
  run(
    given: Readonly<Record<string, string>>,
    options?: { readonly now?: number; readonly signal?: AbortSignal; readonly program?: string },
  ): Promise<Ended>;
  remove(): void;
}

/** The day on which these runs are. */
const NOW = Date.UTC(2026, 10, 29, 12);

/** An empty workspace. */
export function newWorkspace(): Workspace {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'aggregate-')));
  const [folder, temp] = [join(base, 'checkout'), join(base, 'temp')];
  for (const one of [folder, temp]) mkdirSync(one);
  return {
    folder,
    temp,
    path: (name) => join(folder, name),
    write(name, content) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      const isRaw = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(file, isRaw ? content : JSON.stringify(content));
    },
    async run(given, { now = NOW, signal = new AbortController().signal, program } = {}) {
      const [log, sheet, summary] = [recordingLog(), outputSheet(outputs), createSummary()];
      const failures: unknown[] = [];
      const env = environmentOf({ action, workspace: folder, inputs: given, env: { RUNNER_TEMP: temp } });
      const fail = (error: unknown) => failures.push(error);
      const state = { save() {}, read: () => '' };
      const clock = { now: () => now, sleep: async () => {} };
      try {
        const read = await readInputs(inputs, env);
        await main({ inputs: read, log, outputs: sheet, summary, signal, state, clock, env, fail }, program);
      } catch (thrown) {
        failures.push(thrown);
      }
      completeFailedRun(failures, { outputs: sheet, summary });
      const told = Object.fromEntries(sheet.values);
      return {
        outputs: told,
        summary: summary.toString(),
        lines: log.lines,
        failures: failures.map((one) => failureOf(one).annotation),
        file: (name) => readFileSync(told[name] ?? '', 'utf8'),
      };
    },
    remove: () => rmSync(base, { recursive: true }),
  };
}
