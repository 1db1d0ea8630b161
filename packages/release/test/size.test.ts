import { actionNames, root } from '@actions-aws/workspace';
import { withScratchGit } from '../src/git.ts';
import { assembleTree } from '../src/tree/assemble.ts';
import { commitTree } from '../src/tree/commit.ts';
import { describeSizes, sizesOf } from '../src/tree/size.ts';

// `npm test` has built the bundles before.
test('the archive of twenty such actions has at most 12 MB, since every job of every user downloads it', async () => {
  const names = await actionNames(root);
  const files = await assembleTree(root);
  const sizes = await withScratchGit(async (git) => {
    const { commit } = await commitTree(git, files, { message: 'release', time: 0 });
    return sizesOf(git, commit, names);
  });
  expect((sizes.whole / names.length) * 20).toBeLessThan(12_000_000);
  expect(Object.keys(sizes.folders)).toEqual(names);
  const sum = Object.values(sizes.folders).reduce((total, size) => total + size, 0);
  expect(Math.abs(sizes.whole - sum)).toBeLessThan(100_000);
});

test('sizes are told for each action and in all', () => {
  expect(describeSizes({ whole: 1_100_000, folders: { greet: 640_000, part: 440_000 } })).toEqual([
    'greet   0.64 MB gzip',
    'part    0.44 MB gzip',
    'in all  1.10 MB gzip',
  ]);
});

test('an archive that is too large is refused', () => {
  expect(() => describeSizes({ whole: 12_100_000, folders: { greet: 12_100_000 } })).toThrow(
    'The archive has 12.10 MB, and may have 12.00 MB: let bundles share code in _lib/.',
  );
});

test('a commit is the same under other settings of git, and with attributes in it', async () => {
  const files = new Map([
    ['.gitattributes', Buffer.from('* text eol=crlf ident\n')],
    ['greet/action.yml', Buffer.from('name: $Id$\r\nline\n')],
  ]);
  const words = { message: 'release\n', time: 1_700_000_000 };
  const made = () => withScratchGit((git) => commitTree(git, files, words));
  const first = await made();
  process.env.GIT_AUTHOR_NAME = 'Eve';
  process.env.GIT_CONFIG_COUNT = '1';
  process.env.GIT_CONFIG_KEY_0 = 'core.autocrlf';
  process.env.GIT_CONFIG_VALUE_0 = 'input';
  try {
    expect(await made()).toEqual(first);
  } finally {
    for (const name of ['GIT_AUTHOR_NAME', 'GIT_CONFIG_COUNT', 'GIT_CONFIG_KEY_0', 'GIT_CONFIG_VALUE_0'])
      delete process.env[name];
  }
});
