import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../src/changes.ts';
import { LONGEST_INLINE, listWriter } from '../src/lists.ts';

let temp: string;
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'lists-'));
});
afterEach(() => rmSync(temp, { recursive: true }));

test('the folder for temporary files need not be there', () => {
  const { json } = listWriter(join(temp, 'a', 'b')).end();
  expect(readFileSync(json, 'utf8')).toBe('[]\n');
});

const modified = (path: string): Change => ({ status: 'modified', path });

test.each([1, 5_000])('of a source that broke off after %i changes nothing is left', (count) => {
  const lists = listWriter(temp);
  for (let index = 0; index < count; index += 1) lists.take(modified(`src/a/folder/and/file-${index}.ts`));
  lists.restart();
  lists.take(modified('a'));
  lists.take(modified('b'));
  const { json, nul, ...rest } = lists.end();
  expect(rest).toMatchObject({ count: 2, sample: [modified('a'), modified('b')] });
  expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual([modified('a'), modified('b')]);
  expect(readFileSync(nul, 'latin1')).toBe('./a\0./b\0');
});

test('what is inline fits into a variable of Linux, also in letters beyond ASCII', () => {
  const lists = listWriter(temp);
  const name = Buffer.from('猫'.repeat(60)).toString('latin1');
  for (let index = 0; index < 600; index += 1) lists.take(modified(`${name}/${index}`));
  const { inline } = lists.end();
  expect(Buffer.byteLength(inline ?? '')).toBeLessThanOrEqual(LONGEST_INLINE);
});
