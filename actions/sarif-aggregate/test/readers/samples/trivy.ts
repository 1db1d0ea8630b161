import { plantedLine } from './planted.ts';
import type { Sample } from './sample.ts';

const vulnerability = {
  VulnerabilityID: 'CVE-2019-11358',
  VendorIDs: ['GHSA-6c3j-c64m-qhgq'],
  PkgID: 'jquery@3.3.9',
  PkgName: 'jquery',
  PkgIdentifier: { PURL: 'pkg:npm/jquery@3.3.9', UID: '5624abe72853740' },
  InstalledVersion: '3.3.9',
  FixedVersion: '3.4.0',
  Status: 'fixed',
  PrimaryURL: 'https://avd.aquasec.com/nvd/cve-2019-11358',
  Title: 'jquery: Prototype pollution',
  Description: 'A prototype can be changed.',
  Severity: 'MEDIUM',
  CVSS: { nvd: { V2Score: 4.3, V3Score: 6.1 }, redhat: { V3Score: 5.6 } },
};
const inDistribution = {
  VulnerabilityID: 'CVE-2022-23219',
  PkgID: 'libc6@2.31',
  PkgName: 'libc6',
  PkgIdentifier: { PURL: 'pkg:deb/debian/libc6@2.31?arch=amd64' },
  InstalledVersion: '2.31',
  Severity: 'CRITICAL',
  CVSS: { nvd: { V2Score: 7.5 } },
};
const misconfiguration = {
  Type: 'Dockerfile Security Check',
  ID: 'DS-0002',
  Title: "Image user should not be 'root'",
  Description: 'Running as root is dangerous.',
  Message: 'Specify at least 1 USER command in Dockerfile with non-root user as argument',
  Resolution: "Add 'USER <non root user name>' line to the Dockerfile",
  Severity: 'HIGH',
  PrimaryURL: 'https://avd.aquasec.com/misconfig/ds-0002',
  Status: 'FAIL',
  CauseMetadata: {
    Provider: 'Dockerfile',
    Service: 'general',
    StartLine: 3,
    EndLine: 4,
    Code: { Lines: [{ Number: 3, Content: plantedLine }] },
  },
};
const secret = {
  RuleID: 'aws-access-key-id',
  Category: 'AWS',
  Severity: 'CRITICAL',
  Title: 'AWS Access Key ID',
  StartLine: 4,
  EndLine: 4,
  Code: { Lines: [{ Number: 4, Content: plantedLine }] },
  Match: plantedLine,
  Layer: {},
};
const license = {
  Severity: 'HIGH',
  Category: 'restricted',
  PkgName: 'left',
  FilePath: '',
  Name: 'GPL-3.0-only',
  Confidence: 1,
  Link: 'https://spdx.org/licenses/GPL-3.0-only.html',
};
const report = (type: string, name: string, results: readonly unknown[] | undefined) => ({
  SchemaVersion: 2,
  Trivy: { Version: '0.74.0' },
  ReportID: '017b7d41-e09f-7000-80ea-000000000001',
  CreatedAt: '2026-11-29T10:00:00Z',
  ArtifactName: name,
  ArtifactType: type,
  ...(results && { Results: results }),
});

export const trivySamples: readonly Sample[] = [
  {
    tool: 'trivy',
    of: 'Trivy 0.74, of a folder with everything',
    document: report('filesystem', '.', [
      {
        Target: 'web/package-lock.json',
        Class: 'lang-pkgs',
        Type: 'npm',
        Packages: [],
        Vulnerabilities: [vulnerability],
      },
      {
        Target: 'Node.js',
        Class: 'lang-pkgs',
        Type: 'node-pkg',
        Vulnerabilities: [{ ...vulnerability, PkgPath: 'vendor/jquery/package.json' }],
      },
      {
        Target: 'Dockerfile',
        Class: 'config',
        Type: 'dockerfile',
        MisconfSummary: { Successes: 1, Failures: 1 },
        Misconfigurations: [
          misconfiguration,
          { ...misconfiguration, Status: 'PASS' },
          { ...misconfiguration, Status: 'EXCEPTION' },
        ],
        ExperimentalModifiedFindings: [
          {
            Type: 'misconfiguration',
            Status: 'ignored',
            Statement: 'runs in a sandbox',
            Source: '.trivyignore.yaml',
            Finding: misconfiguration,
          },
        ],
      },
      {
        Target: 'config/dev.env',
        Class: 'secret',
        Secrets: [secret],
        ExperimentalModifiedFindings: [
          { Type: 'secret', Status: 'ignored', Statement: '', Source: '.trivyignore', Finding: secret },
        ],
      },
      { Target: 'web/package-lock.json', Class: 'license', Licenses: [license] },
      {
        Target: 'Loose File License(s)',
        Class: 'license-file',
        Licenses: [{ ...license, PkgName: '', FilePath: 'COPYING' }],
      },
    ]),
    counted: 'all lists of all targets, without checks that passed',
    results: 9,
    suppressed: 2,
  },
  {
    tool: 'trivy',
    of: 'Trivy 0.74, of an image',
    document: report('container_image', 'ghcr.io/org/app:v2', [
      {
        Target: 'ghcr.io/org/app:v2 (debian 11.6)',
        Class: 'os-pkgs',
        Type: 'debian',
        Packages: [{ ID: 'libc6@2.31', Name: 'libc6', SrcName: 'glibc' }],
        Vulnerabilities: [inDistribution],
      },
      { Target: 'app/package-lock.json', Class: 'lang-pkgs', Type: 'npm', Vulnerabilities: [vulnerability] },
      { Target: '/app/dev.env', Class: 'secret', Secrets: [secret] },
    ]),
    counted: 'all lists of all targets',
    results: 3,
  },
  {
    tool: 'trivy',
    of: 'Trivy 0.74, nothing found',
    document: report('filesystem', '.', undefined),
    counted: 'nothing',
    results: 0,
  },
  {
    tool: 'trivy',
    of: 'Trivy up to 0.19, of an image: a list',
    document: [
      {
        Target: 'debian:10 (debian 10.8)',
        Type: 'debian',
        Vulnerabilities: [{ ...inDistribution, PkgIdentifier: undefined }],
      },
      { Target: 'app/Gemfile.lock', Type: 'bundler', Vulnerabilities: null },
      {
        Target: 'app/package-lock.json',
        Type: 'npm',
        Vulnerabilities: [{ ...vulnerability, PkgIdentifier: undefined }],
      },
    ],
    counted: 'entries of `Vulnerabilities`',
    results: 2,
  },
  {
    tool: 'trivy',
    of: 'Trivy up to 0.19, of a folder: a list',
    document: [
      { Target: 'package-lock.json', Type: 'npm', Vulnerabilities: [{ ...vulnerability, PkgIdentifier: undefined }] },
    ],
    counted: 'entries of `Vulnerabilities`',
    results: 1,
  },
  {
    tool: 'trivy',
    of: 'Trivy 0.74, of a cluster',
    document: {
      ClusterName: 'test',
      Resources: [
        {
          Namespace: 'default',
          Kind: 'Deployment',
          Name: 'web',
          Results: [
            {
              Target: 'redis:6.0.5 (debian 10.4)',
              Class: 'os-pkgs',
              Type: 'debian',
              Vulnerabilities: [inDistribution],
            },
            {
              Target: 'Deployment/web',
              Class: 'config',
              Type: 'kubernetes',
              Misconfigurations: [{ ...misconfiguration, ID: 'KSV-0001', CauseMetadata: {} }],
            },
          ],
        },
        { Namespace: 'default', Kind: 'Deployment', Name: 'api', Error: 'the image cannot be pulled', Results: [] },
      ],
    },
    counted: 'all lists of all targets of all resources',
    results: 2,
    failures: ['Trivy did not scan default/Deployment/api: the image cannot be pulled'],
  },
  {
    tool: 'trivy',
    of: 'Trivy 0.30, of a cluster',
    document: {
      ClusterName: 'test',
      Vulnerabilities: [
        {
          Namespace: 'default',
          Kind: 'Pod',
          Name: 'web',
          Results: [
            {
              Target: 'redis:6.0.5 (debian 10.4)',
              Class: 'os-pkgs',
              Type: 'debian',
              Vulnerabilities: [inDistribution],
            },
          ],
        },
      ],
      Misconfigurations: [
        {
          Namespace: 'default',
          Kind: 'Pod',
          Name: 'web',
          Results: [{ Target: 'Pod/web', Class: 'config', Type: 'kubernetes', Misconfigurations: [misconfiguration] }],
        },
      ],
    },
    counted: 'all lists of all targets of all resources',
    results: 2,
  },
];
