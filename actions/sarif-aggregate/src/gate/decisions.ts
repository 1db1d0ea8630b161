import { guidOf } from '../identity/identity.ts';
import type { Fate, Rows, State } from '../store/rows.ts';
import { wordsOf } from './exclusion.ts';
import type { Judgement } from './judgement.ts';

/** What is decided of results one by one, as the aggregate is written of it. */
export interface Decisions {
  findingOf(row: number): number;
  identity(finding: number): string;
  /** For `correlationGuid`. */
  guid(finding: number): string;
  /** Of a row of today: one that an aggregate tells to be absent stays it, though another scan reports its finding. */
  state(row: number): State;
  fate(row: number): Fate;
  /** Why it is not open; empty where it is, and where only an aggregate knows. */
  reason(row: number): string;
  /** Rows of the baseline that are carried on as absent, each with its finding. */
  carried(): Iterable<readonly [finding: number, row: number]>;
}

/** The decisions that a judgement is made of; `rows` are those of today. */
export function decisionsOf({ findings, findingOf, fate, reason }: Judgement, rows: Rows): Decisions {
  return {
    findingOf,
    identity: findings.identity,
    guid: (finding) => guidOf(findings.identity(finding)),
    state: (row) => (rows.toldState(row) === 'absent' ? 'absent' : findings.state(findingOf(row))),
    fate,
    reason(row) {
      const why = reason(row);
      if (why === undefined) return '';
      if (why.fate === 'suppressed') return why.reason;
      if (why.fate === 'excluded') return wordsOf(why.exclusion);
      const { owner, expiry, reason: given } = why.entry;
      return `${given} (${owner}, until ${expiry})`;
    },
    *carried() {
      for (let finding = 0; finding < findings.length; finding += 1) {
        if (findings.state(finding) === 'fixed') continue;
        for (const row of findings.past(finding)) yield [finding, row];
      }
    },
  };
}
