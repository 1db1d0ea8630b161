import type { Fate, Rows, State } from '../store/rows.ts';
import { wordsOf } from './exclusion.ts';
import type { Judgement, Reason } from './judgement.ts';
import type { Cause } from './settings.ts';

/** What is decided of results one by one, as the aggregate is written of it. */
export interface Decisions {
  findingOf(row: number): number;
  /** The place of a finding in an order that depends on identities alone. */
  rank(finding: number): number;
  /** Of all findings, as `createIdentities` writes them. */
  readonly identities: Uint32Array;
  /** Of a row of today: one that an aggregate tells to be absent stays it, though another scan reports its finding. */
  state(row: number): State;
  fate(row: number): Fate;
  /** Why it is not open; empty where it is, and where only an aggregate knows. */
  reason(row: number): string;
  /** Why its finding blocks; absent where it does not, or where the result is not open. */
  cause(row: number): Cause | undefined;
  /** Rows of the baseline that are carried on as absent, each with its finding. */
  carried(): Iterable<readonly [finding: number, row: number]>;
}

/** The decisions that a judgement is made of; `rows` are those of today. */
export function decisionsOf({ findings, findingOf, fate, reason, compared }: Judgement, rows: Rows): Decisions {
  return {
    findingOf,
    rank: findings.rank,
    identities: findings.identities,
    state: (row) => (rows.toldState(row) === 'absent' ? 'absent' : findings.state(findingOf(row))),
    fate,
    reason: (row) => reasonInWords(reason(row)),
    cause: (row) => (fate(row) === 'open' ? findings.cause(findingOf(row)) : undefined),
    *carried() {
      for (let finding = 0; compared && finding < findings.length; finding += 1) {
        if (findings.state(finding) === 'fixed') continue;
        for (const row of findings.past(finding)) yield [finding, row];
      }
    },
  };
}

/** Why a result is not open, in words; empty where it is, and where only an aggregate knows. */
export function reasonInWords(reason: Reason | undefined): string {
  if (!reason) return '';
  switch (reason.fate) {
    case 'suppressed':
      return reason.reason;
    case 'accepted':
      return `${reason.entry.reason} (${reason.entry.owner}, until ${reason.entry.expiry})`;
    case 'excluded':
      return wordsOf(reason.exclusion);
  }
}
