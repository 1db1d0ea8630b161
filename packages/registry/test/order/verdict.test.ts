import { type Age, byRevision, byVersion, rightTo, type Version, versionOfName } from '../../src/order/index.ts';

const version = (text: string): Version => versionOfName(text)!;
const versions = (...all: string[]) => all.map(version);

describe('a tag of a version', () => {
  const judge = (of: string, released: string[], within?: 'major' | 'minor', said?: string) =>
    byVersion(
      { tag: 'x', rule: 'version', ...(within && { within }) },
      { version: version(of), released: versions(...released) },
      said === undefined ? undefined : versionOfName(said),
    ).move;

  test.each([
    ['the first', '1.0.0', [], undefined, undefined, true],
    ['a higher one', '1.2.4', ['1.2.3'], undefined, undefined, true],
    ['by number', '1.10.0', ['1.9.0'], undefined, undefined, true],
    ['the same again', '1.2.3', ['1.2.3'], undefined, undefined, true],
    ['a backport does not take `latest`', '1.2.4', ['2.0.0'], undefined, undefined, false],
    ['but its major', '1.9.9', ['2.0.0', '1.9.8'], 'major', undefined, true],
    ['of which it may be a backport, too', '1.2.4', ['2.0.0', '1.9.8'], 'major', undefined, false],
    ['and its minor', '1.2.4', ['2.0.0', '1.9.8', '1.2.3'], 'minor', undefined, true],
    ['where a later one is there already', '1.2.4', ['1.2.5'], 'minor', undefined, false],
    ['prereleases of higher versions do not count', '1.2.4', ['2.0.0-rc.1'], undefined, undefined, true],
    ['what the image says that is there, though its tag is gone', '1.2.4', [], undefined, '2.0.0', false],
    ['what it says counts within its major only', '1.2.4', [], 'major', '2.0.0', true],
    ['what it says that is no version', '1.2.4', [], undefined, 'main', true],
  ] as const)('%s', (_what, of, released, within, said, expected) => {
    expect(judge(of, [...released], within, said)).toBe(expected);
  });

  test('a prerelease takes none, and an environment all the same', () => {
    const facts = { version: version('1.2.3-rc.1'), released: [] };
    const untilReleased = { by: 'revision' } as const;
    expect(rightTo({ tag: '1.2', rule: 'version', within: 'minor' }, facts, untilReleased)).toHaveProperty('denied');
    expect(rightTo({ tag: 'staging', rule: 'revision' }, facts, untilReleased)).toEqual({ by: 'revision' });
  });
});

describe('any other tag', () => {
  test.each([
    ['newer', true, false],
    ['same', true, false],
    ['older', false, false],
    ['unknown', true, true],
  ] as const)('a commit that is %s', (order, move, isUnsure) => {
    const age: Age = { order, because: 'of a test' };
    expect(byRevision(age)).toEqual({ move, why: 'of a test', isUnsure });
  });

  test('that is not there yet moves', () => {
    expect(byRevision(undefined).move).toBe(true);
  });
});
