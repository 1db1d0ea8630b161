import type { Sample } from './sample.ts';

const entry = {
  id: 'SNYK-JS-LODASH-1040724',
  title: 'Command Injection',
  CVSSv3: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H',
  cvssScore: 7.2,
  severity: 'high',
  severityWithCritical: 'high',
  identifiers: { CVE: ['CVE-2021-23337'], CWE: ['CWE-78'], GHSA: ['GHSA-35jh-r3h4-6jhm'] },
  packageName: 'lodash',
  moduleName: 'lodash',
  packageManager: 'npm',
  name: 'lodash',
  version: '4.17.15',
  fixedIn: ['4.17.21'],
  from: ['app@1.0.0', 'lodash@4.17.15'],
};
const project = {
  vulnerabilities: [entry, { ...entry, from: ['app@1.0.0', 'build@2.0.0', 'lodash@4.17.15'] }],
  ok: false,
  dependencyCount: 9,
  org: 'org',
  packageManager: 'npm',
  filtered: { ignore: [], patch: [] },
  uniqueCount: 1,
  projectName: 'app',
  displayTargetFile: 'web/package-lock.json',
  path: '/home/runner/work/app/app',
};
const license = {
  ...entry,
  id: 'snyk:lic:npm:left:GPL-3.0',
  type: 'license',
  title: 'GPL-3.0 license',
  license: 'GPL-3.0',
  packageName: 'left',
  identifiers: undefined,
};
const inImage = {
  ...entry,
  id: 'SNYK-DEBIAN11-GLIBC-2340923',
  packageName: 'glibc/libc6',
  packageManager: 'debian:11',
  identifiers: { CVE: ['CVE-2022-23219'], CWE: [] },
};

export const snykSamples: readonly Sample[] = [
  {
    tool: 'snyk',
    of: 'one project, with what a policy hides',
    document: {
      ...project,
      filtered: {
        ignore: [{ ...entry, filtered: { ignored: [{ reason: 'not reached', expires: '2027-01-01' }] } }],
        patch: [entry],
      },
    },
    counted: 'entries of `vulnerabilities`, `filtered.ignore` and `filtered.patch`: ways to a weakness',
    results: 4,
    suppressed: 2,
  },
  {
    tool: 'snyk',
    of: 'a list of projects, of which one was not tested',
    document: [
      project,
      { ...project, vulnerabilities: [license], displayTargetFile: 'api/package.json' },
      { ok: false, error: 'Missing node_modules folder', path: '/home/runner/work/app/app/docs' },
    ],
    counted: 'entries of `vulnerabilities`',
    results: 3,
    failures: ['Snyk did not test /home/runner/work/app/app/docs: Missing node_modules folder'],
  },
  {
    tool: 'snyk',
    of: 'an image and what was built into it',
    document: {
      ...project,
      vulnerabilities: [inImage],
      packageManager: 'deb',
      projectName: 'docker-image|ghcr.io/org/app',
      path: 'ghcr.io/org/app:v2',
      docker: { baseImage: 'debian:11' },
      displayTargetFile: undefined,
      applications: [{ ...project, vulnerabilities: [entry], displayTargetFile: '/app/package-lock.json' }],
    },
    counted: 'entries of `vulnerabilities`, those of `applications` too',
    results: 2,
  },
];
