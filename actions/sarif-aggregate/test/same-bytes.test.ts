import { sarif } from './support/reports.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = newWorkspace();
  workspace.write('src/app.js', 'one();\neval(a);\ntwo();\neval(b);\n');
});
afterEach(() => workspace.remove());

const results = [
  { rule: 'no-eval', path: 'src/app.js', line: 2 },
  { rule: 'no-eval', path: 'src/app.js', line: 4 },
  { rule: 'no-eval', path: 'src/app.js', line: 4, message: 'Reported twice.' },
  { rule: 'other', path: 'src/gone.js', line: 9, level: 'note' as const, suppressed: 'by hand' },
  { rule: 'nowhere', level: 'none' as const },
];

function write(order: (all: typeof results) => typeof results) {
  workspace.write('a.sarif', sarif('Checker', order(results)));
  workspace.write('b.sarif', sarif('Other', order(results.slice(0, 3))));
  workspace.write('c/1.sarif', sarif('Third', order(results)));
  workspace.write('c/2.sarif', sarif('Third', [], { invocations: [{ executionSuccessful: false }] }));
}

const scans = [
  'checker: a.sarif',
  'other/x: b.sarif',
  "third: 'c/*.sarif'",
  'none: {report: none.sarif, optional: true}',
];

test('no order of scans, files or results changes a byte of a file', async () => {
  write((all) => all);
  const one = await workspace.run({ scans: scans.join('\n') });
  write((all) => all.toReversed());
  const other = await workspace.run({ scans: scans.toReversed().join('\n') });
  for (const name of ['sarif', 'html', 'json', 'csv'] as const) expect(other.file(name)).toBe(one.file(name));
  expect(other.summary).toBe(one.summary);
});

test('an aggregate that is aggregated again has the same bytes, and stays incomplete', async () => {
  write((all) => all);
  const given = { exclude: 'src/app.js', 'unknown-as': 'low' };
  const one = await workspace.run({ scans: scans.join('\n'), ...given });
  workspace.write('one.sarif', one.file('sarif'));
  const again = await workspace.run({ scans: 'all: one.sarif', ...given });
  expect(again.file('sarif')).toBe(one.file('sarif'));
  expect(again.file('csv')).toBe(one.file('csv'));
  expect(again.outputs).toMatchObject({ verdict: 'incomplete', incomplete: '["third"]' });
});

test('so has one with a baseline, of which scans are gone', async () => {
  write((all) => all);
  const one = await workspace.run({ scans: scans.join('\n') });
  workspace.write('then.sarif', one.file('sarif'));
  workspace.write('b.sarif', sarif('Other', results.slice(1, 2)));
  const two = await workspace.run({ scans: scans.slice(1).join('\n'), baseline: 'then.sarif' });
  expect(Number(two.outputs.absent)).toBeGreaterThan(0);
  workspace.write('two.sarif', two.file('sarif'));
  const again = await workspace.run({ scans: 'all: two.sarif' });
  expect(again.file('sarif')).toBe(two.file('sarif'));
  expect(again.outputs).toMatchObject({ absent: two.outputs.absent, new: two.outputs.new, fixed: '0' });
});

test('aggregates of several jobs become one, and a scan that two of them hold is incomplete', async () => {
  write((all) => all);
  const parts = [];
  for (const [index, scan] of [scans[0], scans[1], scans[0]].entries()) {
    parts.push(`job-${index}: job-${index}.sarif`);
    workspace.write(`job-${index}.sarif`, (await workspace.run({ scans: scan ?? '' })).file('sarif'));
  }
  const whole = await workspace.run({ scans: scans.slice(0, 2).join('\n') });
  const joined = await workspace.run({ scans: parts.slice(0, 2).join('\n') });
  expect(joined.file('sarif')).toBe(whole.file('sarif'));
  const twice = await workspace.run({ scans: parts.join('\n') });
  expect(twice.outputs).toMatchObject({ verdict: 'incomplete', incomplete: '["checker"]' });
});
