import type { Log } from '@actions-aws/action';
import type { CheckResult } from '@actions-aws/checks';
import type { Address } from '../addresses.ts';
import type { Explained } from '../explain.ts';
import type { Watched, Watcher, WatchMeans } from '../gates/watcher.ts';
import type { Desired, Observed, Step } from '../plan/state.ts';
import type { DeployContext } from '../ports.ts';

/** What the steps of one deployment act with. */
export interface Stage {
  readonly desired: Desired;
  readonly context: DeployContext;
  /** Where the checks are put to. */
  readonly addresses: Addressed;
  /** What watches while users meet the candidate. */
  readonly watcher: Watcher;
  /** ECS has to watch the service's own alarms, too. */
  readonly byEcs: boolean;
  /** Aborts when the workflow is cancelled, and not when the time is up. */
  readonly cancelled: AbortSignal;
  /** Collects how each check went, for the report. */
  readonly checked: CheckResult[];
  /** Collects how the candidate stood each share. */
  readonly watched: Watched[];
  /** Collects why tasks failed. */
  readonly explained: Explained[];
}

/** What the alarms are watched with. */
export function watchMeans({ desired, context }: Pick<Stage, 'desired' | 'context'>): WatchMeans {
  const { ports, clock, log, signal, budget } = context;
  return { alarms: ports.alarms, clock, log, signal, deadline: budget.deadline, timeoutMs: desired.timeoutMs };
}

/** Finds where checks are put to. */
export interface Addressed {
  test(observed: Pick<Observed, 'testRule'>): Address;
  users(observed: Pick<Observed, 'productionRule'>): Address;
}

/** Does one kind of step: writes at most once, and returns what is observed after it. */
type Apply<Do extends Step['do']> = (
  step: Extract<Step, { do: Do }>,
  observed: Observed,
  stage: Stage,
) => Promise<Observed>;

/** What does the steps. */
export type Steps = { readonly [Do in Step['do']]: Apply<Do> };

/** How often a deployment is looked at, in milliseconds. */
export const LOOK_MS = 3_000;

/** Tells the log of what has changed since the last look, and of nothing twice. */
export function teller(log: Log): (line: string) => void {
  let last = '';
  return (line) => {
    if (line !== last) log.info(line);
    last = line;
  };
}
