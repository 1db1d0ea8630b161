import { advisoriesOf, ghsaIn, packageInPurl, packageNamed, packageType } from '../src/index.ts';

describe('advisoriesOf', () => {
  it.each([
    [['cve-2021-1', ' CVE-2021-1 ', ''], ['CVE-2021-1']],
    [
      ['ghsa-35JH-r3h4-6jhm', 'RHSA-2021:1', 'CVE-2020-9'],
      ['CVE-2020-9', 'GHSA-35jh-r3h4-6jhm', 'RHSA-2021:1'],
    ],
  ])('%j', (ids, same) => {
    expect(advisoriesOf(ids)).toEqual(same);
  });
});

it.each([
  ['https://github.com/advisories/GHSA-35jh-r3h4-6jhm', 'GHSA-35jh-r3h4-6jhm'],
  ['https://www.npmjs.com/advisories/146', undefined],
])('ghsaIn(%s)', (url, ghsa) => {
  expect(ghsaIn(url)).toBe(ghsa);
});

it.each([
  ['pkg:npm/%40babel/core@7.1.0', { type: 'npm', name: '@babel/core' }],
  [
    'pkg:deb/debian/libc6@2.31-13?arch=amd64&upstream=glibc%402.31&distro=debian-11',
    { type: 'deb', name: 'libc6', source: 'glibc' },
  ],
  ['pkg:apk/alpine/busybox@1.30?upstream=busybox', { type: 'apk', name: 'busybox' }],
  ['pkg:maven/org.apache.logging/log4j@2.1', { type: 'maven', name: 'org.apache.logging:log4j' }],
  ['pkg:golang/github.com/org/mod@v1.2.3', { type: 'golang', name: 'github.com/org/mod' }],
  // Syft up to 1.18, and so Grype: the major version stands behind, as if it were a folder of the module.
  ['pkg:golang/github.com/org/mod@v2.1.0#v2', { type: 'golang', name: 'github.com/org/mod/v2' }],
  ['pkg:golang/golang.org/x/mod?arch=any#a/b%2Dc/', { type: 'golang', name: 'golang.org/x/mod/a/b-c' }],
  ['pkg:npm/lodash@4#lib/a.js', { type: 'npm', name: 'lodash' }],
  ['pkg:pypi/Ruamel_Yaml@0.1', { type: 'pypi', name: 'ruamel-yaml' }],
  ['pkg:npm/%zz@1', { type: 'npm', name: '%zz' }],
  ['pkg:npm/', undefined],
  ['lodash', undefined],
])('packageInPurl(%s)', (purl, named) => {
  expect(packageInPurl(purl)).toEqual(named);
});

it.each([
  ['Debian', 'deb'],
  ['node-pkg', 'npm'],
  ['constructor', undefined],
])('packageType(%s)', (word, type) => {
  expect(packageType(word)).toBe(type);
});

it.each([
  ['pypi', 'Django_Rest.Framework', 'django-rest-framework'],
  ['golang', 'github.com/BurntSushi/toml', 'github.com/burntsushi/toml'],
  ['composer', 'Twig/Twig', 'twig/twig'],
  ['maven', 'org.apache/log4j', 'org.apache:log4j'],
])('a package of %s is the same by each spelling of its name', (type, one, other) => {
  expect(packageNamed(type, one)).toEqual(packageNamed(type, other));
});
