import type { Aggregated } from './aggregate.ts';
import { guidOf } from './identity/identity.ts';
import { reasonInWords } from './report/told.ts';
import type { Decided } from './write/decided.ts';

/** What the writer of the aggregate asks of a judgement. */
export function decidedBy({ judgement, today, before }: Aggregated): Decided {
  const { findings, findingOf, fate } = judgement;
  return {
    findingOf,
    identity: findings.identity,
    guid: (finding) => guidOf(findings.identity(finding)),
    state: (row) => (today.table.toldState(row) === 'absent' ? 'absent' : findings.state(findingOf(row))),
    fate,
    reason: (row) => reasonInWords(judgement.reason(row)) ?? today.table.words.text(today.table.toldReason(row)),
    *carried() {
      if (!before) return;
      for (let finding = 0; finding < findings.length; finding += 1) {
        if (findings.state(finding) === 'fixed') continue;
        for (const row of findings.past(finding)) yield [finding, row];
      }
    },
  };
}
