import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { placePrograms } from '../src/stand-ins.ts';
import { standInsHome as home } from './support/runner.ts';
import { root } from './support/sources.ts';

const example = path.join(root, 'examples/security');

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'programs-'));
  for (const name of ['src', 'package-lock.json'])
    cpSync(path.join(example, name), path.join(scratch, name), { recursive: true });
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** How each is started by the example's workflow; the report stands in a file, or is what is said. */
const lines = {
  npx: ['--yes', 'eslint@10.15.0', '--format', 'json', '--output-file', 'report.json', 'src'],
  pipx: ['run', 'bandit==1.9.4', '--format', 'json', '--output', 'report.json', '--recursive', 'src'],
  go: ['run', 'github.com/zricethezav/gitleaks/v8@v8.30.1', 'dir', '.', '--redact', '--report-path', 'report.json'],
  npm: ['audit', '--json'],
} as const;

function started(name: string, args: readonly string[]) {
  return new Promise<{ readonly code: number | null; readonly said: string; readonly log: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(home, 'programs', `${name}.mjs`), ...args],
      { cwd: scratch },
      (_, said, log) => resolve({ code: child.exitCode, said, log }),
    );
  });
}

// biome-ignore lint/suspicious/noExplicitAny: reports are looked into as those who know their form look into them.
async function reportOf(name: keyof typeof lines): Promise<{ code: number | null; report: any }> {
  const { code, said } = await started(name, lines[name]);
  return { code, report: JSON.parse(name === 'npm' ? said : readFileSync(path.join(scratch, 'report.json'), 'utf8')) };
}

/** A commit of the example on top. */
function change(layer: string): void {
  cpSync(path.join(example, 'commits', layer), scratch, { recursive: true });
}

test('the example as it is has one weak package and one weak call', async () => {
  const clean = await reportOf('npx');
  expect(clean).toMatchObject({ code: 0, report: [{ messages: [] }] });
  expect(path.isAbsolute(clean.report[0].filePath)).toBe(true);
  expect(await reportOf('pipx')).toMatchObject({
    code: 1,
    report: { errors: [], results: [{ test_id: 'B311', filename: 'src/book_of_the_day.py', line_number: 6 }] },
  });
  expect(await reportOf('go')).toEqual({ code: 0, report: [] });
  const { code, report } = await reportOf('npm');
  expect(code).toBe(1);
  expect(report.vulnerabilities['word-wrap'].via[0].url).toContain('GHSA-j8xg-fqg3-53r7');
});

test('ESLint finds the eval of a commit', async () => {
  change('2-formulas');
  expect(await reportOf('npx')).toMatchObject({
    code: 1,
    report: [{ errorCount: 1, messages: [{ ruleId: 'no-eval', severity: 2, line: 6 }] }],
  });
});

test('gitleaks finds a token, and its value is in no report', async () => {
  const token = `ghp_${'0aB9'.repeat(9)}`;
  mkdirSync(path.join(scratch, 'src/below'));
  writeFileSync(path.join(scratch, 'src/below/shop.mjs'), `\nexport const token = '${token}';\n`);
  const { code, report } = await reportOf('go');
  expect({ code, report }).toMatchObject({
    code: 1,
    report: [{ RuleID: 'github-pat', File: 'src/below/shop.mjs', StartLine: 2, Secret: 'REDACTED' }],
  });
  expect(JSON.stringify(report)).not.toContain(token);
});

test('without its registry npm writes its failure as JSON', async () => {
  change('registry-down');
  const { code, report } = await reportOf('npm');
  expect(code).toBe(1);
  expect(report).toEqual({
    message: expect.stringContaining('ENOTFOUND npm.invalid'),
    error: { summary: '', detail: '' },
  });
});

test.each(Object.keys(lines))('%s says that it is a stand-in, and refuses what it does not know', async (name) => {
  const { log } = await started(name, lines[name as keyof typeof lines]);
  expect(log).toContain('A stand-in for ');
  expect(await started(name, ['install'])).toMatchObject({
    code: 64,
    log: expect.stringContaining('and not `install`'),
  });
});

test('a program that nothing stands in for is named', async () => {
  const into = path.join(scratch, 'programs');
  await expect(placePrograms(home, ['npm', 'cargo'], { into, node: process.execPath })).rejects.toThrow(
    'nothing stands in for cargo',
  );
});
