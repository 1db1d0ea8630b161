import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSummary, type LogLine, outputSheet, recordingLog, type UserError } from '@actions-aws/action';
import type { Change, Comparison } from '../../src/changes.ts';
import { type Detection, detect } from '../../src/detect.ts';
import { outputs } from '../../src/inputs/inputs.ts';
import { report } from '../../src/report/report.ts';
import { readFilters } from './filters.ts';

/** What git or GitHub would say. */
export interface Told {
  readonly changes?: readonly Change[];
  /** Every path that is there now. */
  readonly tree?: readonly string[];
  /** Those of them that are submodules. */
  readonly submodules?: readonly string[];
  readonly comparison?: Partial<Comparison>;
  readonly failure?: unknown;
  readonly global?: string;
  readonly ignore?: string;
  readonly onUnknown?: 'all' | 'fail';
}

/** How a run ended, as a workflow and people see it. */
export interface Ended {
  readonly detection: Detection;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly lines: readonly LogLine[];
  /** Why it is red; empty where it is green. */
  readonly failures: readonly unknown[];
}

const folders: string[] = [];

/** Removes the files that outputs of {@link detecting} name: what calls it registers this with `afterEach`. */
export function removeOutputs(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** Detects and reports over what is told. */
export async function detecting(filters: string, told: Told = {}): Promise<Ended> {
  const temp = mkdtempSync(join(tmpdir(), 'detecting-'));
  folders.push(temp);
  const { changes = [], tree, submodules = [], comparison, failure, onUnknown = 'all', ...others } = told;
  const detection = await detect(
    await readFilters(filters, others),
    {
      async compare(sink) {
        for (const change of changes) sink.take(change);
        if (failure !== undefined) throw failure;
        const reason = 'Compared with the commit before the push.';
        return { base: 'b'.repeat(40), head: 'c'.repeat(40), strategy: 'push', complete: true, reason, ...comparison };
      },
      async paths(_, visit) {
        for (const path of tree ?? []) visit(path, submodules.includes(path));
        return tree !== undefined;
      },
    },
    { temp, signal: new AbortController().signal },
  );
  const sheet = outputSheet(outputs);
  const summary = createSummary();
  const log = recordingLog();
  const failures: unknown[] = [];
  try {
    report(detection, onUnknown, { outputs: sheet, summary, log, fail: (error: UserError) => failures.push(error) });
  } catch (thrown) {
    failures.push(thrown);
  }
  return {
    detection,
    outputs: Object.fromEntries(sheet.values),
    summary: summary.toString(),
    lines: log.lines,
    failures,
  };
}
