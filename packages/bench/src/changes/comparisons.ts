import type { Comparison, Measured, NotMeasured, Unit } from '../figure.ts';
import { fastest, median } from '../samples.ts';

/** What was measured of one way in one repository, run by run. */
export interface Measurements {
  readonly wallMs: readonly number[];
  /** The most memory of the process, in bytes. */
  readonly peakBytes: Measured;
  readonly outputBytes: number;
  readonly logBytes: number;
}

/** One repository, gone through by each. */
export interface CaseRuns {
  /** Such as `10 of 200 files`. */
  readonly name: string;
  readonly ours: Measurements;
  readonly floor: Measurements;
  readonly pathsFilter: Measurements | NotMeasured;
  readonly changedFiles: Measurements | NotMeasured;
}

/** Ours alone, with few changed files and with many. */
export interface GrowthRuns {
  readonly few: number;
  readonly many: number;
  readonly ofFew: Measurements;
  readonly ofMany: Measurements;
}

/** Of paths-filter, the faster of the two. */
const EXPECTED = { wall: 0.75, memory: 1 };
/** Twenty times the changed files: linear, and nothing of them is kept. */
const EXPECTED_GROWTH = { wall: 22, memory: 1.5 };
/** GitHub takes 1 MB of outputs from a whole job. https://docs.github.com/en/actions/reference/limits */
const MOST_OUTPUT_BYTES = 1_000_000;

const PATHS_FILTER = 'paths-filter';
const CHANGED_FILES = 'changed-files';
const FLOOR = 'Node that only starts git';

/** What is said of one repository. */
export function caseComparisons({ name, ours, floor, pathsFilter, changedFiles }: CaseRuns): readonly Comparison[] {
  const against = (what: string, unit: Unit, read: Read) => (peer: string, theirs: Theirs, expected?: number) => ({
    figure: `${name}: ${what}`,
    unit,
    ours: read(ours),
    peer,
    theirs: 'why' in theirs ? theirs : read(theirs),
    ...(expected !== undefined && { expected }),
  });
  const wall = against('wall clock, median', 'ms', ({ wallMs }) => median(wallMs));
  const best = against('wall clock, fastest', 'ms', ({ wallMs }) => fastest(wallMs));
  const memory = against('peak memory', 'MB', megabytesAtPeak);
  const output = against('GITHUB_OUTPUT', 'kB', ({ outputBytes }) => outputBytes / 1e3);
  const log = against('log', 'kB', ({ logBytes }) => logBytes / 1e3);
  return [
    wall(PATHS_FILTER, pathsFilter, EXPECTED.wall),
    best(PATHS_FILTER, pathsFilter, EXPECTED.wall),
    wall(CHANGED_FILES, changedFiles),
    wall(FLOOR, floor),
    best(FLOOR, floor),
    memory(PATHS_FILTER, pathsFilter, EXPECTED.memory),
    memory(CHANGED_FILES, changedFiles),
    memory(FLOOR, floor),
    output('the limit of a job', { ...ours, outputBytes: MOST_OUTPUT_BYTES }, 1),
    output(PATHS_FILTER, pathsFilter),
    output(CHANGED_FILES, changedFiles),
    log(PATHS_FILTER, pathsFilter),
    log(CHANGED_FILES, changedFiles),
  ];
}

/** What is said of growth. */
export function growthComparisons({ few, many, ofFew, ofMany }: GrowthRuns): readonly Comparison[] {
  const against = (what: string, unit: Unit, read: Read, expected: number): Comparison => ({
    figure: `${many} changed files: ${what}`,
    unit,
    ours: read(ofMany),
    peer: `ourselves with ${few}`,
    theirs: read(ofFew),
    expected,
  });
  return [
    against('wall clock, median', 'ms', ({ wallMs }) => median(wallMs), EXPECTED_GROWTH.wall),
    against('wall clock, fastest', 'ms', ({ wallMs }) => fastest(wallMs), EXPECTED_GROWTH.wall),
    against('peak memory', 'MB', megabytesAtPeak, EXPECTED_GROWTH.memory),
  ];
}

type Read = (measurements: Measurements) => Measured;
type Theirs = Measurements | NotMeasured;

function megabytesAtPeak({ peakBytes }: Measurements): Measured {
  return typeof peakBytes === 'number' ? peakBytes / 1e6 : peakBytes;
}
