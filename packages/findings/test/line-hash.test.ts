import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { linesOf } from '../src/line-hash/checkout-lines.ts';
import { lineHashes } from '../src/line-hash/line-hash.ts';
import { plainLineHashes } from './support/plain-line-hashes.ts';
import { randomText } from './support/random-text.ts';

describe('lineHashes', () => {
  it.each([
    ['empty', ''],
    ['one line without an end', 'a'],
    ['one line', 'a\n'],
    ['blank lines', '\n\n \n\t\n'],
    ['CRLF', 'a\r\nb\r\n'],
    ['CR', 'a\rb\r'],
    ['CR, a space, LF', 'a\r \nb'],
    ['CR before CRLF', 'a\r\r\nb'],
    ['a line of more than the window', `${'x'.repeat(250)}\ny`],
    ['units of the whole range', '\u{10ffff}\uffff\ud800\ufeff\n\0'],
  ])('are those of the plain algorithm: %s', (_, text) => {
    expect(lineHashes(text)).toEqual(plainLineHashes(text));
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))('are those of the plain algorithm: random text %d', (seed) => {
    const text = randomText(seed);
    expect(lineHashes(text)).toEqual(plainLineHashes(text));
  });

  it('do not see indentation, and see the lines that follow', () => {
    const [indented] = lineHashes('    eval(x)\n');
    const [plain] = lineHashes('eval(x)\n');
    const [followed] = lineHashes('eval(x)\nother()\n');
    expect(indented).toBe(plain);
    expect(followed).not.toBe(plain);
  });
});

describe('the lines of a checkout', () => {
  let folder: string;
  const write = (file: string, text: string | Buffer) => writeFileSync(path.join(folder, 'checkout', file), text);
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lines-'));
    mkdirSync(path.join(folder, 'checkout', 'src'), { recursive: true });
    writeFileSync(path.join(folder, 'outside.txt'), 'outside\n');
    write('src/a.py', 'x = 1\r\neval(x)\n\teval(x)\n');
    write('twice.py', 'same()\n'.repeat(150));
    write('large.bin', '');
    truncateSync(path.join(folder, 'checkout', 'large.bin'), 2000);
    symlinkSync(path.join(folder, 'outside.txt'), path.join(folder, 'checkout', 'out.txt'));
    symlinkSync('..', path.join(folder, 'checkout', 'up'));
    symlinkSync('src', path.join(folder, 'checkout', 'in'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const lines = (limits = { fileBytes: 1500, kept: 1_000_000 }) => linesOf(path.join(folder, 'checkout'), limits);

  it('have GitHub’s hash, with and without the number of its occurrence', () => {
    const hashes = plainLineHashes('same()\n'.repeat(150));
    // Far from the end, all lines look alike.
    expect(hashes[0]).toBe(hashes[1]);
    expect(lines().hashAt('twice.py', 2)).toBe(hashes[1]);
    expect(lines().fingerprintAt('twice.py', 1)).toBe(`${hashes[0]}:1`);
    expect(lines().fingerprintAt('twice.py', 2)).toBe(`${hashes[1]}:2`);
    expect(lines().fingerprintAt('twice.py', 149)).toBe(`${hashes[148]}:1`);
  });

  it('have a text, and a hash of it without indentation', () => {
    const all = lines();
    expect(all.textAt('src/a.py', 1)).toBe('x = 1');
    expect(all.textAt('src/a.py', 3)).toBe('\teval(x)');
    expect(all.textAt('src/a.py', 4)).toBe('');
    expect(all.textHashAt('src/a.py', 2)).toBe(all.textHashAt('src/a.py', 3));
    expect(all.textHashAt('src/a.py', 2)).not.toBe(all.textHashAt('src/a.py', 1));
    expect(all.textHashAt('src/a.py', 2)).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['no such file', 'src/b.py', 1],
    ['no such line', 'src/a.py', 5],
    ['line 0', 'src/a.py', 0],
    ['half a line', 'src/a.py', 1.5],
    ['a folder', 'src', 1],
    ['a file above', '../outside.txt', 1],
    ['a link that leads out', 'out.txt', 1],
    ['a folder that leads out', 'up/outside.txt', 1],
    ['a file over the limit', 'large.bin', 1],
    ['NUL', 'a\0b', 1],
  ])('are none for %s', (_, file, line) => {
    const all = lines();
    expect([all.hashAt(file, line), all.fingerprintAt(file, line), all.textHashAt(file, line)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are found by a link inside the checkout, and again after their file was dropped from the cache', () => {
    const all = lines({ fileBytes: 1500, kept: 1 });
    const before = all.hashAt('in/a.py', 2);
    expect(before).toMatch(/^[0-9a-f]+$/);
    expect(all.hashAt('twice.py', 2)).toBeDefined();
    expect(all.hashAt('in/a.py', 2)).toBe(before);
  });

  it('are none without a checkout', () => {
    expect(linesOf(path.join(folder, 'nowhere')).hashAt('src/a.py', 1)).toBeUndefined();
  });
});
