import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fullDisk, runBundle } from '@actions-aws/testing';
import { sarif } from './support/reports.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

const action = fileURLToPath(new URL('..', import.meta.url));

let workspace: Workspace;
beforeEach(() => {
  workspace = newWorkspace();
  workspace.write('a.sarif', sarif('Checker', [{ rule: 'no-eval', path: 'src/app.js', line: 2 }]));
  workspace.write('b.sarif', sarif('Other', [{ rule: 'no-exec', path: 'src/app.js', line: 3 }]));
});
afterEach(() => workspace.remove());

function run(more: Readonly<Record<string, string>>, disk: Readonly<Record<string, string>>) {
  const inputs = { scans: 'checker: a.sarif\nother: b.sarif', 'fail-on': 'never', ...more };
  return runBundle({ action, workspace: workspace.folder, inputs, env: { RUNNER_TEMP: workspace.temp, ...disk } });
}

test.each<readonly [where: string, inputs: Readonly<Record<string, string>>]>([
  ['a folder of its own', {}],
  ['the folder of a run before', { 'output-folder': 'out' }],
])('a disk that becomes full at any write: one error, and nothing half written into %s', async (_, inputs) => {
  const calls = workspace.path('calls');
  expect((await run(inputs, fullDisk({ calls }))).exitCode).toBe(0);
  rmSync(workspace.path('out'), { recursive: true, force: true });
  workspace.write('out/findings.csv', 'of a run before');
  const before = readdirSync(workspace.temp);
  // Folders, files and their contents of two spills, then of four files.
  const count = Number(readFileSync(calls, 'utf8'));
  expect(count).toBeGreaterThan(12);
  const wrong: unknown[] = [];
  for (let from = 1; from <= count; from += 1) {
    const { exitCode, annotations, outputs } = await run(inputs, fullDisk({ from }));
    const messages = annotations.map(({ message }) => message);
    const isTold = messages.length === 1 && messages[0]?.includes('the disk is full');
    const { verdict, sarif: file } = outputs;
    const left = [...readdirSync(workspace.temp), ...readdirSync(workspace.path('out'))].join();
    const isLeft = left === [...before, 'findings.csv'].join();
    if (exitCode !== 1 || !isTold || verdict !== 'incomplete' || file !== '' || !isLeft) {
      wrong.push({ from, exitCode, messages, verdict, file, left });
    }
  }
  expect(wrong).toEqual([]);
  expect(readFileSync(workspace.path('out/findings.csv'), 'utf8')).toBe('of a run before');
});
