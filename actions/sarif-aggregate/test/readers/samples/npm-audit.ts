import type { Sample } from './sample.ts';

const via = (source: number, name: string, ghsa: string, range: string, score = 7.5) => ({
  source,
  name,
  dependency: name,
  title: `Something is wrong in ${name}`,
  url: `https://github.com/advisories/${ghsa}`,
  severity: 'high',
  cwe: ['CWE-400'],
  cvss: { score, vectorString: null },
  range,
});

const entry = (name: string, vias: readonly unknown[], effects: readonly string[]) => ({
  name,
  severity: 'high',
  isDirect: false,
  via: vias,
  effects,
  range: '*',
  nodes: [`node_modules/${name}`],
  fixAvailable: true,
});

const counts = { info: 0, low: 0, moderate: 0, high: 1, critical: 0 };

const advisory = {
  findings: [{ version: '0.0.7', paths: ['build>server>ansi-html', 'build>ansi-html'] }],
  metadata: null,
  vulnerable_versions: '<0.0.8',
  module_name: 'ansi-html',
  severity: 'high',
  github_advisory_id: 'GHSA-whgm-jr23-g3j9',
  cves: ['CVE-2021-23424'],
  patched_versions: '>=0.0.8',
  cvss: { score: 7.5, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' },
  recommendation: 'Upgrade to version 0.0.8 or later',
  id: 1059337,
  title: 'Uncontrolled Resource Consumption in ansi-html',
  overview: 'A long text makes it slow.',
  url: 'https://github.com/advisories/GHSA-whgm-jr23-g3j9',
};

export const npmAuditSamples: readonly Sample[] = [
  {
    tool: 'npm-audit',
    of: 'npm 7 to 11: names in `via` lead to the advisories of others',
    document: {
      auditReportVersion: 2,
      vulnerabilities: {
        '@org/fun': entry('@org/fun', ['debug', 'semver'], ['deploy']),
        debug: entry('debug', [via(1, 'debug', 'GHSA-gxpj-cx7g-858c', '>=4.0.0 <4.3.1')], ['@org/fun']),
        deploy: entry('deploy', ['@org/fun', 'undici'], []),
        semver: entry(
          'semver',
          [
            via(2, 'semver', 'GHSA-c2qf-rxjj-qqgw', '<5.7.2'),
            via(3, 'semver', 'GHSA-c2qf-rxjj-qqgw', '>=7.0.0 <7.5.2'),
          ],
          ['@org/fun'],
        ),
        undici: entry('undici', [via(4, 'undici', 'GHSA-3787-6prv-h9w3', '<=5.28.2', 0)], ['deploy']),
      },
      metadata: { vulnerabilities: { ...counts, total: 5 }, dependencies: { prod: 9, total: 9 } },
    },
    counted: 'advisories in `via`, once for each package and advisory',
    results: 3,
  },
  {
    tool: 'npm-audit',
    of: 'npm 7 to 11, clean',
    document: {
      auditReportVersion: 2,
      vulnerabilities: {},
      metadata: { vulnerabilities: counts, dependencies: { total: 1 } },
    },
    counted: 'advisories in `via`',
    results: 0,
  },
  {
    tool: 'npm-audit',
    of: 'npm 6',
    document: {
      actions: [],
      advisories: {
        1059337: advisory,
        1059338: {
          ...advisory,
          id: 1059338,
          cves: [],
          github_advisory_id: null,
          url: 'https://www.npmjs.com/advisories/1059338',
        },
      },
      muted: [],
      metadata: { vulnerabilities: counts, dependencies: 24 },
      runId: 'cef9e967-13de-44ae-985f-af2d11a30ed4',
    },
    counted: 'entries of `advisories`',
    results: 2,
  },
  {
    tool: 'npm-audit',
    of: 'npm 6, no answer',
    document: {
      error: { code: 'ENOAUDIT', summary: 'Your configured registry may not support audit requests.', detail: '' },
    },
    counted: 'nothing',
    results: 0,
    failures: ['npm audit failed: Your configured registry may not support audit requests.'],
  },
  {
    tool: 'npm-audit',
    of: 'npm 7 to 11, no answer',
    document: {
      message: 'request to https://registry.example/ failed, reason: connect ECONNREFUSED',
      method: 'POST',
      uri: 'https://registry.example/',
      headers: {},
      statusCode: 503,
      body: '',
    },
    counted: 'nothing',
    results: 0,
    failures: ['npm audit failed: request to https://registry.example/ failed, reason: connect ECONNREFUSED'],
  },
  {
    tool: 'npm-audit',
    of: 'npm 11, a registry that cannot be reached: an empty error beside the message',
    document: {
      message: 'request to https://registry.example/ failed, reason: connect ECONNREFUSED',
      error: { summary: '', detail: '' },
    },
    counted: 'nothing',
    results: 0,
    failures: ['npm audit failed: request to https://registry.example/ failed, reason: connect ECONNREFUSED'],
  },
];
