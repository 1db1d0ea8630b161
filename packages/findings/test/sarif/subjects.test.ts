import { at, type Given, resultOf } from '../support/run.ts';

const lodash = { type: 'npm', name: 'lodash' };

const rows: readonly (readonly [string, Given, object])[] = [
  [
    'Trivy, a package of a lockfile',
    {
      tool: 'Trivy',
      rule: {
        id: 'CVE-2021-23337',
        name: 'LanguageSpecificPackageVulnerability',
        properties: { tags: ['vulnerability', 'security', 'HIGH'], 'security-severity': '7.2' },
      },
      run: { originalUriBaseIds: { ROOTPATH: { uri: 'file:///home/runner/work/shop/shop/web/' } } },
      result: {
        ruleId: 'CVE-2021-23337',
        ruleIndex: 0,
        level: 'error',
        message: {
          text: 'Package: lodash\nInstalled Version: 4.17.20\nVulnerability CVE-2021-23337\nSeverity: HIGH\nFixed Version: 4.17.21\nLink: [CVE-2021-23337](https://avd.aquasec.com/nvd/cve-2021-23337)',
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'package-lock.json', uriBaseId: 'ROOTPATH' },
              region: { startLine: 12, endLine: 15 },
            },
          },
        ],
      },
    },
    {
      kind: 'dependency',
      severity: { word: 'high', source: 'tool', said: 'HIGH' },
      place: { path: 'web/package-lock.json', line: 12 },
      subject: {
        kind: 'dependency',
        advisories: ['CVE-2021-23337'],
        package: lodash,
        version: '4.17.20',
        fixed: '4.17.21',
        target: 'web/package-lock.json',
      },
    },
  ],
  [
    'Trivy, a package of an image',
    {
      tool: 'Trivy',
      rule: { id: 'CVE-2023-4911', name: 'OsPackageVulnerability' },
      run: {
        properties: { imageName: 'docker.io/library/nginx:1.27@sha256:0a' },
        originalUriBaseIds: { ROOTPATH: { uri: 'file:///home/runner/work/shop/shop/nginx:1.27/' } },
      },
      result: {
        ruleId: 'CVE-2023-4911',
        level: 'note',
        message: {
          text: 'Package: libc6\nInstalled Version: 2.36\nVulnerability CVE-2023-4911\nSeverity: UNKNOWN\nFixed Version: ',
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'library/nginx:1.27', uriBaseId: 'ROOTPATH' },
              region: { startLine: 1 },
            },
          },
        ],
      },
    },
    {
      kind: 'dependency',
      severity: { word: 'unknown', source: 'tool', said: 'UNKNOWN' },
      place: { path: 'library/nginx', line: 1 },
      subject: {
        kind: 'dependency',
        advisories: ['CVE-2023-4911'],
        package: { name: 'libc6' },
        version: '2.36',
        target: 'nginx',
      },
    },
  ],
  [
    'Trivy, an image whose Dockerfile the workflow names',
    {
      tool: 'Trivy',
      rule: { id: 'CVE-2023-4911', name: 'OsPackageVulnerability' },
      run: { properties: { imageName: 'shop/api:3f2a' } },
      context: { manifest: 'api/Dockerfile' },
      result: { ruleId: 'CVE-2023-4911', message: { text: 'Package: libc6' }, locations: [at('shop/api', 1)] },
    },
    {
      place: { path: 'api/Dockerfile' },
      subject: { kind: 'dependency', advisories: ['CVE-2023-4911'], package: { name: 'libc6' }, target: 'shop/api' },
    },
  ],
  [
    'Trivy, a misconfiguration',
    {
      tool: 'Trivy',
      rule: {
        id: 'AVD-AWS-0086',
        name: 'Misconfiguration',
        properties: { tags: ['misconfiguration', 'security', 'HIGH'] },
      },
      result: {
        ruleId: 'AVD-AWS-0086',
        message: {
          text: 'Artifact: main.tf\nType: terraform\nVulnerability AVD-AWS-0086\nSeverity: HIGH\nMessage: No public access block',
        },
        locations: [at('main.tf', 3)],
      },
    },
    {
      kind: 'configuration',
      subject: { kind: 'configuration' },
      severity: { word: 'high', source: 'tool', said: 'HIGH' },
    },
  ],
  [
    'Trivy, a license',
    {
      tool: 'Trivy',
      rule: { id: 'left-pad:WTFPL', name: 'License', properties: { tags: ['license', 'security', 'LOW'] } },
      result: {
        ruleId: 'left-pad:WTFPL',
        message: {
          text: 'Artifact: package-lock.json\nLicense WTFPL\nPkgName: left-pad\n Classification: unencumbered\n Path: ',
        },
        locations: [at('package-lock.json', 1)],
      },
    },
    {
      kind: 'license',
      subject: {
        kind: 'license',
        license: 'WTFPL',
        package: { type: 'npm', name: 'left-pad' },
        target: 'package-lock.json',
      },
    },
  ],
  [
    'Grype, with a purl',
    {
      tool: 'grype',
      rule: {
        id: 'CVE-2023-4911-libc6',
        help: {
          text: 'Vulnerability CVE-2023-4911\nSeverity: high\nPackage: libc6\nVersion: 2.36\nFix Version: 2.37\nType: deb\nLocation: /var/lib/dpkg/status\nData Namespace: debian:distro:debian:12\nLink: x',
        },
        properties: { 'security-severity': '7.8', purls: ['pkg:deb/debian/libc6@2.36?arch=amd64&upstream=glibc'] },
      },
      result: {
        ruleId: 'CVE-2023-4911-libc6',
        message: {
          text: 'A high vulnerability in deb package: libc6, version 2.36 was found in image nginx:1.27 at: /var/lib/dpkg/status',
        },
        locations: [at('nginx//var/lib/dpkg/status', 1)],
      },
    },
    {
      kind: 'dependency',
      severity: { word: 'high', source: 'tool', said: 'high' },
      subject: {
        kind: 'dependency',
        advisories: ['CVE-2023-4911'],
        package: { type: 'deb', name: 'libc6', source: 'glibc' },
        version: '2.36',
        fixed: '2.37',
        target: 'nginx',
      },
    },
  ],
  [
    'Grype of 2023, whose image stands with the layer',
    {
      tool: 'Grype',
      rule: {
        id: 'GHSA-35JH-r3h4-6jhm-lodash',
        help: { text: 'Vulnerability GHSA-35JH-r3h4-6jhm\nSeverity: medium\nPackage: lodash\nType: npm' },
      },
      result: {
        ruleId: 'GHSA-35JH-r3h4-6jhm-lodash',
        message: { text: 'The path /app/package.json reports lodash at version 4' },
        locations: [
          {
            ...at('image//app/package.json', 1),
            logicalLocations: [{ fullyQualifiedName: 'shop/api:1@sha256:0a:/app/package.json' }],
          },
        ],
      },
    },
    { subject: { kind: 'dependency', advisories: ['GHSA-35jh-r3h4-6jhm'], package: lodash, target: 'shop/api' } },
  ],
  [
    'Grype, a package whose name sounds like a secret',
    {
      tool: 'Grype',
      rule: {
        id: 'CVE-2024-1-secretstorage',
        shortDescription: { text: 'CVE-2024-1 low vulnerability for secretstorage package' },
        help: { text: 'Vulnerability CVE-2024-1\nSeverity: low\nPackage: secretstorage\nType: python' },
      },
      result: {
        ruleId: 'CVE-2024-1-secretstorage',
        message: { text: 'A low vulnerability in python package: secretstorage' },
        locations: [at('requirements.txt', 1)],
      },
    },
    {
      subject: { package: { type: 'pypi', name: 'secretstorage' } },
      sarif: { message: { text: 'A low vulnerability in python package: secretstorage' } },
    },
  ],
  [
    'Snyk, an image',
    {
      tool: 'Snyk Container',
      rule: {
        id: 'SNYK-DEBIAN12-GLIBC-5927132',
        shortDescription: { text: 'High severity - Out-of-bounds Write vulnerability in glibc' },
        fullDescription: { text: '(CVE-2023-4911,CVE-2023-4912) glibc/libc6@2.36-9' },
        properties: { tags: ['security', 'CWE-787', 'deb'], 'security-severity': '7.8' },
      },
      result: {
        ruleId: 'SNYK-DEBIAN12-GLIBC-5927132',
        level: 'error',
        message: { text: 'This file introduces a vulnerable glibc package with a high severity vulnerability.' },
        locations: [at(`nginx@sha256_${'0'.repeat(64)}`, 1)],
      },
    },
    {
      severity: { word: 'high', source: 'tool', said: 'High' },
      place: { path: 'nginx', line: 1 },
      subject: {
        kind: 'dependency',
        advisories: ['CVE-2023-4911', 'CVE-2023-4912', 'SNYK-DEBIAN12-GLIBC-5927132'],
        package: { type: 'deb', name: 'libc6', source: 'glibc' },
        version: '2.36-9',
        target: 'nginx',
      },
    },
  ],
  [
    'Snyk, a scoped package of a manifest',
    {
      tool: 'Snyk Open Source',
      rule: {
        id: 'SNYK-JS-BABELTRAVERSE-5962462',
        shortDescription: { text: 'Critical severity - Incomplete List vulnerability in @babel/traverse' },
        fullDescription: { text: '(CVE-2023-45133) @babel/traverse@7.1.0' },
        properties: { tags: ['security', 'CWE-184', 'npm'] },
      },
      result: {
        ruleId: 'SNYK-JS-BABELTRAVERSE-5962462',
        level: 'error',
        message: { text: 'x' },
        locations: [at('requirements_2.json', 1)],
      },
    },
    {
      severity: { word: 'critical', source: 'tool', said: 'Critical' },
      subject: {
        kind: 'dependency',
        advisories: ['CVE-2023-45133', 'SNYK-JS-BABELTRAVERSE-5962462'],
        package: { type: 'npm', name: '@babel/traverse' },
        version: '7.1.0',
        target: 'requirements_2.json',
      },
    },
  ],
  [
    'Snyk, a license',
    {
      tool: 'Snyk Open Source',
      rule: {
        id: 'snyk:lic:npm:goof:GPL-2.0',
        fullDescription: { text: 'goof@1.0.1' },
        properties: { tags: ['security', 'npm'] },
      },
      result: {
        ruleId: 'snyk:lic:npm:goof:GPL-2.0',
        level: 'error',
        message: { text: 'x' },
        locations: [at('package.json', 1)],
      },
    },
    {
      subject: { kind: 'license', license: 'GPL-2.0', package: { type: 'npm', name: 'goof' }, target: 'package.json' },
    },
  ],
  [
    'Snyk Code',
    {
      tool: 'SnykCode',
      rule: { id: 'javascript/Sqli', defaultConfiguration: { level: 'error' } },
      result: { ruleId: 'javascript/Sqli', ruleIndex: 0, message: { text: 'x' }, locations: [at('a.js', 1)] },
    },
    { kind: 'code', severity: { word: 'high', source: 'level', said: 'error' }, subject: { kind: 'code' } },
  ],
  [
    'govulncheck',
    {
      tool: 'govulncheck',
      rule: { id: 'GO-2021-0113', properties: { tags: ['CVE-2021-38561', 'GHSA-ppp9-7jff-5vj2'] } },
      result: {
        ruleId: 'GO-2021-0113',
        level: 'error',
        message: { text: 'Your code calls vulnerable functions in 1 package (golang.org/x/text/language).' },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: 'go.mod', uriBaseId: '%SRCROOT%' }, region: { startLine: 1 } },
          },
        ],
        codeFlows: [
          { threadFlows: [{ locations: [{ module: 'example.com/shop@' }, { module: 'golang.org/x/text@v0.3.5' }] }] },
        ],
      },
    },
    {
      kind: 'dependency',
      subject: {
        kind: 'dependency',
        advisories: ['CVE-2021-38561', 'GHSA-ppp9-7jff-5vj2', 'GO-2021-0113'],
        package: { type: 'golang', name: 'golang.org/x/text' },
        version: 'v0.3.5',
        target: 'go.mod',
      },
    },
  ],
  [
    'govulncheck, a module that is not called',
    {
      tool: 'govulncheck',
      rule: { id: 'GO-2021-0113' },
      result: {
        ruleId: 'GO-2021-0113',
        level: 'note',
        message: {
          text: 'Your code depends on 1 vulnerable module (golang.org/x/text), but does not appear to call it.',
        },
        locations: [at('go.mod', 1)],
      },
    },
    {
      severity: { word: 'low', source: 'level', said: 'note' },
      subject: { package: { type: 'golang', name: 'golang.org/x/text' } },
    },
  ],
  [
    'OSV-Scanner',
    {
      tool: 'osv-scanner',
      rule: { id: 'CVE-2021-23337', deprecatedIds: ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'] },
      result: {
        ruleId: 'CVE-2021-23337',
        level: 'warning',
        message: {
          text: "Package 'lodash@4.17.20' is vulnerable to 'CVE-2021-23337' (also known as 'GHSA-35jh-r3h4-6jhm').",
        },
        locations: [at('file:///home/runner/work/shop/shop/package-lock.json')],
      },
    },
    {
      place: { path: 'package-lock.json' },
      subject: {
        advisories: ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'],
        package: lodash,
        version: '4.17.20',
        target: 'package-lock.json',
      },
    },
  ],
  [
    'an unknown tool that the workflow calls one for dependencies',
    {
      tool: 'Our Own Audit',
      rule: {
        id: '1096996',
        helpUri: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm',
        properties: { purl: 'pkg:npm/lodash@4.17.20' },
      },
      context: { kind: 'dependency', manifest: 'package-lock.json' },
      result: { ruleId: '1096996', properties: { severity: 'moderate' }, message: { text: 'x' } },
    },
    {
      kind: 'dependency',
      severity: { word: 'medium', source: 'tool', said: 'moderate' },
      place: { path: 'package-lock.json' },
      subject: {
        kind: 'dependency',
        advisories: ['GHSA-35jh-r3h4-6jhm'],
        package: lodash,
        target: 'package-lock.json',
      },
    },
  ],
  [
    'a dependency that names no package',
    {
      tool: 'Our Own Audit',
      context: { kind: 'dependency' },
      result: { ruleId: 'CVE-2021-1', message: { text: 'x' }, locations: [at('a', 1)] },
    },
    { kind: 'dependency', subject: { kind: 'code' } },
  ],
  [
    'bandit',
    {
      tool: 'Bandit',
      rule: { id: 'B602', name: 'subprocess_popen_with_shell_equals_true' },
      result: {
        ruleId: 'B602',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'x' },
        properties: { issue_severity: 'HIGH' },
        locations: [at('a.py', 5)],
      },
    },
    { kind: 'code', severity: { word: 'high', source: 'tool', said: 'HIGH' }, place: { path: 'a.py', line: 5 } },
  ],
  [
    'zizmor',
    {
      tool: 'zizmor',
      context: { root: '.github' },
      result: {
        ruleId: 'zizmor/artipacked',
        level: 'warning',
        message: { text: 'x' },
        properties: { 'zizmor/severity': 'Informational' },
        locations: [at('workflows/ci.yml', 6)],
      },
    },
    {
      kind: 'configuration',
      severity: { word: 'low', source: 'tool', said: 'Informational' },
      place: { path: '.github/workflows/ci.yml', line: 6 },
    },
  ],
  [
    'gosec',
    {
      tool: 'gosec',
      rule: { id: 'G204', properties: { tags: ['security', 'MEDIUM'] }, defaultConfiguration: { level: 'error' } },
      result: { ruleId: 'G204', level: 'error', message: { text: 'x' }, locations: [at('a.go', 5)] },
    },
    { kind: 'code', severity: { word: 'medium', source: 'tool', said: 'MEDIUM' } },
  ],
  [
    'golangci-lint',
    {
      tool: 'golangci-lint',
      result: {
        ruleId: 'staticcheck',
        level: 'error',
        message: { text: 'SA4006: this value is never used' },
        locations: [at('a.go', 5)],
      },
    },
    { kind: 'lint', subject: { kind: 'lint' }, rule: { id: 'staticcheck/SA4006' } },
  ],
  [
    'golangci-lint, a message without a check',
    {
      tool: 'golangci-lint',
      result: {
        ruleId: 'errcheck',
        message: { text: 'Error return value is not checked' },
        locations: [at('a.go', 5)],
      },
    },
    { rule: { id: 'errcheck' } },
  ],
  [
    'kube-score',
    {
      tool: 'kube-score',
      result: {
        ruleId: 'pod-networkpolicy',
        level: 'warning',
        message: { text: 'x' },
        properties: { issue_severity: 'HIGH' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'file://deploy/app.yaml' },
              region: { snippet: {} },
              contextRegion: { snippet: {}, startLine: 7 },
            },
          },
        ],
      },
    },
    {
      kind: 'configuration',
      severity: { word: 'medium', source: 'level', said: 'warning' },
      place: { path: 'deploy/app.yaml', line: 7 },
    },
  ],
  [
    'a level that SARIF does not have',
    { tool: 'X', result: { ruleId: 'r', level: 'critical', message: { text: 'x' } } },
    { severity: { word: 'critical', source: 'tool', said: 'critical' }, sarif: { level: 'warning' } },
  ],
  [
    'checkov, a secret',
    {
      tool: 'checkov',
      result: {
        ruleId: 'CKV_SECRET_2',
        level: 'error',
        message: { text: 'AWS Access Key' },
        locations: [at('a.tf', 5)],
      },
    },
    { kind: 'secret', subject: { kind: 'secret' } },
  ],
];

describe('what a result of SARIF is about', () => {
  it.each(rows)('%s', (_, given, expected) => {
    expect(resultOf(given)).toMatchObject(expected);
  });
});
