import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baselineBuild, baselineIn, floorBuild } from '../src/lambda/builds.ts';
import { untilFirstError, untilFirstRequest } from '../src/start-up.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'builds-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('another build is looked for where BASELINE says, and its absence is explained', async () => {
  expect(baselineIn({})).toEqual({ why: 'BASELINE names no build of lambda-promote' });
  expect(baselineIn({ BASELINE: folder })).toEqual({ why: `there is no ${folder}/index.js` });
  await writeFile(join(folder, 'index.js'), '');
  expect(baselineIn({ BASELINE: folder })).toBe(folder);
});

test.each([
  ['of its own', 'false or so'],
  ['of long ago, where it has none', 'false'],
])('another build is started where it is, with inputs %s, and is still there afterwards', async (_name, expected) => {
  const dist = join(folder, 'dist');
  await mkdir(dist);
  await writeFile(join(dist, 'package.json'), '{ "type": "module" }');
  await writeFile(join(dist, 'index.js'), "console.log('::error::' + process.env['INPUT_DRY-RUN']);\nexport {};\n");
  if (expected !== 'false') {
    const manifest = `inputs:\n  dry-run: { default: ${expected} }\nruns:\n  using: node24\n  main: dist/index.js\n`;
    await writeFile(join(folder, 'action.yml'), manifest);
  }
  const build = await baselineBuild(dist);
  expect(await untilFirstError({ action: build.action })).toBeGreaterThan(1);
  await expect(untilFirstRequest({ action: build.action })).rejects.toThrow(`::error::${expected}\n`);
  await build.remove();
  expect(existsSync(build.action)).toBe(false);
  expect(existsSync(join(dist, 'index.js'))).toBe(true);
});

test('the least that a start can take makes its one request', async () => {
  const build = await floorBuild(new AbortController().signal);
  expect(await untilFirstRequest({ action: build.action })).toBeGreaterThan(1);
  await build.remove();
  expect(existsSync(build.action)).toBe(false);
}, 60_000);
