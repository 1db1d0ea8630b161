import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { KnownTool } from '@actions-aws/findings';
import { readers } from '../../src/readers/readers.ts';
import { openReport } from '../../src/scans/open-report.ts';
import { samples } from './samples/samples.ts';

/** What a file says: its tool, how many results it has, how many of them the tool suppressed, and how many failures. */
type Counted = readonly [tool: KnownTool, results: number, suppressed: number, failures: number];

/** Reports of others, which a folder has that SCANS names: from the tests of DefectDojo, Trivy and cfn-lint. */
const OF_OTHERS: Readonly<Record<string, Counted>> = {
  'anchore_grype-many_vulns.json': ['grype', 1509, 0, 0],
  'bandit-many_vulns.json': ['bandit', 214, 0, 0],
  'cfn-lint-nist.json': ['cfn-lint', 100, 0, 0],
  'cfn_lint-cfn_lint_many_vuln.json': ['cfn-lint', 5, 0, 0],
  // 9 violations, of which one names two resources.
  'cfn_nag-cfn_nag_many_vuln.json': ['cfn-nag', 10, 0, 0],
  'checkov-checkov-report-multiple-check_type.json': ['checkov', 13, 0, 0],
  'detect_secrets-many.json': ['detect-secrets', 4, 0, 0],
  'eslint-scan.json': ['eslint', 2, 0, 0],
  'gitleaks-redacted_data_many.json': ['gitleaks', 6, 0, 0],
  'gosec-many_vulns.json': ['gosec', 28, 0, 0],
  'hadolint-many_dockerfile.json': ['hadolint', 12, 0, 0],
  'npm_audit-multiple_cwes.json': ['npm-audit', 41, 0, 0],
  // 6 packages, by 3 advisories.
  'npm_audit_7_plus-many_vulns.json': ['npm-audit', 3, 0, 0],
  'pip_audit-many_vulns_new.json': ['pip-audit', 7, 0, 1],
  'pnpm_audit-many.json': ['pnpm-audit', 43, 0, 0],
  'semgrep-many_vulns.json': ['semgrep', 48, 0, 0],
  'snyk-single_project_many_vulns.json': ['snyk', 41, 0, 0],
  'tfsec-many_findings_current.json': ['tfsec', 19, 0, 0],
  'trivy-kubernetes.json': ['trivy', 20, 0, 0],
  'trivy-legacy_many_vulns.json': ['trivy', 93, 0, 0],
  'trivy-npm.json': ['trivy', 1, 0, 0],
  'trufflehog-v3_git.ndjson': ['trufflehog', 4, 0, 0],
};

const folder = mkdtempSync(path.join(tmpdir(), 'readers-'));
afterAll(() => rmSync(folder, { recursive: true }));

function counted(file: string): Counted | undefined {
  const opened = openReport(file, '');
  if (opened.what === 'sarif') return undefined;
  const { reader, document } = opened;
  const { results, failures } = reader.read(document, {});
  return [reader.tool, results.length, results.filter(({ suppressed }) => suppressed).length, failures.length];
}

describe('reports as files', () => {
  it.each(samples.map((sample) => [`${sample.tool}: ${sample.of}`, sample] as const))('%s', (_, sample) => {
    const file = path.join(folder, 'report.json');
    const { document, tool, results, suppressed = 0, failures = [] } = sample;
    const lines = tool === 'trufflehog' && Array.isArray(document) ? document : [document];
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    // As PowerShell 5 writes with `>`.
    for (const content of [text, Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      writeFileSync(file, content);
      expect(counted(file)).toEqual([tool, results, suppressed, failures.length]);
    }
  });

  it.each([
    ['', 'empty'],
    ['{"a":1}\nnpm notice\n', 'several'],
    ['{"a":1}\n{"a":', 'several'],
    ['words', 'malformed'],
  ])('%j', (content, reason) => {
    const file = path.join(folder, 'report.json');
    writeFileSync(file, content);
    expect(() => openReport(file, '')).toThrow(expect.objectContaining({ reason }));
  });

  // An optional check: the names below are there where SCANS=<folder> is set.
  const scans = process.env.SCANS;
  for (const name of scans === undefined ? [] : readdirSync(scans).filter((one) => Object.hasOwn(OF_OTHERS, one))) {
    it(`of others: ${name}`, () => {
      const file = path.join(scans ?? '', name);
      expect(counted(file)).toEqual(OF_OTHERS[name]);
      const { document } = openReport(file, '');
      expect([...readers.values()].filter((reader) => reader.recognises(document))).toHaveLength(1);
    });
  }
});
