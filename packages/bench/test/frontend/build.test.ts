import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildIn, touch } from '../../src/frontend/build.ts';
import { TRANSFERS } from '../../src/frontend/ways/peers.ts';
import { root } from '../../src/root.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'bench-build-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));

test('a build has files of all sizes that share no content, and is the same each time', async () => {
  const size = { files: 60, from: 200, to: 2_000 };
  const build = await buildIn(path.join(scratch, 'one'), size);
  const files = filesIn(build.folder);
  const sizes = files.map((file) => statSync(file).size);
  expect(files).toHaveLength(60);
  expect(files.filter((file) => file.endsWith('.html'))).toHaveLength(3);
  expect(files.filter((file) => /assets.*\/chunk-\d+-[\w-]{8}\.js$/.test(file))).toHaveLength(57);
  expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([200, 2_000]);
  expect(build.bytes).toBe(sizes.reduce((sum, bytes) => sum + bytes, 0));
  expect(new Set(files.map((file) => readFileSync(file, 'utf8'))).size).toBe(60);
  const other = await buildIn(path.join(scratch, 'two'), size);
  const texts = (folder: string) => filesIn(folder).map((file) => readFileSync(file, 'utf8'));
  expect(texts(other.folder)).toEqual(texts(build.folder));
});

test('all files of a build get the time of now', async () => {
  const build = await buildIn(scratch, { files: 30, from: 200, to: 300 });
  for (const file of filesIn(scratch)) utimesSync(file, 1, 1);
  const before = Date.now() - 2_000;
  await touch(build);
  expect(filesIn(scratch).every((file) => statSync(file).mtimeMs > before)).toBe(true);
});

test('rclone has as many requests under way as frontend-stage', () => {
  const source = readFileSync(path.join(root, 'actions/frontend-stage/src/steps/upload.ts'), 'utf8');
  expect(source).toContain(`UPLOADS_AT_ONCE = ${TRANSFERS};`);
});
