import type { Comparison, Measured, NotMeasured } from '../figure.ts';
import { fastest, median } from '../samples.ts';

/** Runs of each, from one pair of registries to the other, in milliseconds; or why one did not run. */
export interface CopyRuns {
  /** Such as `30 ms a request`. */
  readonly where: string;
  readonly ours: readonly number[] | NotMeasured;
  /** The most memory of our process, in bytes. */
  readonly peakBytes: Measured;
  readonly peers: readonly PeerRuns[];
}

/** Runs of a peer. */
export interface PeerRuns {
  readonly name: string;
  readonly wallMs: readonly number[] | NotMeasured;
  /** What ours divided by theirs is not to exceed. */
  readonly expected?: number;
}

/** Ours alone: with half of the layers in a sibling repository of the destination, and without. */
export interface MountRuns {
  readonly where: string;
  readonly mounted: MountRun | NotMeasured;
  readonly whole: MountRun | NotMeasured;
}

/** How long it took, and what went to the destination, as the line saw it. */
export interface MountRun {
  readonly wallMs: readonly number[];
  readonly sentBytes: readonly number[];
}

/** What a step should get by with for an image of any size, in bytes. */
const MOST_MEMORY = 100e6;
/** Half of the layers are mounted, and each of those costs one request in place of three. */
const EXPECTED_MOUNTED = { bytes: 0.5, wall: 0.65 };

/** What is said of copies at one distance. */
export function copyComparisons({ where, ours, peakBytes, peers }: CopyRuns): readonly Comparison[] {
  const against = (what: string, read: Read) =>
    peers.map(
      ({ name, wallMs, expected }): Comparison => ({
        figure: `${where}: wall clock, ${what}`,
        unit: 'ms',
        ours: readOf(ours, read),
        peer: name,
        theirs: readOf(wallMs, read),
        ...(expected !== undefined && { expected }),
      }),
    );
  return [
    ...against('median', median),
    ...against('fastest', fastest),
    {
      figure: `${where}: peak memory`,
      unit: 'MB',
      ours: typeof peakBytes === 'number' ? peakBytes / 1e6 : peakBytes,
      peer: 'what a step should get by with',
      theirs: MOST_MEMORY / 1e6,
      expected: 1,
    },
  ];
}

/** What is said of mounting. */
export function mountComparisons({ where, mounted, whole }: MountRuns): readonly Comparison[] {
  const against = (what: string, unit: 'ms' | 'MB', read: (run: MountRun) => number, expected: number): Comparison => ({
    figure: `half of the layers mounted, ${where}: ${what}`,
    unit,
    ours: 'why' in mounted ? mounted : read(mounted),
    peer: 'ourselves without `mount-from`',
    theirs: 'why' in whole ? whole : read(whole),
    expected,
  });
  return [
    against('bytes sent', 'MB', ({ sentBytes }) => median(sentBytes) / 1e6, EXPECTED_MOUNTED.bytes),
    against('wall clock, median', 'ms', ({ wallMs }) => median(wallMs), EXPECTED_MOUNTED.wall),
  ];
}

type Read = (values: readonly number[]) => number;

function readOf(runs: readonly number[] | NotMeasured, read: Read): Measured {
  return 'why' in runs ? runs : read(runs);
}
