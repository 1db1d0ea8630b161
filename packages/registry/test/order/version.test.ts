import { compareVersions, highestOf, type Version, versionOf, versionOfName } from '../../src/order/index.ts';

const versions = (...all: string[]): readonly Version[] => all.map((text) => versionOf(text)!);

test.each([
  ['1.2.3', { text: '1.2.3', major: 1, minor: 2, isPrerelease: false }],
  ['1.2.3-rc.1', { text: '1.2.3-rc.1', major: 1, minor: 2, isPrerelease: true }],
  ['1.2.3+arm', { text: '1.2.3+arm', major: 1, minor: 2, isPrerelease: false }],
  ['v1.2.3', undefined],
  ['1.2', undefined],
  ['1.2.3\n', undefined],
  ['01.2.3', undefined],
  ['', undefined],
])('%j as a version', (text, expected) => {
  expect(versionOf(text)).toEqual(expected);
});

test.each([
  ['1.2.3', '1.2.3'],
  ['v1.2.3', '1.2.3'],
  ['1.2.3_arm', '1.2.3+arm'],
  ['latest', undefined],
  ['1.2', undefined],
  ['sha-0123456789ab-20260314-150926', undefined],
])('the tag %s stands for the version %s', (name, expected) => {
  expect(versionOfName(name)?.text).toBe(expected);
});

test('versions go by number, not by text, and none is below its prereleases', () => {
  const sorted = versions('1.10.0', '1.9.0', '2.0.0', '2.0.0-rc.1', '1.2.3').toSorted(compareVersions);
  expect(sorted.map(({ text }) => text)).toEqual(['1.2.3', '1.9.0', '1.10.0', '2.0.0-rc.1', '2.0.0']);
});

test('the highest is no prerelease', () => {
  expect(highestOf(versions('1.10.0', '1.9.0', '2.0.0-rc.1'))?.text).toBe('1.10.0');
  expect(highestOf(versions('2.0.0-rc.1'))).toBeUndefined();
});
