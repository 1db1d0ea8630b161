import type { Listed } from '../../baseline/listed.ts';
import { FATES, type Fate, type Rows } from '../../store/rows.ts';
import type { Named, Reason } from '../judgement.ts';
import type { Settings } from '../settings.ts';
import { acceptingOf } from './accepting.ts';
import { excludingOf } from './excluding.ts';

/** What became of each row of today, and what the entries of `accept` came to. */
export interface Fates {
  of(row: number): Fate;
  reason(row: number): Reason | undefined;
  /** By the order of the entries: how many findings each names, be they accepted or not. */
  readonly named: readonly Named[];
}

/** The first that holds: the tool suppresses it, an entry that is not expired accepts it, an exclusion matches it. */
export function fatesOf(
  listed: Listed,
  rows: Rows,
  before: Rows | undefined,
  { accept, exclude, today }: Pick<Settings, 'accept' | 'exclude' | 'today'>,
): Fates {
  const fates = new Uint8Array(rows.length);
  /** The entry or exclusion that decided; read only where the fate is one of these. */
  const by = new Uint32Array(rows.length);
  const decide = (row: number, fate: Fate, index: number): void => {
    fates[row] = FATES.indexOf(fate);
    by[row] = index;
  };
  const counts = accept.map(() => 0);
  const last = accept.map(() => -1);
  const count = (entry: number, finding: number): void => {
    if (last[entry] === finding) return;
    last[entry] = finding;
    counts[entry] = (counts[entry] ?? 0) + 1;
  };
  const byIdentity = accept.some(({ what }) => what.by === 'identity');
  const accepting = acceptingOf(accept, rows, listed.keys);
  const acceptingBefore = before && acceptingOf(accept, before, listed.keys);
  const excluding = excludingOf(exclude, rows);
  for (let finding = 0; finding < listed.length; finding += 1) {
    const key = listed.key(finding);
    // Texts, which are made only where an entry is compared with them.
    const identities = byIdentity ? listed.identities(finding) : NONE;
    const own = listed.count(finding);
    for (let nth = 0; nth < own; nth += 1) {
      const row = listed.row(finding, nth);
      const entries = accepting.entriesFor(row, key, identities);
      for (const entry of entries) count(entry, finding);
      const told = rows.toldState(row) === 'absent' ? rows.toldFate(row) : undefined;
      const entry = entries.find((index) => isValid(accept[index]?.expiry ?? '', today));
      const exclusion = excluding(row);
      if (told !== undefined) decide(row, told, ONLY_TOLD);
      else if (rows.suppressed(row)) decide(row, 'suppressed', 0);
      else if (entry !== undefined) decide(row, 'accepted', entry);
      else if (exclusion >= 0) decide(row, 'excluded', exclusion);
    }
    // An entry for what is only absent is not unused: its tool will be back.
    if (own > 0 || listed.state(finding) === 'fixed') continue;
    for (const row of listed.past(finding)) {
      for (const entry of acceptingBefore?.entriesFor(row, key, identities) ?? []) count(entry, finding);
    }
  }
  const fateOf = (row: number): Fate => FATES[fates[row] ?? 0] ?? 'open';
  return {
    of: fateOf,
    reason(row) {
      const fate = fateOf(row);
      const index = by[row] ?? 0;
      if (index === ONLY_TOLD) return undefined;
      const [entry, exclusion] = [accept[index], exclude[index]];
      if (fate === 'suppressed') return { fate, reason: rows.words.text(rows.reason(row)) };
      if (fate === 'accepted' && entry) return { fate, entry };
      return fate === 'excluded' && exclusion ? { fate, exclusion } : undefined;
    },
    named: accept.map((entry, index) => ({ entry, findings: counts[index] ?? 0 })),
  };
}

const NONE: readonly string[] = [];

/** In place of the number of an entry: an aggregate tells the fate. */
const ONLY_TOLD = 0xffffffff;

/** The last day counts. Days as `2026-11-29` compare as texts. */
export function isValid(expiry: string, today: string): boolean {
  return expiry >= today;
}
