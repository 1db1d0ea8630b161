import { KINDS, SEVERITIES, type SeverityWord } from '@actions-aws/findings';
import type { Aggregated } from '../../aggregate.ts';
import type { Acceptance as Entry } from '../../gate/acceptance.ts';
import type { Judgement } from '../../gate/judgement.ts';
import type { Settings } from '../../gate/settings.ts';
import type { Time } from '../../scans/time.ts';
import type { Rows } from '../../store/rows.ts';
import type { Store } from '../../store/store.ts';
import { type Texts, textsIn } from '../../store/texts.ts';
import { inWindows, type Spot, TEXTS } from '../../store/window.ts';
import type { Acceptance, Counts, Findings, ScanReport, Told } from '../document.ts';
import { findingOf, type Results, rowsOf, type TextsOf } from './finding.ts';
import { worstFirst } from './order.ts';
import { newPlain, type PlainFindings } from './plain.ts';

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
    findings: () => findingsIn(judgement, store, resultsOf(today), before && resultsOf(before)),
  };
}

function resultsOf({ table, scans }: Time): Results {
  return { table, scan: (number) => scans[number]?.name ?? '' };
}

/** Their texts are on disk, and are fetched in the order in which the findings are told. */
function* findingsIn(
  judgement: Judgement,
  { texts, memory }: Pick<Store, 'texts' | 'memory'>,
  today: Results,
  before: Results | undefined,
): Generator<Told> {
  const order = worstFirst(judgement, today.table, before?.table, memory);
  const closed = new Set(Object.values(judgement.newly).flatMap((findings) => [...findings]));
  const plain = newPlain(judgement, today.table, order, (finding, spot) => wholeOf(finding, () => textsOfSpot(spot)));
  const numbers = spilledOf(order, plain, judgement, today, before);
  const spots = inWindows(texts, numbers, { window: TEXTS, memory });
  const next = (): Spot => {
    const { value } = spots.next();
    if (!value) throw new Error('A result has no texts.');
    return value;
  };
  const textsOf: TextsOf = () => textsOfSpot(next());
  const wholeOf = (finding: number, texts: TextsOf) => {
    const its = rowsOf(finding, judgement, before);
    const from = its.isToday || !before ? today : before;
    return findingOf(finding, judgement, closed.has(finding), its, from, texts);
  };
  for (let nth = 0; nth < order.length; nth += 1) {
    if (plain.is(nth)) {
      yield plain.of(nth, next());
    } else {
      const whole = wholeOf(order[nth]!, textsOf);
      yield { plain: undefined, finding: () => whole };
    }
  }
}

function textsOfSpot({ bytes, start, end }: Spot): Texts {
  return textsIn(bytes, start, end);
}

/** What is spilled of the rows of all findings, in their order. */
function spilledOf(
  order: Uint32Array,
  plain: PlainFindings,
  judgement: Judgement,
  today: Results,
  before: Results | undefined,
): Uint32Array {
  const spilled = new Uint32Array(today.table.length + (before?.table.length ?? 0));
  let length = 0;
  for (const finding of order) {
    const its = plain.spilled(finding);
    if (its !== undefined) {
      spilled[length] = its;
      length += 1;
      continue;
    }
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
    for (let nth = 0; nth < findings.count(finding); nth += 1) {
      const row = findings.row(finding, nth);
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
