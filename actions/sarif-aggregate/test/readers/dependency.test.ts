import type { KnownTool, Subject } from '@actions-aws/findings';
import { readers } from '../../src/readers/readers.ts';
import { grypeSamples } from './samples/grype.ts';
import { npmAuditSamples } from './samples/npm-audit.ts';
import { pipAuditSamples } from './samples/pip-audit.ts';
import { pnpmAuditSamples } from './samples/pnpm-audit.ts';
import { safetySamples } from './samples/safety.ts';
import type { Sample } from './samples/sample.ts';
import { snykSamples } from './samples/snyk.ts';
import { trivySamples } from './samples/trivy.ts';

type Weakness = Omit<Extract<Subject, { kind: 'dependency' }>, 'kind'>;

/** What is expected of one result: its subject, and what else identity and severity are made of. */
interface Given extends Weakness {
  readonly path?: string;
  readonly severity?: string;
  readonly scores?: readonly number[];
}

const lodash = { type: 'npm', name: 'lodash' };
const ids = ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'];
const glibc = { type: 'deb', name: 'libc6', source: 'glibc' };

const GIVEN: readonly (readonly [name: string, sample: Sample | undefined, result: number, given: Given])[] = [
  [
    'npm 7',
    npmAuditSamples[0],
    0,
    {
      advisories: ['GHSA-gxpj-cx7g-858c'],
      package: { type: 'npm', name: 'debug' },
      target: 'lockfile',
      severity: 'high',
      scores: [7.5],
    },
  ],
  [
    'npm 7, without a score',
    npmAuditSamples[0],
    2,
    {
      advisories: ['GHSA-3787-6prv-h9w3'],
      package: { type: 'npm', name: 'undici' },
      target: 'lockfile',
      severity: 'high',
    },
  ],
  [
    'npm 6',
    npmAuditSamples[2],
    0,
    {
      advisories: ['CVE-2021-23424', 'GHSA-whgm-jr23-g3j9'],
      package: { type: 'npm', name: 'ansi-html' },
      version: '0.0.7',
      fixed: '>=0.0.8',
      target: 'lockfile',
      severity: 'high',
      scores: [7.5],
    },
  ],
  [
    'npm 6, before GitHub had the advisory',
    npmAuditSamples[2],
    1,
    {
      advisories: ['NPM-1059338'],
      package: { type: 'npm', name: 'ansi-html' },
      version: '0.0.7',
      fixed: '>=0.0.8',
      target: 'lockfile',
      severity: 'high',
      scores: [7.5],
    },
  ],
  [
    'pnpm, in two versions',
    pnpmAuditSamples[0],
    0,
    {
      advisories: ['GHSA-35jh-r3h4-6jhm'],
      package: lodash,
      version: '4.17.15, 4.17.19',
      fixed: '>=4.17.21',
      target: 'lockfile',
      severity: 'high',
    },
  ],
  [
    'pip-audit',
    pipAuditSamples[0],
    0,
    {
      advisories: ['CVE-2021-33203', 'GHSA-68w8-qjq3-2gfm', 'PYSEC-2021-98'],
      package: { type: 'pypi', name: 'django' },
      version: '3.2.1',
      fixed: '2.2.24, 3.2.4',
      target: 'lockfile',
    },
  ],
  [
    'pip-audit, not repaired',
    pipAuditSamples[0],
    1,
    { advisories: ['PYSEC-2021-99'], package: { type: 'pypi', name: 'django' }, version: '3.2.1', target: 'lockfile' },
  ],
  [
    'Safety 3',
    safetySamples[0],
    0,
    {
      advisories: ['CVE-2022-22818', 'SAFETY-44742'],
      package: { type: 'pypi', name: 'django' },
      version: '4.0.1',
      fixed: '4.0.2, 3.2.12',
      target: 'backend/requirements.txt',
      path: 'backend/requirements.txt',
      scores: [6.1],
    },
  ],
  [
    'Safety 2, of installed packages',
    safetySamples[1],
    0,
    {
      advisories: ['SAFETY-44742'],
      package: { type: 'pypi', name: 'django' },
      version: '4.0.1',
      fixed: '4.0.2, 3.2.12',
      target: 'lockfile',
    },
  ],
  [
    'Safety 1, with a key',
    safetySamples[2],
    0,
    {
      advisories: ['SAFETY-44742'],
      package: { type: 'pypi', name: 'django' },
      version: '4.0.1',
      target: 'lockfile',
      scores: [6.1],
    },
  ],
  [
    'Trivy, a lockfile',
    trivySamples[0],
    0,
    {
      advisories: ['CVE-2019-11358', 'GHSA-6c3j-c64m-qhgq'],
      package: { type: 'npm', name: 'jquery' },
      version: '3.3.9',
      fixed: '3.4.0',
      target: 'web/package-lock.json',
      path: 'web/package-lock.json',
      severity: 'MEDIUM',
      scores: [6.1, 5.6],
    },
  ],
  [
    'Trivy, an installed package',
    trivySamples[0],
    1,
    {
      advisories: ['CVE-2019-11358', 'GHSA-6c3j-c64m-qhgq'],
      package: { type: 'npm', name: 'jquery' },
      version: '3.3.9',
      fixed: '3.4.0',
      target: 'vendor/jquery/package.json',
      path: 'vendor/jquery/package.json',
      severity: 'MEDIUM',
      scores: [6.1, 5.6],
    },
  ],
  [
    'Trivy, a distribution in an image',
    trivySamples[1],
    0,
    {
      advisories: ['CVE-2022-23219'],
      package: glibc,
      version: '2.31',
      target: 'ghcr.io/org/app',
      severity: 'CRITICAL',
      scores: [7.5],
    },
  ],
  [
    'Trivy, a lockfile in an image',
    trivySamples[1],
    1,
    {
      advisories: ['CVE-2019-11358', 'GHSA-6c3j-c64m-qhgq'],
      package: { type: 'npm', name: 'jquery' },
      version: '3.3.9',
      fixed: '3.4.0',
      target: 'ghcr.io/org/app',
      severity: 'MEDIUM',
      scores: [6.1, 5.6],
    },
  ],
  [
    'Trivy, a list: an image',
    trivySamples[3],
    0,
    {
      advisories: ['CVE-2022-23219'],
      package: { type: 'deb', name: 'libc6' },
      version: '2.31',
      target: 'debian',
      severity: 'CRITICAL',
      scores: [7.5],
    },
  ],
  [
    'Trivy, a list: a folder',
    trivySamples[4],
    0,
    {
      advisories: ['CVE-2019-11358', 'GHSA-6c3j-c64m-qhgq'],
      package: { type: 'npm', name: 'jquery' },
      version: '3.3.9',
      fixed: '3.4.0',
      target: 'package-lock.json',
      path: 'package-lock.json',
      severity: 'MEDIUM',
      scores: [6.1, 5.6],
    },
  ],
  [
    'Trivy, a cluster',
    trivySamples[5],
    0,
    {
      advisories: ['CVE-2022-23219'],
      package: { type: 'deb', name: 'libc6' },
      version: '2.31',
      target: 'redis',
      severity: 'CRITICAL',
      scores: [7.5],
    },
  ],
  [
    'Grype, a folder',
    grypeSamples[0],
    0,
    {
      advisories: ids,
      package: lodash,
      version: '4.17.15',
      fixed: '4.17.21',
      target: 'web/package-lock.json',
      path: 'web/package-lock.json',
      severity: 'High',
      scores: [7.2],
    },
  ],
  [
    'Grype, an image',
    grypeSamples[1],
    0,
    {
      advisories: ['CVE-2019-18276'],
      package: glibc,
      version: '2.31',
      target: 'ghcr.io/org/app',
      severity: 'Negligible',
      scores: [7.2],
    },
  ],
  [
    'Grype 0.7',
    grypeSamples[2],
    0,
    {
      advisories: ['CVE-2011-3389'],
      package: { type: 'deb', name: 'libgnutls30' },
      version: '3.6.7',
      fixed: '3.7',
      target: 'python',
      severity: 'Medium',
      scores: [4.3],
    },
  ],
  [
    'Snyk, a project',
    snykSamples[0],
    0,
    {
      advisories: [...ids, 'SNYK-JS-LODASH-1040724'],
      package: lodash,
      version: '4.17.15',
      fixed: '4.17.21',
      target: 'web/package-lock.json',
      path: 'web/package-lock.json',
      severity: 'high',
      scores: [7.2],
    },
  ],
  [
    'Snyk, an image',
    snykSamples[2],
    0,
    {
      advisories: ['CVE-2022-23219', 'SNYK-DEBIAN11-GLIBC-2340923'],
      package: glibc,
      version: '4.17.15',
      fixed: '4.17.21',
      target: 'ghcr.io/org/app',
      severity: 'high',
      scores: [7.2],
    },
  ],
  [
    'Snyk, what was built into an image',
    snykSamples[2],
    1,
    {
      advisories: [...ids, 'SNYK-JS-LODASH-1040724'],
      package: lodash,
      version: '4.17.15',
      fixed: '4.17.21',
      target: 'ghcr.io/org/app',
      severity: 'high',
      scores: [7.2],
    },
  ],
];

const read = ({ tool, document }: Sample) => readers.get(tool)?.read(document, { target: 'lockfile' }).results ?? [];

it.each(GIVEN)('%s', (_, sample, result, { path, severity, scores, ...subject }) => {
  const { path: at, severity: said, scores: scored, subject: about } = read(sample!)[result]!;
  expect({ path: at, severity: said, scores: scored, subject: about }).toEqual({
    path,
    severity,
    scores,
    subject: { kind: 'dependency', ...subject },
  });
});

it.each<readonly [KnownTool, Sample | undefined, readonly string[]]>([
  [
    'npm-audit',
    npmAuditSamples[0],
    [
      'Something is wrong in debug in debug >=4.0.0 <4.3.1; reaches @org/fun, deploy',
      'Something is wrong in semver in semver <5.7.2 || >=7.0.0 <7.5.2; reaches @org/fun, deploy',
      'Something is wrong in undici in undici <=5.28.2; reaches deploy',
    ],
  ],
  ['pnpm-audit', pnpmAuditSamples[0], ['Command Injection in lodash in lodash 4.17.15, 4.17.19; reaches build']],
  ['trivy', trivySamples[3], ['libc6 2.31 has CVE-2022-23219', 'jquery 3.3.9 has CVE-2019-11358; repaired in 3.4.0']],
])('what %s says', (_, sample, messages) => {
  expect(read(sample!).map(({ message }) => message)).toEqual(messages);
});

it('licenses', () => {
  const subjects = [...read(trivySamples[0]!), ...read(snykSamples[1]!)].map(({ subject }) => subject);
  expect(subjects.filter(({ kind }) => kind === 'license')).toEqual([
    { kind: 'license', license: 'GPL-3.0-only', package: { name: 'left' }, target: 'web/package-lock.json' },
    { kind: 'license', license: 'GPL-3.0-only', package: { name: 'COPYING' }, target: 'COPYING' },
    { kind: 'license', license: 'GPL-3.0', package: { type: 'npm', name: 'left' }, target: 'api/package.json' },
  ]);
});

it('a long chain of packages is named by its first ten', () => {
  const name = (index: number) => `p${String(index).padStart(4, '0')}`;
  const vulnerabilities = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [
      name(index),
      { via: index === 0 ? [{ source: 1, title: 'Bad', url: '', range: '*' }] : [name(index - 1)] },
    ]),
  );
  const document = { auditReportVersion: 2, vulnerabilities };
  const [result] = readers.get('npm-audit')?.read(document, {}).results ?? [];
  const first = Array.from({ length: 10 }, (_, index) => name(index + 1)).join(', ');
  expect(result?.message).toBe(`Bad in p0000 *; reaches ${first} and 90 more`);
});
