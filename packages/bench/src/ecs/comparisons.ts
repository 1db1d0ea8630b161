import type { Comparison, NotMeasured } from '../figure.ts';
import { median } from '../samples.ts';

/** How one deployment went. */
export interface DeploymentRun {
  /** Milliseconds from ECS's own end to that of the process; below nothing where the process was first. */
  readonly noticedMs: number;
  readonly calls: number;
  /** Whether the exit code says what is so: 0 where the new image is live, and only there. */
  readonly isTrue: boolean;
}

/** All runs of one way, by what was deployed. */
export type RunsOfWay = Readonly<Record<Candidate, readonly DeploymentRun[]>>;

/** What is deployed. */
export type Candidate = 'good' | 'crash loop';

/** A peer, by the name that figures have for it. */
export interface Peer {
  readonly name: string;
  readonly runs: RunsOfWay | NotMeasured;
}

const CANDIDATES: readonly Candidate[] = ['good', 'crash loop'];

/** Of a peer's time from ECS's end to its own. */
const EXPECTED = 0.5;

/** What is said of the runs. */
export function deployComparisons(ours: RunsOfWay, peers: readonly Peer[]): readonly Comparison[] {
  return CANDIDATES.flatMap((candidate) =>
    peers.flatMap(({ name, runs }): readonly Comparison[] => {
      const theirs = 'why' in runs ? runs : runs[candidate];
      const both = (read: (runs: readonly DeploymentRun[]) => number) => ({
        ours: read(ours[candidate]),
        theirs: 'why' in theirs ? theirs : read(theirs),
      });
      const untrue = both((all) => all.filter(({ isTrue }) => !isTrue).length);
      return [
        {
          figure: `${candidate}: from ECS's end to exit, median`,
          unit: 'ms',
          peer: name,
          ...noticed(ours[candidate], theirs),
          expected: EXPECTED,
        },
        {
          figure: `${candidate}: API calls, median`,
          unit: 'calls',
          peer: name,
          ...both((all) => median(all.map(({ calls }) => calls))),
        },
        { figure: `${candidate}: exit codes that are not true`, unit: 'runs', peer: name, ...untrue },
      ];
    }),
  );
}

/** What ends before ECS does has noticed nothing. */
function noticed(
  ours: readonly DeploymentRun[],
  theirs: readonly DeploymentRun[] | NotMeasured,
): Pick<Comparison, 'ours' | 'theirs'> {
  const read = (runs: readonly DeploymentRun[]) => {
    const early = runs.filter(({ noticedMs }) => noticedMs < 0).length;
    if (early > 0) return { why: `it ended before ECS in ${early} of ${runs.length} runs` };
    return median(runs.map(({ noticedMs }) => noticedMs));
  };
  return { ours: read(ours), theirs: 'why' in theirs ? theirs : read(theirs) };
}
