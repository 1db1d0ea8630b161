import type { Kind, SeverityWord } from '@actions-aws/findings';
import type { Fate, State } from '../store/rows.ts';
import type { Cause, Settings } from './settings.ts';
import { meets } from './severity.ts';

/** Of a finding all that decides whether it blocks. */
export interface Facts {
  readonly kind: Kind;
  /** The maximum of its results, with `unknown-as` taken. */
  readonly severity: SeverityWord;
  readonly state: State;
  /** Whether a result of it that is reported today is open. */
  readonly open: boolean;
}

/** Why a finding blocks, or `undefined`. */
export function causeOf(
  { kind, severity, state, open }: Facts,
  { kinds, failOn, failOnNew }: Pick<Settings, 'kinds' | 'failOn' | 'failOnNew'>,
): Cause | undefined {
  // What no tool reports today cannot block: that a scan is missing is another verdict.
  if (!open || state === 'absent' || state === 'fixed') return undefined;
  if (!kinds.includes(kind) || severity === 'none') return undefined;
  if (kind === 'secret') return 'secret';
  if (meets(severity, failOn)) return 'fail-on';
  return state === 'new' && meets(severity, failOnNew) ? 'fail-on-new' : undefined;
}

export type Verdict = 'incomplete' | 'block' | 'pass';

/** The verdict, and whether the step succeeds. */
export function verdictOf(
  incomplete: boolean,
  blocking: number,
  enforce: boolean,
): { readonly verdict: Verdict; readonly green: boolean } {
  if (incomplete) return { verdict: 'incomplete', green: false };
  if (blocking === 0) return { verdict: 'pass', green: true };
  return { verdict: 'block', green: !enforce };
}

/** One fate for two results of a finding: open if one of them is. */
export function fateOfBoth(one: Fate, other: Fate): Fate {
  return one === other || FIRST.indexOf(one) < FIRST.indexOf(other) ? one : other;
}

/** Where an entry accepts one result, the finding says so, since the entry tells who answers for it. */
const FIRST: readonly Fate[] = ['open', 'accepted', 'suppressed', 'excluded'];
