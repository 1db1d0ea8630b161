import { readers } from '../../src/readers/readers.ts';
import { planted } from './samples/planted.ts';

const metrics = { _totals: {} };
const leak = { RuleID: 'key', File: 'a.env', Secret: planted.value };

/** Documents that look like a tool's and are not, and what is said of them. */
const REFUSED: readonly (readonly [tool: string, document: unknown, message: string])[] = [
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
];

describe('a document that is not what it seems', () => {
  it.each(REFUSED)('%s: %j', (tool, document, message) => {
    const read = () => readers.get(tool)?.read(document, {});
    expect(read).toThrow(expect.objectContaining({ name: 'UnreadableReport', message }));
  });
});
