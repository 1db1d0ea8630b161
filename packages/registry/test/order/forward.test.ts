import {
  type Age,
  forward,
  type Holder,
  type Said,
  versionAmong,
  versionOf,
  type Wish,
} from '../../src/order/index.ts';

const prod: Wish = { tag: 'prod', rule: 'revision' };
const latest: Wish = { tag: 'latest', rule: 'latest' };
const minor: Wish = { tag: '1.2', rule: 'version', within: 'minor' };
const major: Wish = { tag: '1', rule: 'version', within: 'major' };

const versions = (...all: readonly string[]) => all.map((text) => versionOf(text)!);
const image = (version?: string, revision?: string): Said => ({
  version: version ? versionOf(version) : undefined,
  revision,
});

interface Case {
  readonly wish: Wish;
  readonly image?: Said;
  readonly holder: Holder;
  readonly released?: readonly string[];
  readonly age?: Age['order'];
  readonly expected: object;
}

const stays = { move: false };
const moves = { move: true };

test.each<[string, Case]>([
  ['a tag that is new', { wish: prod, holder: 'absent', expected: { ...moves, rule: 'revision' } }],
  ['a later commit', { wish: prod, holder: image(), age: 'newer', expected: { ...moves, rule: 'revision' } }],
  ['the same commit', { wish: prod, holder: image(), age: 'same', expected: moves }],
  ['an earlier commit', { wish: prod, holder: image(), age: 'older', expected: { ...stays, isUnsure: false } }],
  [
    'a commit that is not known',
    { wish: prod, holder: image(), age: 'unknown', expected: { ...stays, isUnsure: true } },
  ],
  ['an archived image', { wish: prod, holder: 'archived', expected: { ...stays, isUnsure: true } }],
  [
    'an environment, from a higher version to a later commit',
    {
      wish: prod,
      image: image('1.2.4'),
      holder: image('2.0.0'),
      age: 'newer',
      expected: { ...moves, rule: 'revision' },
    },
  ],
  [
    'an environment, by a prerelease',
    { wish: prod, image: image('2.0.0-rc.1'), holder: image('1.0.0'), age: 'newer', expected: moves },
  ],
  [
    'the first release',
    { wish: minor, image: image('1.2.0'), holder: 'absent', expected: { ...moves, rule: 'version' } },
  ],
  [
    'a higher version of an earlier commit',
    {
      wish: minor,
      image: image('1.2.4'),
      holder: image('1.2.3'),
      age: 'older',
      expected: { ...moves, rule: 'version' },
    },
  ],
  ['a lower version', { wish: minor, image: image('1.2.2'), holder: image('1.2.3'), age: 'newer', expected: stays }],
  [
    'what the registry has',
    { wish: minor, image: image('1.2.2'), holder: 'absent', released: ['1.2.3'], expected: stays },
  ],
  [
    'a backport: its minor',
    {
      wish: minor,
      image: image('1.2.4'),
      holder: image('1.2.3'),
      released: ['1.2.3', '1.9.0', '2.0.0'],
      expected: moves,
    },
  ],
  [
    'a backport: its major',
    { wish: major, image: image('1.2.4'), holder: image('1.9.0'), released: ['1.2.3', '2.0.0'], expected: stays },
  ],
  [
    'a backport: `latest`',
    { wish: latest, image: image('1.2.4'), holder: image('2.0.0'), released: ['2.0.0'], age: 'newer', expected: stays },
  ],
  ['a release takes `latest`', { wish: latest, image: image('2.1.0'), holder: image('2.0.0'), expected: moves }],
  ['a prerelease does not', { wish: latest, image: image('2.1.0-rc.1'), holder: 'absent', expected: stays }],
  ['nor a tag of a version', { wish: minor, image: image('1.2.0-rc.1'), holder: 'absent', expected: stays }],
  [
    '`latest` before there is a release: by commit',
    { wish: latest, holder: image(), age: 'newer', expected: { ...moves, rule: 'revision' } },
  ],
  ['to an earlier commit', { wish: latest, holder: image(), age: 'older', expected: { ...stays, rule: 'revision' } }],
  ['`latest` of a release, by a branch', { wish: latest, holder: image('1.0.0'), age: 'newer', expected: stays }],
  [
    '`latest` once there is a release, by a branch',
    { wish: latest, holder: 'absent', released: ['1.0.0'], expected: stays },
  ],
  [
    'a tag of a version, by an image without one',
    { wish: minor, holder: 'absent', expected: { ...stays, rule: 'version' } },
  ],
  [
    'from an image that does not say its version, and none is there',
    {
      wish: minor,
      image: image('1.2.4'),
      holder: image(),
      released: ['1.9.0'],
      expected: { ...stays, isUnsure: true },
    },
  ],
  [
    'from one that is archived, and none is there',
    { wish: minor, image: image('1.2.4'), holder: 'archived', expected: { ...stays, isUnsure: true } },
  ],
  [
    'from an image that does not say its version, where the last one is there',
    { wish: minor, image: image('1.2.4'), holder: image(), released: ['1.2.3'], expected: moves },
  ],
])('%s', async (_what, { wish, image: ours = image(), holder, released = [], age = 'unknown', expected }) => {
  const asked = {
    released: async () => versions(...released),
    age: async () => ({ order: age, because: 'of a test' }),
  };
  expect(await forward(wish, ours, holder, asked)).toMatchObject(expected);
});

test('nothing is asked that does not decide', async () => {
  const refuse = async () => {
    throw new Error('asked in vain');
  };
  const asked = { released: refuse, age: refuse };
  expect(await forward(prod, image(), 'absent', asked)).toMatchObject(moves);
  expect(await forward(latest, image('1.0.0-rc.1'), image('0.9.0'), asked)).toMatchObject(stays);
  const released = { ...asked, released: async () => [] };
  expect(await forward(minor, image('1.2.4'), image('1.2.3'), released)).toMatchObject(moves);
});

test.each([
  [[], undefined],
  [['1.2.3', '1.10.0', '2.0.0-rc.1'], '1.10.0'],
  [['2.0.0-rc.1', '2.0.0-rc.2'], '2.0.0-rc.2'],
])('of the names %j, an image has the version %s', (names, expected) => {
  expect(versionAmong(versions(...names))?.text).toBe(expected);
});
