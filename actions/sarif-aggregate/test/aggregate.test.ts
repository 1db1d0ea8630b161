import { sarif } from './support/reports.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = newWorkspace();
  workspace.write('src/app.js', ['one();', 'eval(a);', 'two();', 'eval(b);', ''].join('\n'));
});
afterEach(() => workspace.remove());

const evals = [
  { rule: 'no-eval', path: 'src/app.js', line: 2 },
  { rule: 'no-eval', path: 'src/app.js', line: 4 },
];

test('what is only in the baseline that its tool compared the report with is no finding', async () => {
  const [there, gone] = evals;
  workspace.write(
    'a.sarif',
    sarif('Checker', [
      { ...there, baselineState: 'unchanged' },
      { ...gone, baselineState: 'absent' },
    ]),
  );
  const { outputs, file } = await workspace.run({ scans: 'checker: a.sarif' });
  expect(outputs).toMatchObject({ findings: '1', new: '1', blocking: '1', absent: '0' });
  expect(JSON.parse(file('sarif')).runs[0].results).toHaveLength(1);
  // A later run that reports it again finds something new.
  workspace.write('then.sarif', file('sarif'));
  workspace.write('a.sarif', sarif('Checker', evals));
  const again = await workspace.run({ scans: 'checker: a.sarif', baseline: 'then.sarif' });
  expect(again.outputs).toMatchObject({ findings: '2', new: '1' });
});

test('findings that block are red, and the verdict says so', async () => {
  workspace.write('a.sarif', sarif('Checker', evals));
  const { outputs, failures, summary, file } = await workspace.run({ scans: 'checker: a.sarif' });
  expect(failures).toEqual([expect.stringContaining('2 findings block.')]);
  expect(outputs).toMatchObject({
    verdict: 'block',
    block: 'true',
    blocking: '2',
    findings: '2',
    new: '2',
    incomplete: '[]',
  });
  expect(summary).toContain('| `no-eval` | Checker | 2 | high | `fail-on: high` | `src/app.js:2`, `src/app.js:4` |');
  const document = JSON.parse(file('json'));
  expect(document.findings).toHaveLength(2);
  expect(file('csv').split('\r\n')).toHaveLength(4);
  const { runs } = JSON.parse(file('sarif'));
  expect(runs).toHaveLength(1);
  expect(runs[0].automationDetails).toEqual({ id: 'checker/' });
  expect(runs[0].results).toHaveLength(2);
});
