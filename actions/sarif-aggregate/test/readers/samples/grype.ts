import type { Sample } from './sample.ts';

const match = {
  vulnerability: {
    id: 'GHSA-35jh-r3h4-6jhm',
    dataSource: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm',
    namespace: 'github:language:javascript',
    severity: 'High',
    urls: [],
    description: 'Command Injection in lodash',
    cvss: [
      { source: 'nvd', type: 'Primary', version: '3.1', vector: 'x', metrics: { baseScore: 7.2 }, vendorMetadata: {} },
      { source: 'nvd', type: 'Primary', version: '2.0', vector: 'x', metrics: { baseScore: 9.9 }, vendorMetadata: {} },
    ],
    fix: { versions: ['4.17.21'], state: 'fixed' },
    advisories: [],
  },
  relatedVulnerabilities: [{ id: 'CVE-2021-23337', severity: 'High', cvss: [] }],
  matchDetails: [{ type: 'exact-direct-match' }],
  artifact: {
    id: '0a1b',
    name: 'lodash',
    version: '4.17.15',
    type: 'npm',
    locations: [{ path: '/web/package-lock.json', accessPath: '/web/package-lock.json' }],
    language: 'javascript',
    licenses: ['MIT'],
    cpes: [],
    purl: 'pkg:npm/lodash@4.17.15',
    upstreams: [],
  },
};
const inImage = {
  vulnerability: { id: 'CVE-2019-18276', severity: 'Negligible', cvss: [], fix: { versions: [], state: 'wont-fix' } },
  relatedVulnerabilities: [
    { id: 'CVE-2019-18276', severity: 'High', cvss: [{ version: '2.0', metrics: { baseScore: 7.2 } }] },
  ],
  matchDetails: [],
  artifact: {
    name: 'libc6',
    version: '2.31',
    type: 'deb',
    locations: [{ path: '/var/lib/dpkg/status' }],
    purl: 'pkg:deb/debian/libc6@2.31?arch=amd64',
    upstreams: [{ name: 'glibc' }],
  },
};
const descriptor = { name: 'grype', version: '0.100.0' };

export const grypeSamples: readonly Sample[] = [
  {
    tool: 'grype',
    of: 'Grype 0.100, of a folder',
    document: {
      matches: [match],
      ignoredMatches: [{ ...match, appliedIgnoreRules: [{ vulnerability: 'CVE-2021-23337', reason: 'not reached' }] }],
      source: { type: 'directory', target: '.' },
      distro: { name: '', version: '', idLike: null },
      descriptor,
    },
    counted: '`matches` and `ignoredMatches`',
    results: 2,
    suppressed: 1,
  },
  {
    tool: 'grype',
    of: 'Grype 0.100, of an image',
    document: {
      matches: [inImage],
      source: { type: 'image', target: { userInput: 'ghcr.io/org/app:v2', tags: ['ghcr.io/org/app:v2'] } },
      distro: { name: 'debian', version: '11' },
      descriptor,
    },
    counted: '`matches` and `ignoredMatches`',
    results: 1,
  },
  {
    tool: 'grype',
    of: 'Grype 0.7',
    document: {
      matches: [
        {
          vulnerability: {
            id: 'CVE-2011-3389',
            severity: 'Medium',
            links: [],
            cvssV2: { baseScore: 4.3 },
            fixedInVersion: '3.7',
          },
          matchDetails: { matcher: 'dpkg-matcher' },
          artifact: {
            name: 'libgnutls30',
            version: '3.6.7',
            type: 'deb',
            locations: [{ path: '/var/lib/dpkg/status' }],
            purl: '',
          },
        },
      ],
      source: { type: 'image', target: { userInput: 'python:3.6' } },
      distro: {},
      descriptor: { name: 'grype', version: '0.7.0' },
    },
    counted: '`matches`',
    results: 1,
  },
];
