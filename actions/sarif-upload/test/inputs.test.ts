import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInputs } from '@actions-aws/action';
import { inputs } from '../src/inputs/inputs.ts';

let root: string;
let workspace: string;
let temp: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'inputs-'));
  workspace = join(root, 'workspace');
  temp = join(root, 'temp');
  for (const folder of [workspace, temp, join(workspace, 'reports'), join(workspace, 'reports', 'old')])
    mkdirSync(folder);
  for (const name of [
    'a.sarif',
    'reports/c.sarif',
    'reports/b.sarif',
    'reports/old/d.sarif',
    'reports/[x].sarif',
    'reports/b.json',
  ])
    writeFileSync(join(workspace, name), '{}');
  writeFileSync(join(temp, 'aggregate.sarif'), '{}');
  writeFileSync(join(root, 'outside.sarif'), '{}');
  symlinkSync(join(root, 'outside.sarif'), join(workspace, 'link.sarif'));
  symlinkSync(join(workspace, 'a.sarif'), join(workspace, 'again.sarif'));
});
afterAll(() => rmSync(root, { recursive: true }));

const defaults = {
  'when-unavailable': 'fail',
  token: 'a token',
  'working-directory': '.',
  'dry-run': 'false',
  timeout: '10m',
};

function read(given: Readonly<Record<string, string>>) {
  const named = Object.entries({ sarif: 'a.sarif', ...defaults, ...given });
  const env = Object.fromEntries(named.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
  return readInputs(inputs, { ...env, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp });
}

test.each<[name: string, sarif: string, names: readonly string[]]>([
  ['a path', 'a.sarif', ['a.sarif']],
  ['a pattern, in a fixed order', 'reports/*.sarif', ['reports/[x].sarif', 'reports/b.sarif', 'reports/c.sarif']],
  ['a pattern of any depth', '**/d.sarif', ['reports/old/d.sarif']],
  [
    'lines and commas, each file once',
    'reports/b.sarif, a.sarif\nreports/b*\nagain.sarif',
    ['reports/b.sarif', 'a.sarif', 'reports/b.json'],
  ],
  ['a name with brackets', 'reports/[x].sarif', ['reports/[x].sarif']],
])('reports by %s', async (_, sarif, names) => {
  expect((await read({ sarif })).sarif.map(({ name }) => name)).toEqual(names);
});

test('reports in RUNNER_TEMP are named in full', async () => {
  const sarif = join(temp, 'aggregate.sarif');
  expect((await read({ sarif })).sarif).toEqual([{ path: expect.stringMatching(/aggregate\.sarif$/), name: sarif }]);
});

test.each<[name: string, given: Readonly<Record<string, string>>, says: string]>([
  ['a file that is not there', { sarif: 'none.sarif' }, 'names no file'],
  ['a pattern that matches none', { sarif: 'a.sarif\nnone/*.sarif' }, 'is "none/*.sarif"'],
  ['a folder', { sarif: 'reports' }, 'names a folder'],
  ['a file outside', { sarif: '../outside.sarif' }, 'must stay inside the workspace or RUNNER_TEMP'],
  ['a link that leads outside', { sarif: 'link.sarif' }, 'must stay inside the workspace or RUNNER_TEMP'],
  ['a pattern that leads outside', { sarif: '../*.sarif' }, 'must stay inside the workspace or RUNNER_TEMP'],
  ['no report', { sarif: '' }, '`sarif` is required'],
  ['an empty line', { sarif: 'a.sarif,,' }, 'has an empty entry'],
  ['a branch’s name alone', { ref: 'main', sha: 'a'.repeat(40) }, 'must be a whole ref'],
  ['a part of a SHA', { ref: 'refs/heads/main', sha: 'abc1234' }, 'must be the whole SHA'],
  ['a category of two lines', { category: 'a\nb' }, 'must be a name'],
  ['a root that leads out', { root: 'a/../../b' }, 'must be a folder of the checkout'],
  ['what to do, misspelt', { 'when-unavailable': 'skipped' }, 'must be `fail` or `skip`'],
  ['too little time', { timeout: '5s' }, 'from 10s to 6h'],
  ['a folder that is not there', { 'working-directory': 'nowhere' }, 'must be a directory that exists'],
  ['an input that is nearly one', { catagory: 'a' }, 'is no input of this action'],
])('%s is one clear error', async (_, given, says) => {
  await expect(read(given)).rejects.toMatchObject({
    name: 'InputError',
    problems: { length: 1 },
    message: expect.stringContaining(says),
  });
});
