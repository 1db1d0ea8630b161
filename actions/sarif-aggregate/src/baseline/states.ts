import { rowsOf, type Units } from '../identity/units.ts';
import type { Rows, State } from '../store/rows.ts';
import type { Since } from './baseline.ts';
import type { Pairs } from './pairs.ts';

/** The state of one of today's units, `known` where there is a baseline to compare with. */
export function stateNow(
  rows: Rows,
  units: Pick<Units, 'rows' | 'begin'>,
  unit: number,
  pairs: Pairs | undefined,
): State {
  let told: State | undefined;
  let isReported = false;
  const end = units.begin[unit + 1] ?? 0;
  for (let at = units.begin[unit] ?? 0; at < end; at += 1) {
    const state = rows.toldState(units.rows[at] ?? 0);
    if (state === 'absent' || state === 'fixed') continue;
    isReported = true;
    if (state !== undefined && (told === undefined || rank(state) < rank(told))) told = state;
  }
  if (!isReported) return 'absent';
  if (!pairs) return told ?? 'new';
  if (pairs.past[unit] === -1) return 'new';
  return pairs.updated[unit] === 1 ? 'updated' : 'unchanged';
}

/** Of two aggregates that tell different states, the one that blocks sooner holds. */
function rank(state: State): number {
  return ['new', 'updated', 'unchanged'].indexOf(state);
}

/** The state of a unit of the baseline that today does not have: only scans that ran whole, all of them, can say that it is gone. */
export function stateGone(rows: Rows, units: Units, unit: number, since: readonly Since[]): 'fixed' | 'absent' {
  return rowsOf(units, unit).every((row) => since[rows.scan(row)] === 'whole') ? 'fixed' : 'absent';
}

/**
 * The rows of the baseline that are carried on, so that a tool's return is nothing new. Of what is absent all, unless no scan but one
 * of another format is missing: that one is a new baseline. Of what is still there those of a scan that did not run whole and
 * does not report it, since they tell what it is called.
 */
export function carriedRows(
  rows: Rows,
  units: Units,
  unit: number,
  since: readonly Since[],
  reportedBy: ((scan: number) => boolean) | undefined,
): readonly number[] {
  const own = rowsOf(units, unit);
  if (reportedBy) return [...own].filter((row) => since[rows.scan(row)] === 'partial' && !reportedBy(rows.scan(row)));
  const isMissed = own.some((row) => ['partial', 'unnamed'].includes(since[rows.scan(row)] ?? 'unnamed'));
  return isMissed ? [...own] : [];
}
