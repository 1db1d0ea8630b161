import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyWithout, entriesOf, gapsIn } from '../src/bundle/shipped.ts';

/** As ncc writes them. */
const shipped: Readonly<Record<string, string>> = {
  'index.js': `;// CONCATENATED MODULE: ./node_modules/.pnpm/@a+early@1.0.0/node_modules/@a/early/lib/index.js
const wiring = () => Promise.all(/* import() */[__nccwpck_require__.e(43), __nccwpck_require__.e(627)]);
const one = () => __nccwpck_require__.e(/* import() */ 8);`,
  'post.js': '',
  '43.index.js': '// EXTERNAL MODULE: ./node_modules/.pnpm/late@2.0.0/node_modules/late/index.js',
  '627.index.js': '',
  '8.index.js': '',
  'licenses.txt': '@a/early\nMIT\n\nlate\nApache-2.0\n',
};

let action: string;
beforeEach(async () => {
  action = await mkdtemp(join(tmpdir(), 'shipped-'));
  await mkdir(join(action, 'dist'));
  await writeFile(join(action, 'action.yml'), '');
  await change(shipped);
});
afterEach(() => rm(action, { recursive: true, force: true }));

async function change(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) await writeFile(join(action, 'dist', file), text);
}

test('an action that ships all that it needs, and nothing else, has no gaps', async () => {
  expect(await gapsIn(action)).toEqual([]);
});

test.each(['43.index.js', '627.index.js', '8.index.js'])('%s is missed', async (part) => {
  await rm(join(action, 'dist', part));
  expect(await gapsIn(action)).toEqual([`index.js imports ${part}, which is not there.`]);
});

test('a part that nothing imports is found', async () => {
  await change({ '9.index.js': '' });
  expect(await gapsIn(action)).toEqual(['Nothing imports 9.index.js.']);
});

test('a package without its licence is named, in every file and however its name is mentioned', async () => {
  await change({ 'licenses.txt': 'early\nis a relative of @a/early, and not late\n' });
  expect(await gapsIn(action)).toEqual(['licenses.txt does not name @a/early.', 'licenses.txt does not name late.']);
});

test('a copy of the entries has no other part', async () => {
  const copy = await entriesOf(action);
  try {
    expect(await gapsIn(copy.action)).toHaveLength(3);
  } finally {
    await copy.remove();
  }
});

test('a copy can do without the parts that hold something; an entry is no part', async () => {
  const copy = await copyWithout(action, /lib\/index|late/);
  try {
    expect(copy.leftOut).toEqual(['43.index.js']);
    expect(await gapsIn(copy.action)).toEqual(['index.js imports 43.index.js, which is not there.']);
  } finally {
    await copy.remove();
  }
});
