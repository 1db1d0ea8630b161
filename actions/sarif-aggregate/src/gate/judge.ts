import { KINDS, SEVERITIES } from '@actions-aws/findings';
import { type Listed, listed, type Reports } from '../baseline/listed.ts';
import { setsAbout } from '../identity/aliases.ts';
import { gathered } from '../identity/units.ts';
import { FATES, type Fate, type Rows, STATES } from '../store/rows.ts';
import { causeOf, fateOfBoth, verdictOf } from './decision.ts';
import { type Fates, fatesOf, isValid } from './fates/fates.ts';
import type { Counted, Findings, Judgement } from './judgement.ts';
import { CAUSE_BY_NUMBER, CAUSES, type Settings } from './settings.ts';
import { countedAs, rankOf, wordOf } from './severity.ts';

/** All that a judgement is made of. */
export interface Case extends Reports {
  readonly settings: Settings;
  /** Whether a scan is missing, unreadable or partial without leave. */
  readonly incomplete: boolean;
}

/** Findings, their states, fates and what blocks, from rows. A function of its arguments: no clock, no chance, nothing read. */
export function judge(given: Case): Judgement {
  const { rows, baseline, settings } = given;
  const list = listed(given);
  const fates = fatesOf(list, rows, baseline?.rows, settings);
  const { findings, cells } = findingsOf(list, fates, given);
  const blocking = list.byIdentity.filter((finding) => findings.cause(finding) !== undefined);
  const newly = newlyOf(list, findings, baseline?.rows);
  return {
    ...verdictOf(given.incomplete, blocking.length, settings.enforce),
    findings,
    findingOf: list.findingOf,
    fate: fates.of,
    reason: fates.reason,
    count: (which) => countIn(cells, which),
    deciding: decidingOf(findings, blocking),
    blocking: blocking.length,
    compared: baseline !== undefined,
    newly,
    expired: fates.named.filter(({ entry }) => !isValid(entry.expiry, settings.today)),
    unused: fates.named
      .filter(({ entry, findings: named }) => named === 0 && isValid(entry.expiry, settings.today))
      .map(({ entry }) => entry),
    reformatted: list.reformatted,
    aliases: aliasesFor(list, given),
  };
}

/** Findings, and how many there are of each combination of words. */
function findingsOf(
  list: Listed,
  fates: Fates,
  given: Case,
): { readonly findings: Findings; readonly cells: Uint32Array } {
  const { rows, baseline, settings } = given;
  const { length } = list;
  const kinds = new Uint8Array(length);
  const ranks = new Uint8Array(length);
  const allFates = new Uint8Array(length);
  const causes = new Uint8Array(length);
  const cells = new Uint32Array(KINDS.length * SEVERITIES.length * STATES.length * FATES.length);
  for (let finding = 0; finding < length; finding += 1) {
    const state = list.state(finding);
    const count = list.count(finding);
    const isToday = count > 0;
    const past = isToday ? undefined : list.before(finding);
    const of = past && baseline ? baseline.rows : rows;
    let worst = 0;
    let fate: Fate | undefined;
    for (let nth = 0; nth < (past?.length ?? count); nth += 1) {
      const row = past ? (past[nth] ?? 0) : list.row(finding, nth);
      // What one scan no longer reports says nothing of what another does.
      if (isToday && state !== 'absent' && rows.toldState(row) === 'absent') continue;
      worst = Math.max(worst, rankOf(countedAs(of.severity(row), settings.unknownAs)));
      const its = isToday ? fates.of(row) : (of.toldFate(row) ?? 'open');
      fate = fate === undefined ? its : fateOfBoth(fate, its);
    }
    const kind = of.kind(past ? (past[0] ?? 0) : list.row(finding, 0));
    const cause = causeOf({ kind, severity: wordOf(worst), state, open: fate === 'open' }, settings);
    kinds[finding] = KINDS.indexOf(kind);
    ranks[finding] = worst;
    allFates[finding] = FATES.indexOf(fate ?? 'open');
    causes[finding] = CAUSE_BY_NUMBER.indexOf(cause);
    const cell = cellOf(KINDS.indexOf(kind), worst, STATES.indexOf(state), allFates[finding] ?? 0);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  const findings: Findings = {
    length,
    identity: list.identity,
    guid: list.guid,
    kind: (finding) => KINDS[kinds[finding] ?? 0] ?? 'code',
    state: list.state,
    severity: (finding) => wordOf(ranks[finding] ?? 0),
    fate: (finding) => FATES[allFates[finding] ?? 0] ?? 'open',
    cause: (finding) => CAUSE_BY_NUMBER[causes[finding] ?? 0],
    rows: list.rows,
    count: list.count,
    rank: list.rank,
    byIdentity: list.byIdentity,
    row: list.row,
    identities: list.numbers,
    writeIdentities: list.writeIdentities,
    past: list.past,
  };
  return { findings, cells };
}

/** Where the count of four words is: kind, rank of the severity, state and fate. */
function cellOf(kind: number, rank: number, state: number, fate: number): number {
  return ((kind * SEVERITIES.length + rank) * STATES.length + state) * FATES.length + fate;
}

function countIn(cells: Uint32Array, which: Counted): number {
  let sum = 0;
  for (const [kind, kindWord] of KINDS.entries()) {
    if (which.kind !== undefined && which.kind !== kindWord) continue;
    for (const severity of SEVERITIES) {
      if (which.severity !== undefined && which.severity !== severity) continue;
      for (const [state, stateWord] of STATES.entries()) {
        if (which.state !== undefined && which.state !== stateWord) continue;
        for (const [fate, fateWord] of FATES.entries()) {
          if (which.fate !== undefined && which.fate !== fateWord) continue;
          sum += cells[cellOf(kind, rankOf(severity), state, fate)] ?? 0;
        }
      }
    }
  }
  return sum;
}

function decidingOf(findings: Findings, blocking: Uint32Array): Judgement['deciding'] {
  const worst = SEVERITIES.length - 1;
  const at = (place: number): number => blocking[place] ?? 0;
  const { members, begin } = gathered(blocking.length, CAUSES.length * SEVERITIES.length, (place) => {
    const cause = findings.cause(at(place)) ?? 'secret';
    return CAUSES.indexOf(cause) * SEVERITIES.length + worst - rankOf(findings.severity(at(place)));
  });
  return CAUSES.map((cause, nth) => ({
    cause,
    findings: members
      .subarray(begin[nth * SEVERITIES.length], begin[(nth + 1) * SEVERITIES.length])
      .map((place) => at(place)),
  })).filter((one) => one.findings.length > 0);
}

function newlyOf(list: Listed, findings: Findings, before: Rows | undefined): Judgement['newly'] {
  const newly = { suppressed: [] as number[], accepted: [] as number[], excluded: [] as number[] };
  if (!before) return NOTHING_NEWLY;
  for (const finding of list.byIdentity) {
    const fate = findings.fate(finding);
    const state = list.state(finding);
    if (fate === 'open' || state === 'absent' || state === 'fixed') continue;
    const wasOpen = list.before(finding).some((row) => (before.toldFate(row) ?? 'open') === 'open');
    if (state === 'new' || wasOpen) newly[fate].push(finding);
  }
  return {
    suppressed: Uint32Array.from(newly.suppressed),
    accepted: Uint32Array.from(newly.accepted),
    excluded: Uint32Array.from(newly.excluded),
  };
}

const NOTHING_NEWLY = { suppressed: new Uint32Array(0), accepted: new Uint32Array(0), excluded: new Uint32Array(0) };

/** What is named together of advisories that a finding is about; what is only of fixed ones is forgotten with them. */
function aliasesFor(list: Listed, { rows, baseline }: Case): Judgement['aliases'] {
  const words = new Set<number>();
  for (let row = 0; row < rows.length; row += 1) words.add(rows.advisories(row));
  for (let finding = 0; baseline && finding < list.length; finding += 1) {
    if (list.state(finding) === 'fixed') continue;
    for (const row of list.past(finding)) words.add(baseline.rows.advisories(row));
  }
  return setsAbout(
    list.keys.named,
    [...words].flatMap((ids) => rows.words.text(ids).split(' ')),
  );
}
