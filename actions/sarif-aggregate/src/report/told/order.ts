import { KINDS, SEVERITIES } from '@actions-aws/findings';
import type { Judgement } from '../../gate/judgement.ts';
import { rankOf } from '../../gate/severity.ts';
import type { Memory } from '../../store/memory.ts';
import type { Rows } from '../../store/rows.ts';
import { ranksOf, sortBy } from '../../store/sort.ts';

/** The findings by number: what blocks, then what is reported today, the worst first; then by place. */
export function worstFirst(
  { findings }: Judgement,
  today: Rows,
  before: Rows | undefined,
  memory?: Memory,
): Uint32Array {
  const { length } = findings;
  const rank = new Uint32Array(length);
  const path = new Uint32Array(length);
  const line = new Uint32Array(length);
  // Those of the baseline are among them.
  const places = ranksOf(today.words.length, (word) => today.words.text(word));
  for (let finding = 0; finding < length; finding += 1) {
    const state = findings.state(finding);
    const gone = state === 'absent' ? 1 : state === 'fixed' ? 2 : 0;
    const isOpen = findings.fate(finding) === 'open';
    const severity = SEVERITIES.length - rankOf(findings.severity(finding));
    const kind = KINDS.indexOf(findings.kind(finding));
    const blocks = findings.cause(finding) !== undefined;
    rank[finding] = (((blocks ? 0 : 1) * 3 + gone) * 2 + (isOpen ? 0 : 1)) * 100 + severity * 10 + kind;
    if (findings.count(finding) > 0) {
      const row = findings.row(finding, 0);
      path[finding] = places[today.path(row) || today.target(row)] ?? 0;
      line[finding] = today.line(row);
    } else if (before) {
      const [past = 0] = findings.past(finding);
      path[finding] = places[before.path(past) || before.target(past)] ?? 0;
      line[finding] = before.line(past);
    }
  }
  const keys = [rank, path, line].map((column) => (finding: number) => column[finding] ?? 0);
  return sortBy(findings.byIdentity, keys, memory);
}
