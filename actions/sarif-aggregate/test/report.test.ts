import { createSummary, outputSheet, recordingLog, type UserError } from '@actions-aws/action';
import { outputs } from '../src/inputs/inputs.ts';
import type { Findings } from '../src/report/document.ts';
import { csvReport } from '../src/report/files/csv.ts';
import { jsonReport } from '../src/report/files/json.ts';
import { gathering } from '../src/report/highlights.ts';
import { report } from '../src/report/report.ts';
import { grouped } from '../src/report/words.ts';
import { finding, scan, told } from './support/findings.ts';
import { piecesOf, whole } from './support/listing.ts';

const files = {
  sarif: '/t/aggregate.sarif',
  html: '/t/findings.html',
  json: '/t/findings.json',
  csv: '/t/findings.csv',
};

function reported(findings: Findings, { enforce = true } = {}) {
  const [log, sheet, summary] = [recordingLog(), outputSheet(outputs), createSummary()];
  const failures: UserError[] = [];
  const gathered = gathering();
  for (const one of findings.findings()) gathered.add(one);
  const { highlights } = gathered;
  report(findings, { files, highlights }, enforce, {
    log,
    outputs: sheet,
    summary,
    fail: (error) => failures.push(error),
  });
  return { log, outputs: Object.fromEntries(sheet.values), summary: summary.toString(), failures };
}

const eval7 = finding({ blocks: 'fail-on', state: 'new' });
const broken = scan('npm-audit', {
  complete: false,
  failures: [{ kind: 'missing', message: 'There is no file `audit.json`.', hint: 'Run it first.' }],
});

test('what blocks comes first: the rule, how many findings, why and where', () => {
  const { summary, outputs: set, failures } = reported(told([eval7, finding({ path: 'b.py', blocks: 'fail-on' })]));
  expect(summary).toMatch(/^## ❌ block: 2 findings to act on\n\n2 findings block\.\n\n\*\*What decided\*\*/);
  expect(summary).toContain('| `B307` | Bandit | 2 | high | `fail-on: high` | `src/app.py:7`, `b.py:7` |');
  expect(set).toMatchObject({
    verdict: 'block',
    block: 'true',
    blocking: '2',
    findings: '2',
    new: '1',
    incomplete: '[]',
  });
  expect(set).toMatchObject(files);
  expect(failures.map(({ message, code }) => [message, code])).toEqual([['2 findings block.', 'block']]);
});

test('a run without a baseline says so before all else', () => {
  const { summary } = reported(told([eval7], { baseline: false }));
  expect(summary).toMatch(/\n\n\*\*No baseline\*\* was given, so every finding counts as new\.\n\n\*\*What decided/);
});

test('what is newly suppressed or accepted stands above what decided', () => {
  const quiet = finding({ rule: 'B101', fate: 'suppressed', newlyClosed: true, reason: 'a constant' });
  const { summary } = reported(told([eval7, quiet]));
  const [above = '', below = ''] = summary.split('**What decided**');
  expect(above).toContain('**Newly suppressed or accepted: 1 finding**');
  expect(above).toContain('| `B101` | high | `src/app.py:7` | suppressed | a constant |');
  expect(below).not.toContain('B101');
});

test('an incomplete scan is red also where nothing was found, and is named with why', () => {
  const { summary, outputs: set, failures, log } = reported(told([], { scans: [scan('bandit'), broken] }));
  expect(summary).toMatch(
    /^## ❌ incomplete\n\n1 scan of 2 is incomplete, so that it is not known what is missing here\./,
  );
  expect(summary).toMatch(/❌ incomplete \| There is no file `audit\.json`\. Run it first\. \|\n\| `bandit`/);
  expect(set).toMatchObject({ verdict: 'incomplete', block: 'false', incomplete: '["npm-audit"]' });
  expect(failures.map(({ code, hint }) => [code, hint])).toEqual([
    ['incomplete', 'Incomplete: `npm-audit`. The summary says why of each.'],
  ]);
  expect(log.lines.filter(({ kind }) => kind === 'error').map(({ message }) => message)).toEqual([
    'npm-audit: There is no file `audit.json`. Run it first.',
  ]);
});

describe('which end is red', () => {
  const partial = scan('semgrep', { failures: [{ kind: 'partial', message: 'It skipped a file.' }] });
  test.each<readonly [what: string, findings: Findings, enforce: boolean, red: boolean]>([
    ['nothing found', told([]), true, false],
    ['a finding that blocks', told([eval7]), true, true],
    ['the same, not enforced', told([eval7]), false, false],
    ['a scan that is incomplete', told([], { scans: [broken] }), true, true],
    ['the same, not enforced', told([], { scans: [broken] }), false, true],
    ['a scan that is partial, as the workflow allows', told([], { scans: [partial] }), true, false],
  ])('%s', (_, findings, enforce, red) => {
    expect(reported(findings, { enforce }).failures).toHaveLength(red ? 1 : 0);
  });
});

test('a green run says of what there is', () => {
  const low = finding({ severity: 'low', state: 'new' });
  expect(reported(told([low])).summary).toContain('1 scan ran whole: 1 open finding, none of them high or worse.');
  expect(reported(told([])).summary).toContain('1 scan ran whole and found nothing that is open.');
});

test('a package of which neither tool nor workflow names the target stands alone', () => {
  const dependency = { package: 'handlebars', version: '4.7.6', advisories: ['CVE-2021-23369'], target: '' };
  const one = finding({ kind: 'dependency', rule: 'CVE-2021-23369', dependency, blocks: 'fail-on' });
  expect(reported(told([one])).summary).toContain('| `fail-on: high` | `handlebars 4.7.6` |');
  const placed = { ...one, dependency: { ...dependency, target: 'package-lock.json' } };
  expect(reported(told([placed])).summary).toContain('`handlebars 4.7.6 in package-lock.json`');
});

test('at most ten annotations, and those of incomplete scans first', () => {
  const many = Array.from({ length: 30 }, (_, index) => finding({ line: index + 1, blocks: 'fail-on' }));
  const { log, failures } = reported(told(many, { scans: [scan('bandit'), broken] }));
  const said = log.lines.filter(({ kind }) => kind === 'error' || kind === 'warning' || kind === 'notice');
  expect(said.length + failures.length).toBe(10);
  expect(said[0]?.message).toContain('npm-audit');
});

test('a summary of a hundred thousand findings with long texts stays below 1 MiB, and says what it leaves out', () => {
  const long = 'x'.repeat(5_000);
  const one = finding({ message: long, path: `${long}.py`, blocks: 'fail-on', state: 'new', newlyClosed: true });
  const findings = { ...told([one]), findings: () => whole(...Array.from({ length: 100_000 }, () => one)) };
  const { summary } = reported(findings);
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  expect(summary).toContain('**99,800 more** are in the files that the outputs name.');
});

test('nothing from outside is Markdown, HTML or a command', () => {
  const evil = '<img src=x onerror=1> | **b** `c` \n::error::x ##[error]y $a$';
  const one = finding({
    rule: evil,
    message: evil,
    path: evil,
    reason: evil,
    tool: evil,
    blocks: 'secret',
    newlyClosed: true,
  });
  const scans = [scan('a', { tool: evil, failures: [{ kind: 'missing', message: evil }], complete: false })];
  const { summary } = reported(told([one], { scans, acceptance: { expired: [evil], unused: [evil] } }));
  expect(summary.replace(/(`+)(?:(?!\1)[\s\S])*\1/g, '')).not.toContain('<img');
  expect(summary.split('\n').filter((line) => line.startsWith('::'))).toEqual([]);
});

test('JSON has each finding on a line of its own', () => {
  const findings = [eval7, finding()];
  const text = piecesOf(jsonReport(told(findings)), whole(...findings)).join('');
  const document = JSON.parse(text);
  expect(document).toMatchObject({ version: 1, verdict: 'block', block: true, baseline: true });
  expect(document.findings).toHaveLength(2);
  expect(document.scans).toHaveLength(1);
  expect(text.split('\n').filter((line) => line.startsWith('{"identity"'))).toHaveLength(2);
  expect(JSON.parse(piecesOf(jsonReport(told([], { scans: [] })), []).join(''))).toMatchObject({
    scans: [],
    findings: [],
  });
});

test.each([0, 7, 999, 1000, 25_000, 100_001, 1_234_567, 999_999_999])('%d is written as English has it', (count) => {
  expect(grouped(count)).toBe(count.toLocaleString('en-US'));
});

describe('CSV', () => {
  const rows = (text: string) => piecesOf(csvReport(told([])), whole(finding({ message: text })));

  test('has a row for each finding', () => {
    expect(rows('a "b", c')[1]).toContain('"high","code","unchanged","open","","B307","a ""b"", c","src/app.py","7",');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1'])(
    'no cell begins a formula: %j',
    (text) => {
      expect(rows(text).join('')).toContain(`,"'${text}",`);
    },
  );
});
