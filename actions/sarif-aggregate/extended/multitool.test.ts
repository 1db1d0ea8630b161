import { refusedByMultitool } from '@actions-aws/testing/sarif';
import { textOf } from '../test/readers/samples/sample.ts';
import { samples } from '../test/readers/samples/samples.ts';
import { sarif } from '../test/support/reports.ts';
import { newWorkspace, type Workspace } from '../test/support/run.ts';

// What the standard's own tool says of an aggregate. Needs `Sarif.Multitool` on the PATH.

let workspace: Workspace;
beforeAll(() => {
  workspace = newWorkspace();
});
afterAll(() => workspace.remove());

test('the multitool sees what is wrong', async () => {
  const driver = { name: 'Own', rules: [{ id: 'r', helpUri: 'not a valid URI' }] };
  workspace.write('wrong.sarif', sarif('Own', [], { tool: { driver } }));
  expect(await refusedByMultitool(workspace.path('wrong.sarif'), 'Sarif')).toEqual([
    expect.stringContaining('SARIF1002'),
  ]);
}, 120_000);

test('it has nothing against an aggregate of all tools, with a baseline and exclusions', async () => {
  const scans = samples.map((sample, index) => {
    workspace.write(`reports/${index}`, textOf(sample));
    return `${sample.tool}/${index}: {report: reports/${index}, manifest: lockfile}`;
  });
  const one = await workspace.run({ scans: scans.join('\n'), exclude: '- "src/**"' });
  workspace.write('then.sarif', one.file('sarif'));
  const two = await workspace.run({ scans: scans.slice(5).join('\n'), baseline: 'then.sarif' });
  expect(Number(two.outputs.absent)).toBeGreaterThan(0);
  for (const { outputs } of [one, two]) expect(await refusedByMultitool(outputs.sarif ?? '', 'Sarif')).toEqual([]);
}, 120_000);
