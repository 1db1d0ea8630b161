import { listed } from '../../src/baseline/listed.ts';
import type { Row } from '../../src/store/rows.ts';
import { plainRows } from '../support/plain-rows.ts';
import { code, configuration, dependency, license, secret } from '../support/results.ts';

const CVE = 'CVE-2026-1001';
const GHSA = 'GHSA-aaaa-aaaa-aaaa';

function findingsIn(rows: readonly Row[]): number {
  return listed({ rows: plainRows()(rows), scans: [] }).length;
}

describe('one finding', () => {
  test.each<[string, readonly Row[]]>([
    ['a place that is reported twice', [code({ text: 'eval(x)' }), code({ text: 'eval(x)' })]],
    ['a place in two scans of one tool', [code({ text: 'x', scan: 0 }), code({ text: 'x', scan: 1 })]],
    ['a tool whose name has other capitals', [code({ tool: 'bandit' }), code({ tool: 'Bandit' })]],
    ['a file that is not in the checkout, one line', [code(), code()]],
    [
      'results with different severity',
      [code({ text: 'x' }), code({ text: 'x', severity: { word: 'low', source: 'level' } })],
    ],
    ['a secret by two rules of two tools', [secret(), secret({ tool: 'TruffleHog', rule: 'AWS' })]],
    [
      'a secret of one commit',
      [secret({ detail: 'c1', lineHash: '' }), secret({ detail: 'c1', lineHash: '', tool: 'TruffleHog' })],
    ],
    [
      'a resource, on two lines',
      [
        configuration({ detail: 'aws_s3_bucket.b', line: 3 }),
        configuration({ detail: 'aws_s3_bucket.b', line: 9, text: 'y' }),
      ],
    ],
    ['a rule with the old prefix', [configuration(), configuration({ rule: 'AVD-AWS-0086' })]],
    [
      'an advisory by two ids',
      [dependency([CVE, GHSA], 'lodash'), dependency([GHSA], 'lodash', { tool: 'npm audit' })],
    ],
    ['two installed versions', [dependency([CVE], 'lodash', { line: 4 }), dependency([CVE], 'lodash', { line: 900 })]],
    ['a type that one tool does not say', [dependency([CVE], 'lodash', { type: 'npm' }), dependency([CVE], 'lodash')]],
    [
      'a source package that folds into a binary one',
      [dependency([CVE], 'libssl3', { source: 'openssl' }), dependency([CVE], 'openssl', { names: 'source' })],
    ],
    [
      'the same, of a tool that does not name sources',
      [dependency([CVE], 'libssl3'), dependency([CVE], 'openssl', { names: 'source' })],
    ],
    [
      'a source package that two tools name alone',
      [
        dependency([CVE], 'openssl', { names: 'source' }),
        dependency([CVE], 'openssl', { names: 'source', tool: 'Snyk' }),
      ],
    ],
    ['a license', [license('GPL-3.0', 'readline'), license('GPL-3.0', 'readline', { tool: 'other' })]],
  ])('%s', (_name, rows) => {
    expect(findingsIn(rows)).toBe(1);
    expect(findingsIn(rows.toReversed())).toBe(1);
  });
});

describe('two findings', () => {
  test.each<[string, readonly Row[]]>([
    ['lines alike', [code({ text: 'eval(x)', line: 3 }), code({ text: 'eval(x)', line: 9 })]],
    ['rules of two tools', [code({ text: 'x' }), code({ text: 'x', tool: 'ESLint' })]],
    ['two rules', [code({ text: 'x' }), code({ text: 'x', rule: 'other' })]],
    ['two files', [code({ text: 'x' }), code({ text: 'x', path: 'src/b.js' })]],
    ['code and lint', [code({ text: 'x' }), code({ text: 'x', kind: 'lint' })]],
    ['files that are not in the checkout, two lines', [code(), code({ line: 4 })]],
    ['two secrets of one file', [secret(), secret({ text: 'other', line: 9 })]],
    ['a secret of two commits', [secret({ detail: 'c1', lineHash: '' }), secret({ detail: 'c2', lineHash: '' })]],
    ['two resources on one line', [configuration({ detail: 'a' }), configuration({ detail: 'b' })]],
    ['configuration by two tools', [configuration({ detail: 'a' }), configuration({ detail: 'a', tool: 'tfsec' })]],
    [
      'one CVE in two manifests',
      [dependency([CVE], 'lodash'), dependency([CVE], 'lodash', { target: 'web/package-lock.json' })],
    ],
    ['one CVE in two packages', [dependency([CVE], 'lodash'), dependency([CVE], 'lodash-es')]],
    [
      'names that differ in a dot',
      [dependency([CVE], 'lodash.template', { type: 'npm' }), dependency([CVE], 'lodash-template', { type: 'npm' })],
    ],
    ['two CVEs', [dependency([CVE], 'lodash'), dependency(['CVE-2026-1002'], 'lodash')]],
    [
      'two types of one name',
      [dependency([CVE], 'openssl', { type: 'deb' }), dependency([CVE], 'openssl', { type: 'npm' })],
    ],
    [
      'two binaries of one source',
      [dependency([CVE], 'libssl3', { source: 'openssl' }), dependency([CVE], 'openssl', { source: 'openssl' })],
    ],
    [
      'a source package none of whose binaries is named',
      [dependency([CVE], 'libnghttp2', { source: 'nghttp2' }), dependency([CVE], 'nginx', { names: 'source' })],
    ],
    [
      'a source package in another target',
      [
        dependency([CVE], 'libssl3', { target: 'one' }),
        dependency([CVE], 'openssl', { names: 'source', target: 'two' }),
      ],
    ],
    ['two licenses', [license('GPL-3.0', 'readline'), license('MIT', 'readline')]],
    [
      'dependencies that an input calls so, without a package',
      [code({ kind: 'dependency' }), code({ kind: 'dependency', line: 4 })],
    ],
  ])('%s', (_name, rows) => {
    expect(findingsIn(rows)).toBe(2);
    expect(findingsIn(rows.toReversed())).toBe(2);
  });
});

test('a source package joins its binary of the same name before others', () => {
  const rows = [
    dependency([CVE], 'libssl3', { source: 'openssl' }),
    dependency([CVE], 'openssl', { source: 'openssl' }),
    dependency([CVE], 'openssl', { names: 'source', tool: 'Snyk' }),
  ];
  const findings = listed({ rows: plainRows()(rows), scans: [] });
  expect(findings.findingOf(2)).toBe(findings.findingOf(1));
});
