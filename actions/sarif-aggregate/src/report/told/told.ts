import { KINDS, SEVERITIES, type SeverityWord } from '@actions-aws/findings';
import type { Aggregated, Time } from '../../aggregate.ts';
import type { Acceptance as Entry } from '../../gate/acceptance.ts';
import type { Judgement } from '../../gate/judgement.ts';
import type { Settings } from '../../gate/settings.ts';
import type { Rows } from '../../store/rows.ts';
import type { Spill } from '../../store/spill.ts';
import { textsIn } from '../../store/texts.ts';
import { inWindows } from '../../store/window.ts';
import type { Acceptance, Counts, Finding, Findings, ScanReport } from '../document.ts';
import { findingOf, type Results, rowsOf, type TextsOf } from './finding.ts';
import { worstFirst } from './order.ts';

/** What a run found out, as reports tell it. */
export function foundIn({ judgement, store, today, before }: Aggregated, settings: Settings): Findings {
  const { verdict, blocking, compared } = judgement;
  const { failOn, failOnNew, unknownAs, kinds } = settings;
  return {
    verdict,
    block: blocking > 0,
    settings: { failOn, failOnNew, ...(unknownAs !== undefined && { unknownAs }), kinds },
    baseline: compared,
    scans: scansOf(today, judgement),
    counts: countsOf(judgement, today.table.length),
    acceptance: acceptanceOf(judgement),
    findings: () => findingsIn(judgement, store.texts, resultsOf(today), before && resultsOf(before)),
  };
}

function resultsOf({ table, scans }: Time): Results {
  return { table, scan: (number) => scans[number]?.name ?? '' };
}

/** Their texts are on disk, and are fetched in the order in which the findings are told. */
function* findingsIn(
  judgement: Judgement,
  spill: Spill,
  today: Results,
  before: Results | undefined,
): Generator<Finding> {
  const order = worstFirst(judgement, today.table, before?.table);
  const closed = new Set(Object.values(judgement.newly).flatMap((findings) => [...findings]));
  const spots = inWindows(spill, spilledOf(order, judgement, today, before));
  const next: TextsOf = () => {
    const { value } = spots.next();
    if (!value) throw new Error('A result has no texts.');
    return textsIn(value.bytes, value.start, value.end);
  };
  for (const finding of order) {
    const its = rowsOf(finding, judgement, before);
    const from = its.isToday || !before ? today : before;
    yield findingOf(finding, judgement, closed.has(finding), its, from, next);
  }
}

/** What is spilled of the rows of all findings, in their order. */
function spilledOf(order: Uint32Array, judgement: Judgement, today: Results, before: Results | undefined): Uint32Array {
  const spilled = new Uint32Array(today.table.length + (before?.table.length ?? 0));
  let length = 0;
  for (const finding of order) {
    const { rows, isToday } = rowsOf(finding, judgement, before);
    const { table } = isToday || !before ? today : before;
    for (const row of rows) {
      spilled[length] = table.spilled(row);
      length += 1;
    }
  }
  return spilled.subarray(0, length);
}

function scansOf({ scans, table }: Time, judgement: Judgement): readonly ScanReport[] {
  const counts = countedByScan(judgement, table, scans.length);
  return scans
    .map(({ name, tool, version, failures, complete, left }, number) => ({
      name,
      tool,
      ...(version !== undefined && { version }),
      results: counts.results[number] ?? 0,
      findings: counts.findings[number] ?? 0,
      complete,
      failures,
      ...(left && { left }),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function countedByScan({ findings }: Judgement, rows: Rows, scans: number) {
  const counts = { results: new Uint32Array(scans), findings: new Uint32Array(scans) };
  /** By scan, the last finding that was counted for it, from 1. */
  const last = new Uint32Array(scans);
  for (let finding = 0; finding < findings.length; finding += 1) {
    for (const row of findings.rows(finding)) {
      if (rows.toldState(row) === 'absent') continue;
      const scan = rows.scan(row);
      counts.results[scan] = (counts.results[scan] ?? 0) + 1;
      if (last[scan] === finding + 1) continue;
      last[scan] = finding + 1;
      counts.findings[scan] = (counts.findings[scan] ?? 0) + 1;
    }
  }
  return counts;
}

function countsOf({ count, blocking }: Judgement, results: number): Counts {
  const bySeverity = (which: Parameters<typeof count>[0]) =>
    Object.fromEntries(
      SEVERITIES.map((severity) => [severity, present((state) => count({ ...which, severity, state, fate: 'open' }))]),
    ) as Record<SeverityWord, number>;
  return {
    results,
    open: present((state) => count({ state, fate: 'open' })),
    suppressed: present((state) => count({ state, fate: 'suppressed' })),
    accepted: present((state) => count({ state, fate: 'accepted' })),
    excluded: present((state) => count({ state, fate: 'excluded' })),
    blocking,
    new: count({ state: 'new', fate: 'open' }),
    fixed: count({ state: 'fixed' }),
    absent: count({ state: 'absent' }),
    severities: bySeverity({}),
    kinds: Object.fromEntries(KINDS.map((kind) => [kind, bySeverity({ kind })])) as Counts['kinds'],
  };
}

/** Over the states of what is reported today. */
function present(count: (state: 'new' | 'unchanged' | 'updated') => number): number {
  return count('new') + count('unchanged') + count('updated');
}

function acceptanceOf({ expired, unused }: Judgement): Acceptance {
  return { expired: expired.map(({ entry }) => entryInWords(entry)), unused: unused.map(entryInWords) };
}

function entryInWords({ at, what, owner, expiry, reason }: Entry): string {
  return `\`accept${at}\`: ${acceptedInWords(what)}, of ${owner}, until ${expiry}: ${reason}`;
}

function acceptedInWords(what: Entry['what']): string {
  if (what.by === 'identity') return `finding ${what.identity}`;
  return what.by === 'place' ? `${what.rule} in ${what.path}` : `${what.advisory} in ${what.package.name}`;
}
