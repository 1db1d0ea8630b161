import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Benchmark, Surroundings } from '../benchmark.ts';
import type { Comparison, NotMeasured } from '../figure.ts';
import { load, loadSince } from '../load.ts';
import { runProgram } from '../program.ts';
import { root } from '../root.ts';
import { caseComparisons, growthComparisons } from './comparisons.ts';
import { measured } from './measure.ts';
import { type Pushed, pushedRepository, type Size } from './repository.ts';
import { changedFiles, detectChanges, floor, pathsFilter, type Way } from './ways.ts';

const SMALL: Size = { files: 200, changed: 10 };
const LARGE: Size = { files: 50_000, changed: 20_000 };
const FEW: Size = { files: 10_000, changed: 5_000 };
const MANY: Size = { files: 200_000, changed: 100_000 };

type MakeRepository = (size: Size) => Pushed;
type Measure = (surroundings: Surroundings, make: MakeRepository) => Promise<readonly Comparison[]>;

const parts: Readonly<Record<string, Measure>> = {
  small: (surroundings, make) => oneCase(make(SMALL), surroundings, surroundings.settings.runs ?? 1),
  // changed-files takes a time that grows with the square of the changed files.
  large: (surroundings, make) => oneCase(make(LARGE), surroundings, surroundings.settings.slow ?? 1),
  growth: async (surroundings, make) => {
    const each = [FEW, MANY].map((size) => ({ way: detectChanges, repository: make(size) }));
    const [ofFew, ofMany] = await measured(each, surroundings.settings.runs ?? 1, surroundings);
    return growthComparisons({ few: FEW.changed, many: MANY.changed, ofFew: ofFew!, ofMany: ofMany! });
  },
};

/** Our detection of changes against the two actions that most use. */
export const changes: Benchmark = {
  does: 'detect-changes against paths-filter and changed-files',
  settings: {
    runs: { does: 'how often each goes through a repository', standard: 11 },
    slow: { does: 'how often changed-files goes through the large one, which takes it minutes', standard: 1 },
  },
  parts: {
    small: `${inWords(SMALL)}`,
    large: `${inWords(LARGE)}`,
    growth: `ours alone, ${inWords(MANY)} against ${inWords(FEW)}`,
  },

  async run(surroundings) {
    const { settings, only, signal, say } = surroundings;
    const before = load();
    say('Building the bundles.');
    await runProgram(process.execPath, [path.join(root, 'packages/workspace/src/commands/bundle.ts')], { signal });
    const folder = mkdtempSync(path.join(tmpdir(), 'changes-'));
    const make: MakeRepository = (size) => {
      say(`Making a repository of ${size.files} files.`);
      return pushedRepository(mkdtempSync(path.join(folder, 'pushed-')), size);
    };
    try {
      const comparisons: Comparison[] = [];
      for (const [name, measure] of Object.entries(parts)) {
        if (only === undefined || only === name) comparisons.push(...(await measure(surroundings, make)));
      }
      return {
        notes: [
          'A push to the default branch of a whole clone; twelve filters; no token, and no network.',
          `Node ${process.versions.node} for all, ${gitVersion()}, ${availableParallelism()} processors.`,
          `Runs, each in turn: ${settings.runs}; changed-files in the large repository: ${settings.slow}.`,
          loadSince(before),
        ],
        comparisons,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function oneCase(repository: Pushed, surroundings: Surroundings, slow: number): Promise<readonly Comparison[]> {
  const { env, settings } = surroundings;
  const peers = { pathsFilter: pathsFilter(env), changedFiles: changedFiles(env) };
  const going = (ways: readonly (Way | NotMeasured)[]) =>
    ways.flatMap((way) => ('why' in way ? [] : [{ way, repository }]));
  const quick = going([floor, detectChanges, peers.pathsFilter]);
  const [ofFloor, ours, ofPathsFilter] = await measured(quick, settings.runs ?? 1, surroundings);
  const [ofChangedFiles] = await measured(going([peers.changedFiles]), slow, surroundings);
  return caseComparisons({
    name: inWords(repository),
    ours: ours!,
    floor: ofFloor!,
    pathsFilter: ofPathsFilter ?? (peers.pathsFilter as NotMeasured),
    changedFiles: ofChangedFiles ?? (peers.changedFiles as NotMeasured),
  });
}

function inWords({ files, changed }: Size): string {
  return `${changed} of ${files} files`;
}

function gitVersion(): string {
  return execFileSync('git', ['--version'], { encoding: 'utf8' }).trim();
}
