import type { Comparison, Measured, NotMeasured, Unit } from '../figure.ts';
import { fastest, median } from '../samples.ts';

/** What was measured of one way through some reports, run by run. */
export interface Measurements {
  readonly wallMs: readonly number[];
  /** The most memory of the process, in bytes. */
  readonly peakBytes: Measured;
}

/** One set of reports, gone through by each. */
export interface CaseRuns {
  /** Such as `500000 results`. */
  readonly name: string;
  readonly ours: Measurements;
  readonly concatenation: Measurements;
  /** Of a program that reads and writes as many bytes, and does nothing else. */
  readonly carrying: Measurements;
  readonly multitool: Measurements | NotMeasured;
  readonly limits: Limits;
}

/** What ours may take, by itself and of what others take. */
export interface Limits {
  readonly wallMs?: number;
  readonly peakBytes?: number;
  /** Of parse-and-concatenate, and of the multitool. */
  readonly ofConcatenation?: { readonly wall: number; readonly memory: number };
  readonly ofMultitool?: number;
}

/** Ours alone: reports without results, with few and with many. */
export interface GrowthRuns {
  readonly few: number;
  readonly many: number;
  readonly ofNone: Measurements;
  readonly ofFew: Measurements;
  readonly ofMany: Measurements;
}

const CONCATENATION = 'parse and concatenate';
const CARRYING = 'Node that only carries bytes';
const MULTITOOL = 'sarif-multitool merge';
const LIMIT = 'the limit';
/** As much for each result, whether there are many or few. */
const EXPECTED_GROWTH = 1;

/** What is said of one set of reports. */
export function caseComparisons({
  name,
  ours,
  concatenation,
  carrying,
  multitool,
  limits,
}: CaseRuns): readonly Comparison[] {
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
  const { ofConcatenation, ofMultitool } = limits;
  return [
    wall(CONCATENATION, concatenation, ofConcatenation?.wall),
    best(CONCATENATION, concatenation, ofConcatenation?.wall),
    best(CARRYING, carrying),
    best(MULTITOOL, multitool, ofMultitool),
    memory(CONCATENATION, concatenation, ofConcatenation?.memory),
    ...(limits.wallMs === undefined ? [] : [best(LIMIT, { ...ours, wallMs: [limits.wallMs] }, 1)]),
    ...(limits.peakBytes === undefined ? [] : [memory(LIMIT, { ...ours, peakBytes: limits.peakBytes }, 1)]),
  ];
}

/** What is said of growth: the time of a thousand results, without that of starting and ending. */
export function growthComparisons({ few, many, ofNone, ofFew, ofMany }: GrowthRuns): readonly Comparison[] {
  const each = ({ wallMs }: Measurements, results: number) =>
    Math.max(0, fastest(wallMs) - fastest(ofNone.wallMs)) / (results / 1000);
  return [
    {
      figure: `${many} results: time of a thousand`,
      unit: 'ms',
      ours: each(ofMany, many),
      peer: `ourselves with ${few}`,
      theirs: each(ofFew, few),
      expected: EXPECTED_GROWTH,
    },
  ];
}

type Read = (measurements: Measurements) => Measured;
type Theirs = Measurements | NotMeasured;

function megabytesAtPeak({ peakBytes }: Measurements): Measured {
  return typeof peakBytes === 'number' ? peakBytes / 1e6 : peakBytes;
}
