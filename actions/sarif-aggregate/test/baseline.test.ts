import { sarif } from './support/reports.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = newWorkspace();
});
afterEach(() => workspace.remove());

/** A result of the aggregate, as far as these tests read it. */
interface Told {
  readonly baselineState: string;
  readonly properties: { readonly 'actions-aws': { readonly blocks?: string } };
}

const LINES = ['one();', 'eval(a);', 'two();', 'eval(b);', 'three();'];
const source = (lines: readonly string[]) => `${lines.join('\n')}\n`;
const at = (line: number, path = 'src/app.js') => ({ rule: 'no-eval', path, line, level: 'warning' as const });

/** Aggregates, and gives what is the baseline then. */
async function baseline(results = [at(2), at(4)], lines = LINES) {
  workspace.write('src/app.js', source(lines));
  workspace.write('a.sarif', sarif('Checker', results));
  const { file } = await workspace.run({ scans: 'checker: a.sarif' });
  workspace.write('then.sarif', file('sarif'));
}

const compare = (given: Readonly<Record<string, string>> = {}) =>
  workspace.run({ scans: 'checker: a.sarif', baseline: 'then.sarif', ...given });

test('without a baseline everything is new, and the summary says so first', async () => {
  workspace.write('a.sarif', sarif('Checker', [at(2)]));
  const { outputs, summary } = await workspace.run({ scans: 'checker: a.sarif' });
  expect(outputs.new).toBe('1');
  expect(summary.split('\n\n')[2]).toMatch(/No baseline/);
});

test('the same again is nothing new', async () => {
  await baseline();
  const { outputs, summary } = await compare();
  expect(outputs).toMatchObject({ new: '0', findings: '2', fixed: '0', absent: '0' });
  expect(summary).not.toContain('No baseline');
});

test('what moves by seven lines is nothing new', async () => {
  await baseline();
  workspace.write('src/app.js', source([...Array.from({ length: 7 }, (_, index) => `more(${index});`), ...LINES]));
  workspace.write('a.sarif', sarif('Checker', [at(9), at(11)]));
  expect((await compare()).outputs).toMatchObject({ new: '0', findings: '2', fixed: '0', absent: '0' });
});

test('one out and another in is one fixed and one new, and only that one blocks', async () => {
  await baseline();
  workspace.write('src/app.js', source([...LINES.slice(0, 3), 'safe(b);', 'three();', '', 'eval(other);']));
  workspace.write('a.sarif', sarif('Checker', [at(2), at(7)]));
  const { outputs, failures, file } = await compare({ 'fail-on-new': 'medium' });
  expect(outputs).toMatchObject({ verdict: 'block', new: '1', blocking: '1', findings: '2', fixed: '1', absent: '0' });
  expect(failures).toEqual([expect.stringContaining('1 finding blocks.')]);
  // sarif-upload leaves out last what blocked.
  const [{ results }] = JSON.parse(file('sarif')).runs;
  const marks = results.map(({ baselineState, properties }: Told) => [baselineState, properties['actions-aws'].blocks]);
  expect(marks.sort()).toEqual([
    ['new', 'fail-on-new'],
    ['updated', undefined],
  ]);
});

test('what an incomplete scan does not report is absent, and its return is nothing new', async () => {
  await baseline();
  workspace.write('a.sarif', sarif('Checker', [at(2)], { invocations: [{ executionSuccessful: false }] }));
  const torn = await compare();
  expect(torn.outputs).toMatchObject({ verdict: 'incomplete', fixed: '0', absent: '1', new: '0', findings: '1' });
  workspace.write('then.sarif', torn.file('sarif'));
  workspace.write('a.sarif', sarif('Checker', [at(2), at(4)]));
  expect((await compare()).outputs).toMatchObject({
    verdict: 'pass',
    fixed: '0',
    absent: '0',
    new: '0',
    findings: '2',
  });
});

test('what a scan that was left out reported is absent, and carried on', async () => {
  await baseline();
  workspace.write('b.sarif', sarif('Other', []));
  const scans = 'checker: {report: none.sarif, optional: true}\nother: b.sarif';
  const left = await compare({ scans });
  expect(left.outputs).toMatchObject({ verdict: 'pass', fixed: '0', absent: '2', findings: '0' });
  workspace.write('then.sarif', left.file('sarif'));
  const again = await compare({ scans });
  expect(again.outputs).toMatchObject({ verdict: 'pass', fixed: '0', absent: '2', findings: '0' });
  workspace.write('then.sarif', again.file('sarif'));
  expect((await compare()).outputs).toMatchObject({ verdict: 'pass', absent: '0', new: '0', findings: '2' });
});

test('what a change suppresses stands on top', async () => {
  await baseline();
  workspace.write('a.sarif', sarif('Checker', [at(2), { ...at(4), suppressed: 'not reachable' }]));
  const { summary, outputs } = await compare();
  expect(outputs).toMatchObject({ findings: '1', new: '0' });
  expect(summary).toContain('**Newly suppressed or accepted: 1 finding**');
  expect(summary).toContain('| suppressed | not reachable |');
  expect(summary.indexOf('Newly suppressed')).toBeLessThan(summary.indexOf('**Scans**'));
});

test('a baseline that is none, or broken, is an error', async () => {
  await baseline();
  const whole = (await compare()).file('sarif');
  for (const [content, says] of [
    [sarif('Checker', []), 'no aggregate of this action'],
    ['{}', 'no aggregate of this action'],
    ['', 'empty'],
    [whole.slice(0, -30), 'cannot be read'],
    [whole.replaceAll('"complete":true', '"complete":1'), 'damaged'],
  ] as const) {
    workspace.write('then.sarif', content);
    const { outputs, failures } = await compare();
    expect(failures).toEqual([expect.stringContaining('The baseline')]);
    expect(failures[0]).toContain(says);
    expect(outputs).toMatchObject({ verdict: 'incomplete', sarif: '', json: '' });
  }
});

test('what is accepted is accepted until its last day, with its owner and reason', async () => {
  await baseline();
  workspace.write(
    'accepted.yml',
    [
      '- rule: no-eval',
      '  path: src/app.js',
      '  owner: team-a',
      '  reason: known',
      "  expiry: '2026-12-31'",
      '- rule: none',
      '  path: src/app.js',
      '  owner: team-a',
      '  reason: of old',
      "  expiry: '2026-12-31'",
    ].join('\n'),
  );
  const given = { accept: 'accepted.yml', 'fail-on': 'medium' };
  const accepted = await compare(given);
  expect(accepted.outputs).toMatchObject({ verdict: 'pass', findings: '0' });
  expect(accepted.summary).toContain('| accepted | known (team-a, until 2026-12-31) |');
  expect(accepted.summary).toContain('Entries of `accept` that match no finding: 1');
  const later = await workspace.run(
    { scans: 'checker: a.sarif', baseline: 'then.sarif', ...given },
    { now: Date.UTC(2027, 0, 1) },
  );
  expect(later.outputs).toMatchObject({ verdict: 'block', blocking: '2' });
  expect(later.summary).toContain('Expired entries of `accept`, which accept nothing any more: 2');
});

test.each([
  ['a glob', 'src/**'],
  ['globs on lines', 'lib/**\n# generated\nsrc/*.js'],
  ['a list', '- path: src/**\n  rule: no-*'],
])('what is excluded by %s is told, and does not block', async (_, exclude) => {
  await baseline();
  const { outputs, file } = await compare({ exclude, 'fail-on': 'low' });
  expect(outputs).toMatchObject({ verdict: 'pass', findings: '0' });
  expect(JSON.parse(file('json')).counts).toMatchObject({ excluded: 2, open: 0 });
});
