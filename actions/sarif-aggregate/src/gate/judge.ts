import { KINDS, SEVERITIES } from '@actions-aws/findings';
import { type Listed, listed, type Reports } from '../baseline/listed.ts';
import { FATES, type Fate, type Rows, STATES } from '../store/rows.ts';
import { causeOf, fateOfAll, verdictOf } from './decision.ts';
import { type Fates, fatesOf, isValid } from './fates.ts';
import type { Counted, Findings, Judgement } from './judgement.ts';
import { CAUSES, type Cause, type Settings } from './settings.ts';
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
  const findings = findingsOf(list, fates, given);
  const blocking = numbersWhere(list.length, (finding) => findings.cause(finding) !== undefined);
  const newly = newlyOf(list, findings, baseline?.rows);
  return {
    ...verdictOf(given.incomplete, blocking.length, settings.enforce),
    findings,
    findingOf: list.findingOf,
    fate: fates.of,
    reason: fates.reason,
    count: countsOf(findings),
    deciding: decidingOf(findings, blocking),
    blocking: blocking.length,
    compared: baseline !== undefined,
    newly,
    expired: fates.named.filter(({ entry }) => !isValid(entry.expiry, settings.today)),
    unused: fates.named
      .filter(({ entry, findings: named }) => named === 0 && isValid(entry.expiry, settings.today))
      .map(({ entry }) => entry),
    reformatted: list.reformatted,
    aliases: list.keys.named,
  };
}

function findingsOf(list: Listed, fates: Fates, { rows, baseline, settings }: Case): Findings {
  const { length } = list;
  const kinds = new Uint8Array(length);
  const ranks = new Uint8Array(length);
  const fate = new Uint8Array(length);
  const causes = new Uint8Array(length);
  const rank = (of: Rows, row: number): number => rankOf(countedAs(of.severity(row), settings.unknownAs));
  for (let finding = 0; finding < length; finding += 1) {
    const state = list.state(finding);
    const own = list.rows(finding);
    const isToday = own.length > 0;
    const of = isToday || !baseline ? rows : baseline.rows;
    let worst = 0;
    let open = false;
    const seen = new Set<Fate>();
    for (const row of isToday ? own : list.before(finding)) {
      // What one scan no longer reports says nothing of what another does.
      if (isToday && state !== 'absent' && rows.toldState(row) === 'absent') continue;
      worst = Math.max(worst, rank(of, row));
      const its = isToday ? fates.of(row) : (of.toldFate(row) ?? 'open');
      seen.add(its);
      open ||= its === 'open';
    }
    const kind = of.kind((isToday ? own : list.before(finding))[0] ?? 0);
    kinds[finding] = KINDS.indexOf(kind);
    ranks[finding] = worst;
    fate[finding] = FATES.indexOf(fateOfAll(seen));
    const cause = causeOf({ kind, severity: wordOf(worst), state, open }, settings);
    causes[finding] = cause === undefined ? 0 : CAUSES.indexOf(cause) + 1;
  }
  return {
    length,
    identity: list.identity,
    kind: (finding) => KINDS[kinds[finding] ?? 0] ?? 'code',
    state: list.state,
    severity: (finding) => wordOf(ranks[finding] ?? 0),
    fate: (finding) => FATES[fate[finding] ?? 0] ?? 'open',
    cause: (finding): Cause | undefined => CAUSES[(causes[finding] ?? 0) - 1],
    rows: list.rows,
    past: list.past,
  };
}

/** Counts by all four words at once, so that any question is a sum of a few numbers. */
function countsOf(findings: Findings): Judgement['count'] {
  const cells = new Uint32Array(KINDS.length * SEVERITIES.length * STATES.length * FATES.length);
  const cellOf = (kind: number, severity: number, state: number, fate: number): number =>
    ((kind * SEVERITIES.length + severity) * STATES.length + state) * FATES.length + fate;
  for (let finding = 0; finding < findings.length; finding += 1) {
    const cell = cellOf(
      KINDS.indexOf(findings.kind(finding)),
      SEVERITIES.indexOf(findings.severity(finding)),
      STATES.indexOf(findings.state(finding)),
      FATES.indexOf(findings.fate(finding)),
    );
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  return (which: Counted) => {
    let sum = 0;
    for (const [kind, kindWord] of KINDS.entries()) {
      if (which.kind !== undefined && which.kind !== kindWord) continue;
      for (const [severity, severityWord] of SEVERITIES.entries()) {
        if (which.severity !== undefined && which.severity !== severityWord) continue;
        for (const [state, stateWord] of STATES.entries()) {
          if (which.state !== undefined && which.state !== stateWord) continue;
          for (const [fate, fateWord] of FATES.entries()) {
            if (which.fate !== undefined && which.fate !== fateWord) continue;
            sum += cells[cellOf(kind, severity, state, fate)] ?? 0;
          }
        }
      }
    }
    return sum;
  };
}

function decidingOf(findings: Findings, blocking: Uint32Array): Judgement['deciding'] {
  return CAUSES.map((cause) => ({
    cause,
    findings: blocking
      .filter((finding) => findings.cause(finding) === cause)
      .sort((a, b) => rankOf(findings.severity(b)) - rankOf(findings.severity(a)) || a - b),
  })).filter((one) => one.findings.length > 0);
}

function newlyOf(list: Listed, findings: Findings, before: Rows | undefined): Judgement['newly'] {
  const of = (fate: Fate): Uint32Array =>
    numbersWhere(before ? list.length : 0, (finding) => {
      if (findings.fate(finding) !== fate || list.rows(finding).length === 0) return false;
      const state = list.state(finding);
      if (state === 'absent') return false;
      return state === 'new' || fateOfAll(fatesBefore(list.before(finding), before)) === 'open';
    });
  return { suppressed: of('suppressed'), accepted: of('accepted'), excluded: of('excluded') };
}

function* fatesBefore(list: Uint32Array, before: Rows | undefined): Iterable<Fate> {
  for (const row of list) yield before?.toldFate(row) ?? 'open';
}

function numbersWhere(length: number, holds: (number: number) => boolean): Uint32Array {
  const numbers: number[] = [];
  for (let number = 0; number < length; number += 1) if (holds(number)) numbers.push(number);
  return Uint32Array.from(numbers);
}
