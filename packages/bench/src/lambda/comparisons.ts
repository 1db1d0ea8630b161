import type { Comparison, Measured, NotMeasured } from '../figure.ts';
import { fastest, median } from '../samples.ts';
import type { Deployment } from './deployment.ts';

/** Runs of one way, or why there are none. */
export type Runs<Run> = readonly Run[] | NotMeasured;

/** All that the benchmark measures, run by run. */
export interface LambdaRuns extends StartUpRuns {
  /** How many functions are deployed together, where it is not one. */
  readonly many: number;
  readonly deployOne: Deploying;
  readonly deployMany: Deploying;
}

/** What is measured of bundles, start by start. */
export interface StartUpRuns {
  /** Milliseconds from the start of the process to the first input error, and to the first request. */
  readonly firstError: Starting;
  readonly firstRequest: Requesting;
  readonly bundleMegabytes: { readonly ours: number; readonly peer: Measured };
}

/** One deployment after another, by each. */
export interface Deploying {
  readonly ours: readonly Deployment[];
  readonly script: Runs<Deployment>;
  readonly peer: Runs<Deployment>;
}

/** One start after another, of each. */
export interface Starting {
  readonly ours: readonly number[];
  readonly bareNode: readonly number[];
  readonly peer: Runs<number>;
}

/** Starts to the first request, for which there is more to be held against. */
export interface Requesting extends Starting {
  /** Another build of ours. */
  readonly baseline: Runs<number>;
  /** A bundle with one SDK command and nothing of ours. */
  readonly floor: readonly number[];
}

/** What is to hold for these many functions. */
const STATED_FOR = 20;
/** 19 aliases follow the first; at 15 requests a second, Lambda's quota, that is 1.27 s. */
const WINDOW_LIMIT_MS = 1_500;
/** Of the script's wall clock. */
const EXPECTED = { one: 0.5, many: 0.1 };
/** An input error within 150 ms on a machine on which Node itself takes 40. */
const EXPECTED_START_UP = 150 / 40;
/** Of the build that the issue of start-up began with. */
const EXPECTED_OF_BASELINE = 0.75;

const SCRIPT = 'AWS CLI script';
const BASELINE = 'the build in BASELINE';
const FLOOR = 'a bundle of one SDK command';
const PEER = 'aws-lambda-deploy, which only uploads: no wait, check or alias';

/** What the runs say of us and of our peers. */
export function comparisons(runs: LambdaRuns): readonly Comparison[] {
  const { many, deployOne, deployMany } = runs;
  const stated = <Value>(value: Value) => (many === STATED_FOR ? { expected: value } : {});
  const [one, all] = ['1 function', many === 1 ? '1 function again' : `${many} functions`];
  return [
    wallClock(one, deployOne.ours, SCRIPT, deployOne.script, { expected: EXPECTED.one }),
    wallClock(all, deployMany.ours, SCRIPT, deployMany.script, stated(EXPECTED.many)),
    wallClock(one, deployOne.ours, PEER, deployOne.peer),
    wallClock(all, deployMany.ours, PEER, deployMany.peer),
    calls(one, deployOne.ours, SCRIPT, deployOne.script),
    calls(all, deployMany.ours, SCRIPT, deployMany.script),
    calls(one, deployOne.ours, PEER, deployOne.peer),
    calls(all, deployMany.ours, PEER, deployMany.peer),
    {
      figure: `${all}: cutover window, as the action tells it`,
      unit: 'ms',
      ours: windowOf(deployMany.ours, ({ toldWindowMs }) => toldWindowMs),
      peer: 'the limit we set',
      theirs: WINDOW_LIMIT_MS,
      ...stated(1),
    },
    {
      figure: `${all}: cutover window, as the cloud saw it`,
      unit: 'ms',
      ours: windowOf(deployMany.ours),
      peer: 'the limit we set',
      theirs: WINDOW_LIMIT_MS,
      ...stated(1),
    },
    {
      figure: `${all}: cutover window, as the cloud saw it`,
      unit: 'ms',
      ours: windowOf(deployMany.ours),
      peer: SCRIPT,
      theirs: windowOf(deployMany.script),
    },
    ...startUpComparisons(runs),
  ];
}

/** What the starts alone say. */
export function startUpComparisons({ firstError, firstRequest, bundleMegabytes }: StartUpRuns): readonly Comparison[] {
  const request = 'start-up to the first AWS request';
  return [
    ...startUp('start-up to the first input error', firstError, { expected: EXPECTED_START_UP }),
    ...startUp(request, firstRequest),
    ...against(BASELINE, request, firstRequest.ours, firstRequest.baseline, { expected: EXPECTED_OF_BASELINE }),
    ...against(FLOOR, request, firstRequest.ours, firstRequest.floor),
    {
      figure: 'size of the bundle',
      unit: 'MB',
      ours: bundleMegabytes.ours,
      peer: 'aws-lambda-deploy',
      theirs: bundleMegabytes.peer,
    },
  ];
}

type Expected = Pick<Comparison, 'expected'>;

function wallClock(
  what: string,
  ours: Runs<Deployment>,
  peer: string,
  theirs: Runs<Deployment>,
  expected: Expected = {},
): Comparison {
  const of = (runs: Runs<Deployment>) => middle(runs, ({ wallMs }) => wallMs);
  return { figure: `${what}: wall clock`, unit: 'ms', ours: of(ours), peer, theirs: of(theirs), ...expected };
}

function calls(what: string, ours: Runs<Deployment>, peer: string, theirs: Runs<Deployment>): Comparison {
  const of = (runs: Runs<Deployment>) => middle(runs, (run) => run.calls);
  return { figure: `${what}: API calls`, unit: 'calls', ours: of(ours), peer, theirs: of(theirs) };
}

/** By the fastest and by the middle one: the first is steadier, the second what users have. */
const WAYS = [
  ['fastest', fastest],
  ['median', median],
] as const;

function startUp(what: string, { ours, bareNode, peer }: Starting, expected: Expected = {}): readonly Comparison[] {
  return [...against('bare Node', what, ours, bareNode, expected), ...against('aws-lambda-deploy', what, ours, peer)];
}

function against(
  peer: string,
  what: string,
  ours: readonly number[],
  theirs: Runs<number>,
  expected: Expected = {},
): readonly Comparison[] {
  return WAYS.map(([name, of]) => {
    const figure = `${what}, ${name}`;
    return { figure, unit: 'ms', ours: of(ours), peer, theirs: 'why' in theirs ? theirs : of(theirs), ...expected };
  });
}

function windowOf(
  runs: Runs<Deployment>,
  read: (run: Deployment) => number | undefined = ({ windowMs }) => windowMs,
): Measured {
  if ('why' in runs) return runs;
  const found = runs.flatMap((run) => read(run) ?? []);
  return found.length > 0 ? median(found) : { why: 'fewer than two aliases moved' };
}

function middle(runs: Runs<Deployment>, read: (run: Deployment) => number): Measured {
  return 'why' in runs ? runs : median(runs.map(read));
}
