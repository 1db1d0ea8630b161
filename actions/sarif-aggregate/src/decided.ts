import type { Aggregated } from './aggregate.ts';
import { type Decisions, decisionsOf } from './gate/decisions.ts';

/** What the writer of the aggregate asks of a judgement: of what only an aggregate decided, that one's reason stays. */
export function decidedBy({ judgement, today: { table } }: Aggregated): Decisions {
  const decisions = decisionsOf(judgement, table);
  return { ...decisions, reason: (row) => decisions.reason(row) || table.words.text(table.toldReason(row)) };
}
