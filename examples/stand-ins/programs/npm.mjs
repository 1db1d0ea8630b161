// `npm audit` of npm 11 with one advisory; without its registry it writes its failure as JSON: https://docs.npmjs.com/cli/v11/commands/npm-audit
import { existsSync, readFileSync } from 'node:fs';
import { asked, end } from './asked.mjs';

const advisory = {
  source: 1102444,
  name: 'word-wrap',
  dependency: 'word-wrap',
  title: 'word-wrap vulnerable to Regular Expression Denial of Service',
  url: 'https://github.com/advisories/GHSA-j8xg-fqg3-53r7',
  severity: 'moderate',
  cwe: ['CWE-1333'],
  cvss: { score: 5.3, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L' },
  range: '<1.2.4',
};

asked('npm', 'audit', '--json');
const settings = existsSync('.npmrc') ? readFileSync('.npmrc', 'utf8') : '';
const [, registry = 'registry.npmjs.org'] = /^registry=https?:\/\/([^/\s]+)/m.exec(settings) ?? [];
if (registry !== 'registry.npmjs.org') {
  const address = `https://${registry}/-/npm/v1/security/advisories/bulk`;
  const message = `request to ${address} failed, reason: getaddrinfo ENOTFOUND ${registry}`;
  console.error(`npm warn audit ${message}\nnpm error audit endpoint returned an error`);
  console.log(JSON.stringify({ message, error: { summary: '', detail: '' } }, null, 2));
  end(1);
} else {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const { version } = packages['node_modules/word-wrap'] ?? {};
  const isWeak = /^1\.2\.[0-3]$/.test(version ?? '');
  const found = {
    name: 'word-wrap',
    severity: 'moderate',
    isDirect: true,
    via: [advisory],
    effects: [],
    range: '<1.2.4',
    nodes: ['node_modules/word-wrap'],
    fixAvailable: true,
  };
  const count = isWeak ? 1 : 0;
  const report = {
    auditReportVersion: 2,
    vulnerabilities: isWeak ? { 'word-wrap': found } : {},
    metadata: {
      vulnerabilities: { info: 0, low: 0, moderate: count, high: 0, critical: 0, total: count },
      dependencies: {
        prod: Object.keys(packages).length,
        dev: 0,
        optional: 0,
        peer: 0,
        peerOptional: 0,
        total: Object.keys(packages).length - 1,
      },
    },
  };
  console.log(JSON.stringify(report, null, 2));
  end(count);
}
