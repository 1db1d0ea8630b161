import type { BytePath } from '@actions-aws/git';
import type { Change, Status } from '../changes.ts';
import type { Component, Filters } from './component.ts';
import { onByNeed } from './needs.ts';
import { type ChangedEnd, holds } from './pattern.ts';
import { type Decision, decide } from './pattern-list.ts';

/** A change that switched something on. */
export interface Cause {
  readonly path: BytePath;
  readonly status: Status;
  /** The line that it matched, as it was written; a few words where every line takes away. */
  readonly pattern: string;
}

/** Why a component is on or off. */
export type Why =
  | { readonly on: 'changed'; readonly cause: Cause; readonly count: number }
  | { readonly on: 'global'; readonly cause: Cause; readonly count: number }
  | { readonly on: 'needs'; readonly component: string }
  | { readonly on: 'unknown' }
  | { readonly on: false };

/** What became of one component. */
export interface Selected {
  readonly component: Component;
  readonly why: Why;
  /** Whether a file of it was seen that is there now. */
  readonly isSeen: boolean;
}

/** Which components are concerned, in the order of the filters. */
export interface Selection {
  readonly selected: readonly Selected[];
  /** Changes that were looked at. */
  readonly count: number;
  /** Of these, such as `ignore` left out altogether. */
  readonly ignored: number;
}

/** Takes changes one by one, and says in the end which components they concern. */
export interface Selector {
  take(change: Change): void;
  /** Forgets what it took. */
  restart(): void;
  select(): Selection;
  /** What holds where it is not known what changed: everything is concerned. */
  selectAll(): Selection;
}

interface Tally {
  cause: Cause | undefined;
  count: number;
  /** Number of the change that was counted last: a rename within a component is one change, with two ends. */
  last: number;
  isSeen: boolean;
}

/** A selector for these filters. Its time is that of the changes times the patterns; what it keeps does not grow with the changes. */
export function selectorOf({ components, global, ignore }: Filters): Selector {
  const tallies = components.map(emptyTally);
  const everywhere = emptyTally();
  let count = 0;
  let ignored = 0;
  const take = (change: Change) => {
    count += 1;
    let isIgnored = true;
    for (const end of endsOf(change)) {
      if (ignore.length > 0 && decide(ignore, end, 'leave-out')) continue;
      isIgnored = false;
      if (global.length > 0) note(everywhere, count, change, end, decide(global, end));
      for (let index = 0; index < components.length; index += 1) {
        note(tallies[index] as Tally, count, change, end, decisionOf(components[index] as Component, end));
      }
    }
    if (isIgnored) ignored += 1;
  };
  return {
    take,
    restart() {
      for (const tally of [...tallies, everywhere]) Object.assign(tally, emptyTally());
      count = 0;
      ignored = 0;
    },
    select() {
      const { cause } = everywhere;
      const own = new Set(components.filter((_, index) => tallies[index]?.cause).map(({ name }) => name));
      const needing = onByNeed(components, own);
      const whyOf = ({ name }: Component, tally: Tally): Why => {
        if (tally.cause) return { on: 'changed', cause: tally.cause, count: tally.count };
        if (cause) return { on: 'global', cause, count: everywhere.count };
        const needed = needing.get(name);
        return needed === undefined ? { on: false } : { on: 'needs', component: needed };
      };
      return { selected: all((component, tally) => whyOf(component, tally)), count, ignored };
    },
    selectAll: () => ({ selected: all(() => ({ on: 'unknown' })), count, ignored }),
  };

  function all(why: (component: Component, tally: Tally) => Why): readonly Selected[] {
    return components.map((component, index) => {
      const tally = tallies[index] as Tally;
      return { component, why: why(component, tally), isSeen: tally.isSeen };
    });
  }
}

/** Whether a path belongs to a component, of whichever status. */
export function isOf({ paths, allOf }: Component, end: ChangedEnd): boolean {
  const anyStatus = { ...end, statuses: EVERY_STATUS };
  return chosenBy({ paths, allOf }, anyStatus) !== undefined;
}

/** The ends of a change that can match patterns. */
export function endsOf({ status, path, from, submodule }: Change): readonly ChangedEnd[] {
  const isSubmodule = submodule === true;
  if (from === undefined) return [{ path, statuses: ALONE[status], isSubmodule, isThere: status !== 'deleted' }];
  return [
    { path, statuses: ARRIVED, isSubmodule, isThere: true },
    { path: from, statuses: LEFT, isSubmodule, isThere: false },
  ];
}

const ALONE: Readonly<Record<Status, readonly Status[]>> = {
  added: ['added'],
  modified: ['modified'],
  deleted: ['deleted'],
  renamed: ['renamed'],
  'type-changed': ['type-changed'],
};
const ARRIVED: readonly Status[] = ['renamed', 'added'];
const LEFT: readonly Status[] = ['renamed', 'deleted'];
const EVERY_STATUS: readonly Status[] = Object.keys(ALONE) as Status[];

function emptyTally(): Tally {
  return { cause: undefined, count: 0, last: 0, isSeen: false };
}

function note(tally: Tally, number: number, { status }: Change, end: ChangedEnd, decision: Decision): void {
  if (!decision) return;
  const { path, isThere } = end;
  if (tally.last !== number) tally.count += 1;
  tally.last = number;
  if (isThere) tally.isSeen = true;
  tally.cause ??= { path, status, pattern: typeof decision === 'string' ? decision : decision.text };
}

function decisionOf(component: Component, end: ChangedEnd): Decision {
  const { statuses } = component;
  if (statuses && !statuses.some((status) => end.statuses.includes(status))) return undefined;
  return chosenBy(component, end);
}

function chosenBy({ paths, allOf }: Pick<Component, 'paths' | 'allOf'>, end: ChangedEnd): Decision {
  const decision = paths.length > 0 ? decide(paths, end) : allOf[0];
  if (!decision) return undefined;
  for (const pattern of allOf) if (holds(pattern, end, !pattern.isNegated) === pattern.isNegated) return undefined;
  return decision;
}
