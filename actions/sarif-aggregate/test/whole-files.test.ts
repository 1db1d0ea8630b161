import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../src/report/whole-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;

function* failing(): Generator<string> {
  yield 'x'.repeat(1_000_000);
  throw new Error('no more');
}

test('writes files of any length into a folder that it makes, over those of before', async () => {
  const into = join(folder, 'new/folder');
  await writeWhole(into, { a: ['old'] }, never);
  const long = Array.from({ length: 1_000 }, () => 'é'.repeat(1_000));
  expect(await writeWhole(into, { a: long, b: [Buffer.from('b')] }, never)).toEqual({
    a: join(into, 'a'),
    b: join(into, 'b'),
  });
  expect(readFileSync(join(into, 'a'), 'utf8')).toBe(long.join(''));
  expect(readdirSync(into).sort()).toEqual(['a', 'b']);
});

test.each<readonly [what: string, pieces: () => Iterable<string>]>([
  ['a failure', failing],
  ['a folder in its place', () => ['x']],
])('%s at one of them leaves all as they were', async (what, pieces) => {
  if (what.startsWith('a folder')) mkdirSync(join(folder, 'b/inside'), { recursive: true });
  writeFileSync(join(folder, 'a'), 'old');
  await expect(writeWhole(folder, { a: pieces(), b: pieces() }, never)).rejects.toThrow();
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
});

test('a folder that cannot be made is told with what to do', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(writeWhole(join(folder, 'file/out'), { a: ['x'] }, never)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('a file has its name'),
    hint: expect.stringContaining('`output-folder`'),
  });
});

test('a run that is cancelled leaves nothing', async () => {
  const cancelled = new AbortController();
  function* pieces(): Generator<string> {
    for (let count = 0; ; count += 1) {
      yield 'x'.repeat(100_000);
      if (count === 10) cancelled.abort(new Error('cancelled'));
    }
  }
  await expect(writeWhole(folder, { a: pieces() }, cancelled.signal)).rejects.toThrow('cancelled');
  expect(readdirSync(folder)).toEqual([]);
});

test('does not write through a link that has its name', async () => {
  const target = join(folder, 'target');
  writeFileSync(target, 'mine');
  mkdirSync(join(folder, 'out'));
  symlinkSync(target, join(folder, 'out/a'));
  await writeWhole(join(folder, 'out'), { a: ['new'] }, never);
  expect(readFileSync(target, 'utf8')).toBe('mine');
  expect(readFileSync(join(folder, 'out/a'), 'utf8')).toBe('new');
});
