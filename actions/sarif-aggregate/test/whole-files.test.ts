import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Piece, writeWhole } from '../src/report/files/whole-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;

/** Writes files of which each is given in pieces, one after the other. */
function write(into: string, files: Readonly<Record<string, Iterable<string | Uint8Array>>>, signal = never) {
  function* pieces(): Generator<Piece<string>> {
    for (const [name, its] of Object.entries(files)) for (const piece of its) yield [name, piece];
  }
  return writeWhole(into, Object.keys(files), pieces(), signal);
}

function* failing(): Generator<string> {
  yield 'x'.repeat(1_000_000);
  throw new Error('no more');
}

test('writes files of any length into a folder that it makes, over those of before', async () => {
  const into = join(folder, 'new/folder');
  await write(into, { a: ['old'] });
  const long = Array.from({ length: 1_000 }, () => 'é'.repeat(1_000));
  expect(await write(into, { a: long, b: ['x', Buffer.from('b'), ''] })).toEqual({
    a: join(into, 'a'),
    b: join(into, 'b'),
  });
  expect(readFileSync(join(into, 'a'), 'utf8')).toBe(long.join(''));
  expect(readFileSync(join(into, 'b'), 'utf8')).toBe('xb');
  expect(readdirSync(into).sort()).toEqual(['a', 'b']);
});

test.each<readonly [what: string, pieces: () => Iterable<string>]>([
  ['a failure', failing],
  ['a folder in its place', () => ['x']],
])('%s at one of them leaves all as they were', async (what, pieces) => {
  if (what.startsWith('a folder')) mkdirSync(join(folder, 'b/inside'), { recursive: true });
  writeFileSync(join(folder, 'a'), 'old');
  await expect(write(folder, { a: pieces(), b: pieces() })).rejects.toThrow();
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
});

test('a folder that cannot be made is told with what to do', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(write(join(folder, 'file/out'), { a: ['x'] })).rejects.toMatchObject({
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
  await expect(write(folder, { a: pieces() }, cancelled.signal)).rejects.toThrow('cancelled');
  expect(readdirSync(folder)).toEqual([]);
});

test('does not write through a link that has its name', async () => {
  const target = join(folder, 'target');
  writeFileSync(target, 'mine');
  mkdirSync(join(folder, 'out'));
  symlinkSync(target, join(folder, 'out/a'));
  await write(join(folder, 'out'), { a: ['new'] });
  expect(readFileSync(target, 'utf8')).toBe('mine');
  expect(readFileSync(join(folder, 'out/a'), 'utf8')).toBe('new');
});

test('pieces of several files may come in turn', async () => {
  function* pieces(): Generator<Piece<'a' | 'b'>> {
    for (let count = 0; count < 500; count += 1) {
      yield ['a', `${count},`];
      yield ['b', 'é'.repeat(1_000)];
      yield ['a', Buffer.from(';')];
    }
  }
  await writeWhole(folder, ['a', 'b', 'c'], pieces(), never);
  const counts = Array.from({ length: 500 }, (_, count) => `${count},;`).join('');
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe(counts);
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('é'.repeat(500_000));
  expect(readFileSync(join(folder, 'c'), 'utf8')).toBe('');
});
