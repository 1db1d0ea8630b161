import { suppressionFor } from '@actions-aws/findings';
import { CAUSES, type Cause } from '../gate/settings.ts';
import { type Fate, STATES, type State } from '../store/rows.ts';

/** What was decided of a result, as it is written; many results share one. */
export interface Decision {
  readonly state: State;
  /** The members of our mark that say it. */
  readonly mark: string;
  /** What it adds to the suppressions; empty: nothing. */
  readonly suppression: string;
}

/** Decisions by number, each once. */
export interface KnownDecisions {
  readonly list: readonly Decision[];
  /** The number of a decision of an open result. */
  open(state: State, cause: Cause | undefined): number;
  /** The number of a decision of one that is not open. */
  closed(state: State, fate: Exclude<Fate, 'open'>, reason: string): number;
}

/** Starts with all decisions of open results, which most are. */
export function newDecisions(): KnownDecisions {
  const list: Decision[] = STATES.flatMap((state) =>
    [undefined, ...CAUSES].map((cause) => ({
      state,
      mark: `${markOf(state, 'open')}${cause === undefined ? '' : `,"blocks":"${cause}"`}`,
      suppression: '',
    })),
  );
  const known = new Map<string, number>();
  return {
    list,
    open: (state, cause) =>
      STATES.indexOf(state) * (1 + CAUSES.length) + (cause === undefined ? 0 : 1 + CAUSES.indexOf(cause)),
    closed(state, fate, reason) {
      const mark = `${markOf(state, fate)},"reason":${JSON.stringify(reason)}`;
      const before = known.get(mark);
      if (before !== undefined) return before;
      const suppression = fate === 'suppressed' ? '' : JSON.stringify(suppressionFor(fate, reason));
      const number = list.push({ state, mark, suppression }) - 1;
      known.set(mark, number);
      return number;
    },
  };
}

function markOf(state: State, fate: Fate): string {
  return `"state":"${state}","fate":"${fate}"`;
}
