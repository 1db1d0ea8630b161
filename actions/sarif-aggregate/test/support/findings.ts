import { KINDS, SEVERITIES } from '@actions-aws/findings';
import type { Counts, Finding, Findings, ScanReport } from '../../src/report/document.ts';
import { whole } from './listing.ts';

/** A finding of a test: open, unchanged, of one tool. */
export function finding(given: Partial<Finding> & { readonly tool?: string } = {}): Finding {
  const { tool = 'Bandit', ...said } = given;
  const base: Finding = {
    identity: '0a1b2c3d4e5f6071',
    kind: 'code',
    severity: 'high',
    state: 'unchanged',
    fate: 'open',
    reason: '',
    newlyClosed: false,
    rule: 'B307',
    message: 'Use of possibly insecure function.',
    path: 'src/app.py',
    line: 7,
    results: [],
    ...said,
  };
  const { rule, severity, fate, reason, message } = base;
  const result = { scan: 'bandit', tool, rule, severity, source: 'tool', fate, reason, message } as const;
  return { ...base, results: given.results ?? [result] };
}

/** What a run of a test found: all that is counted follows from the findings. */
export function told(
  findings: readonly Finding[],
  given: Partial<Omit<Findings, 'findings' | 'counts'>> & { readonly counts?: Partial<Counts> } = {},
): Findings {
  const there = findings.filter(({ state }) => state !== 'absent' && state !== 'fixed');
  const open = there.filter(({ fate }) => fate === 'open');
  const bySeverity = (some: readonly Finding[]) =>
    Object.fromEntries(SEVERITIES.map((word) => [word, some.filter(({ severity }) => severity === word).length]));
  const counts = {
    results: findings.length,
    open: open.length,
    suppressed: there.filter(({ fate }) => fate === 'suppressed').length,
    accepted: there.filter(({ fate }) => fate === 'accepted').length,
    excluded: there.filter(({ fate }) => fate === 'excluded').length,
    blocking: findings.filter(({ blocks }) => blocks).length,
    new: open.filter(({ state }) => state === 'new').length,
    fixed: findings.filter(({ state }) => state === 'fixed').length,
    absent: findings.filter(({ state }) => state === 'absent').length,
    severities: bySeverity(open),
    kinds: Object.fromEntries(KINDS.map((word) => [word, bySeverity(open.filter(({ kind }) => kind === word))])),
    ...given.counts,
  } as Counts;
  const scans = given.scans ?? [scan('bandit', { tool: 'Bandit', results: findings.length })];
  const verdict = scans.some(({ complete }) => !complete) ? 'incomplete' : counts.blocking > 0 ? 'block' : 'pass';
  return {
    verdict,
    block: counts.blocking > 0,
    baseline: true,
    settings: { failOn: 'high', failOnNew: 'never', kinds: ['code', 'dependency', 'secret', 'configuration'] },
    acceptance: { expired: [], unused: [] },
    ...given,
    scans,
    counts,
    findings: () => whole(...findings),
  };
}

/** A scan that ran whole, unless told otherwise. */
export function scan(name: string, given: Partial<ScanReport> = {}): ScanReport {
  return { name, tool: '', results: 0, findings: given.results ?? 0, complete: true, failures: [], ...given };
}
