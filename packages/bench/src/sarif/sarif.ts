import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Benchmark, Surroundings } from '../benchmark.ts';
import type { Comparison, NotMeasured } from '../figure.ts';
import { load, loadSince } from '../load.ts';
import { runProgram } from '../program.ts';
import { root } from '../root.ts';
import { caseComparisons, growthComparisons, type Limits } from './comparisons.ts';
import { measured } from './measure.ts';
import { type Reports, reportsIn, type Size } from './reports.ts';
import { carrying, concatenation, multitool, sarifAggregate } from './ways.ts';

const LARGE: Size = { results: 500_000, files: 20 };
const SMALL: Size = { results: 25_000, files: 20 };
const FEW: Size = { results: 5_000, files: 20 };
const NONE: Size = { results: 0, files: 20 };

const LARGE_LIMITS: Limits = { ofConcatenation: { wall: 1.7, memory: 0.3 }, ofMultitool: 0.2, peakBytes: 300e6 };
const SMALL_LIMITS: Limits = { wallMs: 1200 };

type MakeReports = (size: Size) => Reports;
type Measure = (surroundings: Surroundings, make: MakeReports) => Promise<readonly Comparison[]>;

const parts: Readonly<Record<string, Measure>> = {
  large: (surroundings, make) => oneCase(make(LARGE), surroundings, LARGE_LIMITS),
  small: (surroundings, make) => oneCase(make(SMALL), surroundings, SMALL_LIMITS),
  growth: async (surroundings, make) => {
    const each = [NONE, FEW, LARGE].map((size) => ({ way: sarifAggregate, reports: make(size) }));
    const [ofNone, ofFew, ofMany] = await measured(each, surroundings.settings.runs ?? 1, surroundings);
    return growthComparisons({
      few: FEW.results,
      many: LARGE.results,
      ofNone: ofNone!,
      ofFew: ofFew!,
      ofMany: ofMany!,
    });
  },
};

/** Our aggregation of reports against the two ways that most go. */
export const sarif: Benchmark = {
  does: 'sarif-aggregate against parsing and concatenating, and sarif-multitool',
  settings: {
    runs: { does: 'how often each goes through the reports', standard: 5 },
    slow: { does: 'how often sarif-multitool goes through the large ones', standard: 1 },
  },
  parts: {
    large: inWords(LARGE),
    small: inWords(SMALL),
    growth: `ours alone, ${inWords(LARGE)} against ${inWords(FEW)}`,
  },

  async run(surroundings) {
    const { settings, only, signal, say } = surroundings;
    const before = load();
    say('Building the bundles.');
    await runProgram(process.execPath, [path.join(root, 'packages/workspace/src/commands/bundle.ts')], { signal });
    const folder = mkdtempSync(path.join(tmpdir(), 'sarif-'));
    const made = new Map<Size, Reports>();
    const make: MakeReports = (size) => {
      const known = made.get(size);
      if (known) return known;
      say(`Writing ${inWords(size)}.`);
      const reports = reportsIn(path.join(folder, String(size.results)), size);
      made.set(size, reports);
      return reports;
    };
    try {
      const comparisons: Comparison[] = [];
      for (const [name, measure] of Object.entries(parts)) {
        if (only === undefined || only === name) comparisons.push(...(await measure(surroundings, make)));
      }
      return {
        notes: [
          'Each report is a scan; one result in five is one that other reports have as well; no checkout, no baseline.',
          `Node ${process.versions.node} for all but sarif-multitool; ${availableParallelism()} processors.`,
          `Runs, each in turn: ${settings.runs}; sarif-multitool with the large reports: ${settings.slow}.`,
          loadSince(before),
        ],
        comparisons,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function oneCase(reports: Reports, surroundings: Surroundings, limits: Limits): Promise<readonly Comparison[]> {
  const { env, settings } = surroundings;
  const quick = [sarifAggregate, concatenation, carrying].map((way) => ({ way, reports }));
  const [ours, theirs, ofCarrying] = await measured(quick, settings.runs ?? 1, surroundings);
  const peer = multitool(env);
  const [ofMultitool] = 'why' in peer ? [] : await measured([{ way: peer, reports }], settings.slow ?? 1, surroundings);
  return caseComparisons({
    name: `${reports.results} results`,
    ours: ours!,
    concatenation: theirs!,
    carrying: ofCarrying!,
    multitool: ofMultitool ?? (peer as NotMeasured),
    limits,
  });
}

function inWords({ results, files }: Size): string {
  return `${results} results in ${files} files`;
}
