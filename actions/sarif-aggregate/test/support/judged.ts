import { type Acceptance, acceptancesIn } from '../../src/gate/acceptance.ts';
import { type Case, judge } from '../../src/gate/judge.ts';
import type { Judgement } from '../../src/gate/judgement.ts';
import type { Settings } from '../../src/gate/settings.ts';
import type { Row } from '../../src/store/rows.ts';
import { scansToday } from './compared.ts';
import { plainRows } from './plain-rows.ts';
import { told } from './results.ts';

export const TODAY = '2026-11-29';

/** As action.yml has them. */
export const settings: Settings = {
  failOn: 'high',
  failOnNew: 'never',
  kinds: ['code', 'dependency', 'secret', 'configuration'],
  exclude: [],
  accept: [],
  today: TODAY,
  enforce: true,
};

interface Given extends Partial<Settings> {
  readonly rows: readonly Row[];
  readonly before?: readonly Row[];
  readonly incomplete?: boolean;
  readonly scans?: Case['scans'];
}

/** The judgement of rows; without `before` there is no baseline. */
export function judged({ rows: now, before, incomplete = false, scans = scansToday(), ...change }: Given): Judgement {
  const rows = plainRows();
  return judge({
    rows: rows(now),
    scans,
    settings: { ...settings, ...change },
    incomplete,
    ...(before && {
      baseline: { rows: rows(before.map((row) => (row.told ? row : told(row)))), scans: scansToday(), aliases: [] },
    }),
  });
}

/** Entries of `accept`, each with owner, reason and expiry unless it has its own. */
export function accepting(...entries: readonly Readonly<Record<string, string>>[]): readonly Acceptance[] {
  const whole = entries.map((entry) => ({ owner: 'web', reason: 'not reachable', expiry: '2027-01-31', ...entry }));
  const { acceptances, refusals } = acceptancesIn(whole);
  if (refusals.length > 0) throw new Error(JSON.stringify(refusals));
  return acceptances;
}
