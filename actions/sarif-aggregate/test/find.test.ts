import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Places, placesOf } from '@actions-aws/action';
import { filesOf, shown } from '../src/scans/find.ts';

let folder: string;
let places: Places;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'find-')));
  const [workspace, temp, elsewhere] = ['workspace', 'temp', 'elsewhere'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const one of [workspace, temp, elsewhere, join(workspace, 'out/deep'), join(workspace, '.hidden')]) {
    mkdirSync(one, { recursive: true });
  }
  for (const name of ['out/a.sarif', 'out/b.sarif', 'out/deep/c.sarif', 'out/[x].sarif', '.hidden/d.sarif']) {
    writeFileSync(join(workspace, name), '');
  }
  writeFileSync(join(temp, 't.sarif'), '');
  writeFileSync(join(elsewhere, 'secret.sarif'), '');
  symlinkSync(join(elsewhere, 'secret.sarif'), join(workspace, 'out-of-it.sarif'));
  symlinkSync(elsewhere, join(workspace, 'away'));
  symlinkSync('nowhere', join(workspace, 'dangling.sarif'));
  symlinkSync(join(temp, 't.sarif'), join(workspace, 'into-temp.sarif'));
  symlinkSync(join(workspace, 'out'), join(workspace, 'again'));
  places = await placesOf({ GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp });
});
afterAll(() => rmSync(folder, { recursive: true }));

function found(report: readonly string[], optional = false) {
  const { files, failures } = filesOf({ report, optional }, places);
  return {
    files: files.map((file) => shown(file, places)),
    failures: failures.map(({ kind, message }) => [kind, message]),
  };
}

test.each<readonly [what: string, report: readonly string[], files: readonly string[]]>([
  ['a path', ['out/a.sarif'], ['out/a.sarif']],
  ['a path with brackets in it', ['out/[x].sarif'], ['out/[x].sarif']],
  ['a wildcard', ['out/*.sarif'], ['out/[x].sarif', 'out/a.sarif', 'out/b.sarif']],
  [
    'any depth, without what is hidden and what links lead to',
    ['**/c.sarif', '**/d.sarif', 'out/a.sarif'],
    ['out/a.sarif', 'out/deep/c.sarif'],
  ],
  ['a folder that is hidden, by its name', ['.hidden/*.sarif'], ['.hidden/d.sarif']],
  ['alternatives', ['out/{a,b}.sarif'], ['out/a.sarif', 'out/b.sarif']],
  ['one file by several names, once', ['out/a.sarif', './out//a.sarif', 'again/a.sarif', 'out/a*'], ['out/a.sarif']],
  ['a link to RUNNER_TEMP', ['into-temp.sarif'], ['RUNNER_TEMP/t.sarif']],
])('%s', (_, report, files) => {
  expect(found(report).files).toEqual(files);
});

test.each<readonly [what: string, report: readonly string[], kind: string, says: string]>([
  ['no file', ['none.sarif'], 'missing', 'There is no file `none.sarif`.'],
  ['no match', ['out/*.json'], 'missing', 'No file matches `out/*.json`.'],
  ['one of several', ['out/a.sarif', 'none.sarif'], 'missing', 'There is no file `none.sarif`.'],
  ['a folder', ['out'], 'missing', 'There is no file `out`.'],
  ['a link that leads out', ['out-of-it.sarif'], 'unreadable', '`out-of-it.sarif` leads out of the workspace'],
  [
    'a link that leads out, by a wildcard',
    ['out-*.sarif'],
    'unreadable',
    '`out-of-it.sarif` leads out of the workspace',
  ],
  ['a file behind a folder that leads out', ['away/secret.sarif'], 'unreadable', '`away/secret.sarif` leads out'],
  ['a wildcard behind a folder that leads out', ['away/*.sarif'], 'unreadable', '`away/secret.sarif` leads out'],
  ['a link that leads nowhere', ['dangling.sarif'], 'missing', '`dangling.sarif`'],
  ['a device', ['/dev/null'], 'unreadable', 'leads out'],
])('%s is a failure', (_, report, kind, says) => {
  expect(found(report).failures).toEqual([[kind, expect.stringContaining(says)]]);
});

test('of an optional scan there may be no file at all, but none of several is missing', () => {
  expect(found(['none.sarif', 'no/*.sarif'], true)).toEqual({ files: [], failures: [] });
  expect(found(['none.sarif', 'out/a.sarif'], true).failures).toHaveLength(1);
});
