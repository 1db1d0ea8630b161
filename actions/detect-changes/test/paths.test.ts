import { openGit } from '@actions-aws/git';
import { paths } from '../src/git/trees.ts';
import { newWorld, type World } from './support/world.ts';

let world: World;
beforeAll(() => {
  world = newWorld();
  const submodule = { content: '1'.repeat(40), mode: '160000' } as const;
  world.origin.commit('main', {
    'a/x': '1',
    'a/b/y': '1',
    'ab/x': '1',
    ':(top)/z': '1',
    '*/z': '1',
    '-r': '1',
    'caf\xc3\xa9/x': '1',
    'new\nline\t/x': '1',
    'vendor/lib': submodule,
    sub: submodule,
  });
});
afterAll(() => world.remove());

test.each<readonly [below: readonly string[] | undefined, expected: readonly string[]]>([
  [['a'], ['a/b/y', 'a/x']],
  [
    ['a/b', 'ab/x'],
    ['a/b/y', 'ab/x'],
  ],
  [['none', 'a/none'], []],
  [[':(top)'], [':(top)/z']],
  [['*'], ['*/z']],
  [['-r'], ['-r']],
  [['caf\xc3\xa9'], ['caf\xc3\xa9/x']],
  [['new\nline\t'], ['new\nline\t/x']],
  [['vendor'], ['vendor/lib (submodule)']],
  [
    ['vendor/lib/src/deep', 'sub/a'],
    ['sub (submodule)', 'vendor/lib (submodule)'],
  ],
  [
    undefined,
    [
      '*/z',
      '-r',
      ':(top)/z',
      'a/b/y',
      'a/x',
      'ab/x',
      'caf\xc3\xa9/x',
      'new\nline\t/x',
      'sub (submodule)',
      'vendor/lib (submodule)',
    ],
  ],
])('of a tree, what is in %j', async (below, expected) => {
  const git = await openGit({ directory: world.origin.directory, env: { PATH: process.env.PATH } });
  const head = world.origin.git('rev-parse', 'main');
  const found: string[] = [];
  const visit = (path: string, isSubmodule: boolean) => found.push(isSubmodule ? `${path} (submodule)` : path);
  expect(await paths(git, head, visit, below)).toBe(true);
  expect(found.sort()).toEqual(expected);
});
