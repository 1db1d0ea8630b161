import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assembleTree } from '../src/tree/assemble.ts';
import { readRefs, withRefs } from '../src/tree/refs.ts';
import { treeRefusals } from '../src/tree/refusals.ts';
import { filesIn, writeTree } from '../src/tree/write.ts';
import { SOURCES, withFiles } from './support/sources.ts';

const texts = async (root: string, refs?: string) =>
  Object.fromEntries(
    [...(await assembleTree(root, refs ? readRefs(refs) : undefined))].map(([file, bytes]) => [
      file,
      `${Buffer.from(bytes)}`,
    ]),
  );

test('the tree has one folder for each action, the workflows, the licence and a catalogue, and nothing else', async () => {
  const tree = await withFiles(SOURCES, (root) => texts(root));
  expect(Object.keys(tree)).toEqual([
    '.github/workflows/ci.yml',
    '.github/workflows/pipe.yml',
    'LICENSE',
    'README.md',
    'greet/README.md',
    'greet/action.yml',
    'greet/dist/index.js',
    'greet/dist/licenses.txt',
    'part/README.md',
    'part/action.yml',
    'part/dist/index.js',
  ]);
  expect(tree['.github/workflows/pipe.yml']).toBe(SOURCES['.github/workflows/pipe.yml']);
  expect(tree['README.md']).toContain('| [`greet`](greet/README.md) | Says hello \\| to users |');
});

test('links lead to where their target is in the tree, or to the sources', async () => {
  const tree = await withFiles(SOURCES, (root) => texts(root));
  expect(tree['greet/README.md']).toContain('[part](../part/README.md#how)');
  expect(tree['greet/README.md']).toContain('[a shop](https://github.com/org/actions/blob/main/examples/shop)');
  expect(tree['part/README.md']).toContain('[the licence](../LICENSE)');
});

test('a link that leads nowhere is refused', async () => {
  const broken = { ...SOURCES, 'actions/part/README.md': 'See [more](more.md).\n' };
  await expect(withFiles(broken, (root) => texts(root))).rejects.toThrow('actions/part/README.md links to more.md');
});

test('with --refs, READMEs and workflows name the owner, and workflows that cannot be called stay out', async () => {
  const tree = await withFiles(SOURCES, (root) => texts(root, 'acme/ci-actions@v3'));
  expect(Object.keys(tree)).not.toContain('.github/workflows/ci.yml');
  expect(tree['.github/workflows/pipe.yml']).toContain('uses: acme/ci-actions/greet@v3');
  expect(tree['greet/README.md']).toContain('`uses: acme/ci-actions/greet@v3`');
  expect(tree['README.md']).toContain('- uses: acme/ci-actions/greet@v3');
  // Not the sources: these are still where they were.
  expect(tree['README.md']).toContain('(https://github.com/org/actions)');
});

test('with --refs, no command of the catalogue asks the repository that the sources name', async () => {
  const { 'README.md': released = '' } = await withFiles(SOURCES, (root) => texts(root));
  expect(released).toContain('`git ls-remote https://github.com/org/actions refs/tags/v1.2.3`');
  expect(released).toContain('`npm run release -- verify v1.2.3`');
  const { 'README.md': own = '' } = await withFiles(SOURCES, (root) => texts(root, 'acme/ci-actions@v3'));
  expect(own.replace('[its sources](https://github.com/org/actions)', '')).not.toContain('org/actions');
  expect(own).toContain('`git ls-remote https://github.com/acme/ci-actions v3`');
  // A tag that we did not make is not one that `verify` knows.
  expect(own).not.toContain('verify');
  expect(own).toContain('`npm run release -- build --out DIR --refs acme/ci-actions@v3`');
});

test.each([
  ['org/actions/.github/workflows/pipe.yml@v1', 'acme/a/.github/workflows/pipe.yml@v9'],
  ['org/actions@v1.', 'acme/a@v9.'],
  ['org/actions/x@v1.2.3', 'acme/a/x@v1.2.3'],
  ['org/actions/x@<sha>', 'acme/a/x@<sha>'],
  ['https://github.com/org/actions/issues', 'https://github.com/org/actions/issues'],
  ['my-org/actions@v1 org/actions-runner', 'my-org/actions@v1 org/actions-runner'],
])('%s becomes %s', (text, written) => {
  expect(withRefs(text, { repository: 'acme/a', ref: 'v9' })).toBe(written);
});

test.each(['acme', 'acme/actions', 'acme/actions@', 'acme/a b@v1', '$(x)/y@v1', 'acme/actions@../v1', 'a/b/c@v1'])(
  '--refs "%s" is refused',
  (text) => expect(() => readRefs(text)).toThrow('must be OWNER/REPO@REF'),
);

test.each([
  ['.gitattributes', 'dist/** export-ignore\n', 'sets export-ignore'],
  ['greet/.gitattributes', '*.js export-subst\n', 'sets export-subst'],
  ['.gitattributes', '* eol=crlf\n', 'attributes change what is checked out'],
  ['greet/dist/index.js', 'one\r\ntwo\n', 'lines that end in CR LF'],
  ['greet/src/main.ts', '', 'only what users need is'],
  ['package.json', '{}', 'only what users need is'],
  ['greet/dist/a b.js', '', 'a name that not every system takes'],
])('a tree with %s (%j) is refused', (file, text, words) => {
  const files = new Map([
    ['greet/action.yml', Buffer.from('name: Greet\n')],
    [file, Buffer.from(text)],
  ]);
  expect(treeRefusals(files)).toEqual([expect.stringContaining(words)]);
});

test('what is no text may hold CR LF', () => {
  expect(
    treeRefusals(
      new Map([
        ['greet/action.yml', Buffer.from('')],
        ['greet/dist/a.wasm', Buffer.from('\0asm\r\n')],
      ]),
    ),
  ).toEqual([]);
});

test('a folder is made to hold the tree, an older one and its files are replaced, and a clone stays a clone', async () => {
  await withFiles(SOURCES, async (root) => {
    const out = path.join(root, 'new/out');
    await writeTree(
      out,
      new Map([
        ['old/action.yml', Buffer.from('')],
        ['old/dist/index.js', Buffer.from('')],
      ]),
    );
    await mkdir(path.join(out, '.git'));
    await writeFile(path.join(out, '.git/HEAD'), 'ref');
    const tree = await assembleTree(root);
    await writeTree(out, tree);
    expect(await filesIn(out)).toEqual([...tree.keys()]);
    expect(await readFile(path.join(out, '.git/HEAD'), 'utf8')).toBe('ref');
  });
});

test.each(['package.json', 'README.md', 'src/index.ts'])(
  'a folder with %s that is no part of a tree is left as it is',
  async (file) => {
    await withFiles({ [`home/${file}`]: 'mine' }, async (folder) => {
      const home = path.join(folder, 'home');
      await expect(writeTree(home, new Map([['README.md', Buffer.from('ours')]]))).rejects.toThrow(
        'is no release tree',
      );
      expect(await readFile(path.join(home, file), 'utf8')).toBe('mine');
    });
  },
);
