import { type KnownTool, UnreadableReport } from '@actions-aws/findings';
import { readers } from '../../src/readers/readers.ts';
import { planted } from './samples/planted.ts';
import { samples } from './samples/samples.ts';

const metrics = { _totals: {} };
const leak = { RuleID: 'key', File: 'a.env', Secret: planted.value };

/** Documents that look like a tool's and are not, and what is said of them. */
const REFUSED: readonly (readonly [tool: KnownTool, document: unknown, message: string])[] = [
  ['bandit', { metrics }, 'The report has no "results".'],
  ['bandit', { metrics, results: {} }, '"results" is an object, not a list.'],
  ['bandit', { metrics, results: [null] }, 'The 1st entry of "results" is empty, not an object.'],
  ['bandit', { metrics, results: [{ test_id: 7 }] }, '"test_id" of the 1st entry of "results" is a number, not text.'],
  ['bandit', [], 'The report is a list, not an object.'],
  ['gitleaks', [leak, leak, { ...leak, File: '' }], 'The 3rd entry of the report has no "File".'],
  ['gitleaks', [leak, leak, planted.value], 'The 3rd entry of the report is text, not an object.'],
  [
    'gitleaks',
    Array.from({ length: 12 }, (_, index) => (index < 11 ? leak : {})),
    'The 12th entry of the report has no "rule".',
  ],
  [
    'gitleaks',
    [{ ...leak, StartLine: [planted.value] }],
    '"StartLine" of the 1st entry of the report is a list, not a number.',
  ],
  [
    'eslint',
    [{ filePath: 'a.js', messages: [{ ruleId: 'x', fatal: 'no' }] }],
    '"fatal" of the 1st entry of "messages" of the 1st entry of the report is text, not true or false.',
  ],
  ['pip-audit', { dependencies: [{ name: 'x', version: '1' }] }, 'The 1st entry of "dependencies" has no "vulns".'],
  [
    'pip-audit',
    { dependencies: [{ name: 'x', version: '1', vulns: [{ id: 'A', aliases: [1] }] }] },
    'The 1st entry of "aliases" of the 1st entry of "vulns" of the 1st entry of "dependencies" is a number, not text.',
  ],
  [
    'npm-audit',
    { auditReportVersion: 2, vulnerabilities: { a: { via: ['b'] } } },
    'The 1st entry of "vulnerabilities" leads to no advisory.',
  ],
  [
    'npm-audit',
    { auditReportVersion: 2, vulnerabilities: { a: { via: ['b'] }, b: { via: ['a'] } } },
    'The 1st entry of "vulnerabilities" leads to no advisory.',
  ],
  [
    'npm-audit',
    { auditReportVersion: 2, vulnerabilities: { a: { via: [7] } } },
    'The 1st entry of "vulnerabilities" has a "via" that is neither an advisory nor a name.',
  ],
  ['npm-audit', { auditReportVersion: 2 }, 'The report has no "vulnerabilities".'],
  ['semgrep', { results: [{ check_id: 'a', extra: {} }], errors: [] }, 'The 1st entry of "results" has no "path".'],
  ['gosec', { Issues: [{ rule_id: 'G1' }], Stats: {} }, 'The 1st entry of "Issues" has no "details".'],
  [
    'gosec',
    { 'Golang errors': { 'a.go': {} }, Issues: [], Stats: {} },
    'The 1st entry of "Golang errors" is an object, not a list.',
  ],
  [
    'detect-secrets',
    { plugins_used: [], results: { a: [{}, {}], b: [{}] } },
    'The 1st entry of the 1st entry of "results" has no "type".',
  ],
  [
    'trufflehog',
    [{ SourceMetadata: {}, DetectorName: 'AWS', Raw: planted.value }],
    '"SourceMetadata" of the 1st entry of the report has no "Data".',
  ],
  [
    'trufflehog',
    [{ SourceMetadata: {}, DetectorName: 'AWS' }, { Raw: planted.value }],
    '"SourceMetadata" of the 1st entry of the report has no "Data".',
  ],
  [
    'checkov',
    [{ check_type: 'terraform', results: { failed_checks: [{}] } }],
    'The 1st entry of "failed_checks" of "results" of the 1st entry of the report has no "check_id".',
  ],
  ['tfsec', { results: [{ rule_id: 'a', location: {} }] }, 'The 1st entry of "results" has no "rule_description".'],
  ['cfn-lint', [{ Filename: 'a', Level: 'Error', Rule: {} }], '"Rule" of the 1st entry of the report has no "Id".'],
  [
    'cfn-nag',
    [{ filename: 'a', file_results: {} }],
    '"file_results" of the 1st entry of the report has no "violations".',
  ],
  ['hadolint', [{ file: 'a', level: 'info', column: 1, code: 'DL1' }], 'The 1st entry of the report has no "message".'],
  ['grype', { matches: [{}], source: {} }, 'The 1st entry of "matches" has no "vulnerability".'],
  ['snyk', { ok: true }, 'The report has no "vulnerabilities".'],
  [
    'safety',
    { vulnerabilities: [{}], scanned_packages: {} },
    'The 1st entry of "vulnerabilities" has no "vulnerability_id".',
  ],
  ['safety', [['a', 'b', 'c', 'd', 'e'], ['a']], 'The 2nd entry of the report is not a row of five texts.'],
  ['pnpm-audit', { advisories: { 7: {} }, metadata: {} }, 'The 1st entry of "advisories" has no "module_name".'],
  [
    'trivy',
    { SchemaVersion: 2, Results: [{ Vulnerabilities: [{}] }] },
    'The 1st entry of "Vulnerabilities" of the 1st entry of "Results" has no "VulnerabilityID".',
  ],
  [
    'trivy',
    { SchemaVersion: 2, Results: [{ ExperimentalModifiedFindings: [{ Type: 'x', Finding: {} }] }] },
    'The 1st entry of "ExperimentalModifiedFindings" of the 1st entry of "Results" has a "Type" that is not known.',
  ],
];

const all = [...readers.values()];

const HIDDEN = REFUSED.filter(([, document]) => JSON.stringify(document).includes(planted.value));

describe('a document that is not what it seems', () => {
  it.each(REFUSED)('%s: %j', (tool, document, message) => {
    const read = () => readers.get(tool)?.read(document, {});
    expect(read).toThrow(expect.objectContaining({ name: 'UnreadableReport', reason: 'malformed', message }));
  });

  it('no message quotes from a document', () => {
    expect(HIDDEN.length).toBeGreaterThan(2);
    expect(HIDDEN.filter(([, , message]) => message.includes(planted.value))).toEqual([]);
  });

  it.each(samples.map(({ tool, of, document }) => [`${tool}: ${of}`, tool, document] as const))(
    '%s: no field of another kind does more than refuse the report, or makes it two tools’',
    (_, tool, document) => {
      const other: unknown[] = [];
      for (const broken of brokenOf(document)) {
        if (all.filter((reader) => reader.recognises(broken)).length > 1) other.push(broken);
        try {
          readers.get(tool)?.read(broken, {});
        } catch (error) {
          if (!(error instanceof UnreadableReport)) other.push(error);
        }
      }
      expect(other).toEqual([]);
    },
  );
});

/** The document with each of its values in turn replaced by one of another kind. */
function* brokenOf(value: unknown): Generator<unknown> {
  for (const other of [null, 7, 'words', [[]], JSON.parse('{"__proto__": 1}')]) yield other;
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) for (const broken of brokenOf(one)) yield value.with(index, broken);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      for (const broken of brokenOf(one)) yield { ...value, [key]: broken };
      const { [key]: _, ...without } = value as Readonly<Record<string, unknown>>;
      yield without;
    }
  }
}
