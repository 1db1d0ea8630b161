import { gzipSync } from 'node:zlib';
import { sarif } from './support/reports.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = newWorkspace();
  workspace.write('src/app.js', 'one();\neval(a);\n');
  workspace.write('good.sarif', sarif('Checker', [{ rule: 'no-eval', path: 'src/app.js', line: 2, level: 'note' }]));
  workspace.write('empty.sarif', sarif('Checker', []));
});
afterAll(() => workspace.remove());

const good = sarif('Checker', [{ path: 'src/app.js', line: 1 }]);
const text = JSON.stringify(good);
const failed = (more: object) => sarif('Checker', [], { invocations: [{ executionSuccessful: true, ...more }] });
const notification = [{ level: 'error', message: { text: 'it broke' } }];

/** What a scan is broken by, the name and content of its report, and what is said of it. */
type Broken = readonly [what: string, scan: string, content: unknown, says: string];

const broken: readonly Broken[] = [
  ['no file', 'x: {report: none.sarif}', undefined, 'There is no file `none.sarif`.'],
  ['a glob that matches nothing', "x: 'none/*.sarif'", undefined, 'No file matches `none/*.sarif`.'],
  ['no bytes', 'x: bad', '', 'cannot be read'],
  ['white space', 'x: bad', ' \n\t', 'cannot be read'],
  ['half a report', 'x: bad', text.slice(0, -40), 'cannot be read'],
  ['a report and a half', 'x: bad', `${text}${text.slice(0, 50)}`, 'cannot be read'],
  ['a zip', 'x: bad', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60)]), 'cannot be read'],
  ['a gzip', 'x: bad', gzipSync(text), 'cannot be read'],
  ['bytes that are no text', 'x: bad', Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x7b]), 'cannot be read'],
  ['NaN', 'x: bad', text.replace('"startLine":1', '"startLine":NaN'), 'cannot be read'],
  ['more depth than any report has', 'x: bad', `{"runs":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'cannot be read'],
  ['a page of HTML', 'x: bad', '<!doctype html><title>502</title>', 'cannot be read'],
  ['a list of nothing, and no name that says whose', 'x: bad', [], 'an empty list'],
  ['an object that we do not know', 'x: bad', { findings: [] }, 'no report that we know'],
  ['SARIF without a run', 'x: bad', { version: '2.1.0', runs: [] }, 'no run'],
  ['SARIF without a list of runs', 'x: bad', { version: '2.1.0', $schema: 'https://x/sarif.json' }, 'no list of runs'],
  ['SARIF of another version', 'x: bad', { ...good, version: '2.0.0' }, '2.0.0'],
  ['a run without results', 'x: bad', { version: '2.1.0', runs: [{ tool: { driver: { name: 'C' } } }] }, 'results'],
  [
    'a run with null for results',
    'x: bad',
    { version: '2.1.0', runs: [{ tool: { driver: { name: 'C' } }, results: null }] },
    'null',
  ],
  [
    'a result that is none',
    'x: bad',
    { version: '2.1.0', runs: [{ tool: { driver: { name: 'C' } }, results: [7] }] },
    'no object',
  ],
  ['a run that failed', 'x: bad', failed({ executionSuccessful: false }), 'failed'],
  ['an error of its execution', 'x: bad', failed({ toolExecutionNotifications: notification }), 'it broke'],
  ['an error of its configuration', 'x: bad', failed({ toolConfigurationNotifications: notification }), 'it broke'],
  [
    'a failure as an ordinary result',
    'ruff: bad',
    sarif('ruff', [{ rule: 'invalid-syntax' }]),
    'did not see everything',
  ],
  ['another tool’s report', 'trivy: bad', good, 'The report is of Checker, and the scan’s name says trivy'],
  ['two tools under one name', 'x: [good.sarif, bad]', sarif('Other', []), 'several tools: Checker, Other'],
  ['one of several reports', 'x: [good.sarif, none.sarif]', undefined, 'There is no file `none.sarif`.'],
  ['an error of npm', 'npm-audit: bad', { error: { code: 'ENOTFOUND', summary: 'no network' } }, ''],
  ['a step that was skipped', 'x: {report: good.sarif, outcome: skipped}', undefined, 'was skipped'],
  ['a step that was cancelled', 'x: {report: good.sarif, outcome: cancelled}', undefined, 'was cancelled'],
  [
    'a step that failed, and no result',
    'x: {report: empty.sarif, outcome: failure}',
    undefined,
    'no result that could be why',
  ],
  [
    'a step that failed, and only results for which no tool fails',
    'x: {report: bad, outcome: failure}',
    sarif('Checker', [{ suppressed: 'a test' }, { rule: 'R2', level: 'none' }]),
    'no result that could be why',
  ],
  [
    'a step that failed without a report, though it is optional',
    'x: {report: none, optional: true, outcome: failure}',
    undefined,
    'failed, and left no report',
  ],
  [
    'an optional step that was cancelled',
    'x: {report: none, optional: true, outcome: cancelled}',
    undefined,
    'was cancelled',
  ],
  [
    'a file that cannot be read, where partial is a warning',
    'x: {report: bad, partial: warn}',
    text.slice(0, -40),
    'cannot be read',
  ],
  [
    'an aggregate of a later version',
    'x: bad',
    { ...good, properties: { 'actions-aws': { version: 99 } } },
    'another version',
  ],
];

test.each(broken)('%s makes its scan incomplete, and the others are reported', async (_, scan, content, says) => {
  if (content !== undefined) workspace.write('bad', content);
  const { outputs, failures, summary } = await workspace.run({ scans: `${scan}\ngood: good.sarif`, enforce: 'false' });
  const name = scan.split(':')[0];
  expect(outputs).toMatchObject({ verdict: 'incomplete', block: 'false', incomplete: JSON.stringify([name]) });
  expect(failures).toHaveLength(1);
  expect(failures[0]).toContain(`Incomplete: \`${name}\`.`);
  const row = summary.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
  expect(row).toContain('❌ incomplete');
  expect(row.replaceAll('\\', '').replaceAll('`', '')).toContain(says.replaceAll('`', ''));
  expect(summary).toContain('| `good` | Checker 1.2.3 | 1 | 1 | ✓ whole |');
});

test('all of them at once', async () => {
  const scans = broken
    .map(([, scan, content], index) => {
      if (content !== undefined) workspace.write(`bad-${index}`, content);
      const [name = '', ...report] = scan.split(':');
      return `${name}/${index}:${report.join(':').replace(/\bbad\b/, `bad-${index}`)}`;
    })
    .join('\n');
  const { outputs, file } = await workspace.run({ scans: `${scans}\ngood: good.sarif` });
  expect(JSON.parse(outputs.incomplete ?? '')).toHaveLength(broken.length);
  expect(JSON.parse(file('json')).scans).toHaveLength(broken.length + 1);
  expect(outputs.verdict).toBe('incomplete');
});

test('an aggregate without the tool that the scan’s name says is not that tool’s report', async () => {
  const first = await workspace.run({ scans: 'good: good.sarif' });
  workspace.write('aggregate.sarif', first.file('sarif'));
  const given = { 'fail-on': 'never' };
  const named = await workspace.run({ scans: 'trivy: aggregate.sarif', ...given });
  expect(named.outputs).toMatchObject({ verdict: 'incomplete', incomplete: '["trivy"]', findings: '1' });
  expect(named.summary).toContain('The report is of Checker, and the scan’s name says trivy.');
  const other = await workspace.run({ scans: 'all: aggregate.sarif', ...given });
  expect(other.outputs).toMatchObject({ verdict: 'pass', findings: '1' });
});

/** What is whole all the same. */
const whole: readonly (readonly [what: string, scan: string, content: unknown])[] = [
  ['a clean report', 'x: bad', sarif('Checker', [])],
  ['no file of an optional scan', 'x: {report: none.sarif, optional: true}', undefined],
  ['an optional step that was skipped', 'x: {report: none.sarif, optional: true, outcome: skipped}', undefined],
  ['a step that failed, and results that say why', 'x: {report: good.sarif, outcome: failure}', undefined],
  ['`[]` where the name says whose it is', 'gitleaks: bad', []],
  ['no bytes where the name says whose they are', 'trufflehog: bad', ''],
  ['a byte order mark', 'x: bad', `\ufeff${text}`],
  ['UTF-16', 'x: bad', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['several runs of one tool', 'x: [good.sarif, empty.sarif]', undefined],
  [
    'what the tool did not see, as the workflow allows',
    'x: {report: bad, partial: warn}',
    failed({ toolExecutionNotifications: notification }),
  ],
];

test.each(whole)('%s is whole', async (_, scan, content) => {
  if (content !== undefined) workspace.write('bad', content);
  const { outputs } = await workspace.run({ scans: `${scan}\ngood: good.sarif`, 'fail-on': 'never' });
  expect(outputs).toMatchObject({ verdict: 'pass', incomplete: '[]' });
});
