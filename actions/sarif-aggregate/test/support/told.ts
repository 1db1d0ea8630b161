import { KINDS, SEVERITIES, type SeverityWord } from '@actions-aws/findings';
import type { Counts, Finding, Findings } from '../../src/report/document.ts';
import { whole } from './listing.ts';

const none = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<SeverityWord, number>;

/** A finding of code, with what is said of it otherwise. */
export function finding(said: Partial<Finding> = {}): Finding {
  const {
    rule = 'B307',
    message = 'Use of eval.',
    severity = 'high',
    fate = 'open',
    path = 'src/app.py',
    line = 7,
  } = said;
  return {
    identity: '0123456789abcdef0123456789abcdef',
    kind: 'code',
    severity,
    state: 'new',
    fate,
    reason: '',
    newlyClosed: false,
    rule,
    message,
    path,
    line,
    results: [
      { scan: 'bandit', tool: 'Bandit', rule, severity, source: 'tool', fate, reason: '', path, line, message },
    ],
    ...said,
  };
}

/** A run that found these. */
export function told(findings: readonly Finding[], said: Partial<Findings> = {}): Findings {
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, { ...none }])) as Record<string, typeof none>;
  for (const { kind, severity, fate } of findings) {
    const row = kinds[kind];
    if (row && fate === 'open') row[severity] += 1;
  }
  const open = findings.filter(({ fate }) => fate === 'open').length;
  const counts: Counts = {
    results: findings.reduce((sum, { results }) => sum + results.length, 0),
    open,
    suppressed: 0,
    accepted: 0,
    excluded: 0,
    blocking: findings.filter(({ blocks }) => blocks).length,
    new: open,
    fixed: 0,
    absent: 0,
    severities: { ...none, high: open },
    kinds: kinds as Counts['kinds'],
  };
  return {
    verdict: 'block',
    block: true,
    settings: { failOn: 'high', failOnNew: 'never', kinds: KINDS },
    baseline: false,
    scans: [
      {
        name: 'bandit',
        tool: 'Bandit',
        results: findings.length,
        findings: findings.length,
        complete: true,
        failures: [],
      },
    ],
    counts,
    acceptance: { expired: [], unused: [] },
    findings: () => whole(...findings),
    ...said,
  };
}
