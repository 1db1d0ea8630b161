import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundleStep, entriesOf, gapsIn, runBundle, startBundle } from '@actions-aws/testing';
import { sarif } from './support/reports.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

const action = fileURLToPath(new URL('..', import.meta.url));

let workspace: Workspace;
beforeEach(() => {
  workspace = newWorkspace();
  workspace.write('src/app.js', 'one();\neval(a);\n');
  workspace.write('a.sarif', sarif('Checker', [{ rule: 'no-eval', path: 'src/app.js', line: 2 }]));
});
afterEach(() => workspace.remove());

const FILES = ['aggregate.sarif', 'findings.csv', 'findings.html', 'findings.json'];

function step(inputs: Readonly<Record<string, string>>): BundleStep {
  return { action, workspace: workspace.folder, inputs, env: { RUNNER_TEMP: workspace.temp } };
}

test('what ships is complete, and brings the licence of every package along', async () => {
  expect(await gapsIn(action)).toEqual([]);
});

test('findings that block: red, with all outputs, files and annotations at their lines', async () => {
  const { exitCode, outputs, annotations, summary, stdout } = await runBundle(step({ scans: 'checker: a.sarif' }));
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({
    verdict: 'block',
    block: 'true',
    blocking: '1',
    new: '1',
    fixed: '0',
    incomplete: '[]',
  });
  expect(summary).toMatch(/^## ❌ block: 1 finding to act on/);
  expect(annotations).toHaveLength(2);
  expect(stdout).toContain('file=src/app.js,line=2');
  for (const name of ['sarif', 'html', 'json', 'csv'])
    expect(readFileSync(outputs[name] ?? '').length).toBeGreaterThan(50);
  // What was spilled is gone; what is left is what the outputs name.
  expect(readdirSync(workspace.temp)).toHaveLength(1);
});

test('a wrong input is told without a reader, and no report is opened', async () => {
  const { action: entries, remove } = await entriesOf(action);
  try {
    const { exitCode, annotations } = await runBundle({ ...step({ scans: 'checker: ../a.sarif' }), action: entries });
    expect(exitCode).toBe(1);
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`scans.checker`')]);
  } finally {
    await remove();
  }
});

test('a folder that is taken ends the run red, without a file and without a verdict that lets pass', async () => {
  workspace.write('out/findings.csv/inside', '');
  const { exitCode, outputs, annotations } = await runBundle(
    step({ scans: 'checker: a.sarif', 'output-folder': 'out' }),
  );
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ verdict: 'incomplete', sarif: '', json: '', csv: '', html: '' });
  expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('is a folder')]);
  expect(readdirSync(workspace.path('out'))).toEqual(['findings.csv']);
});

/** Kills a run at the n-th change in the folder of its files; at 0 at once. */
async function killed(inputs: Readonly<Record<string, string>>, signal: NodeJS.Signals, moment: number): Promise<void> {
  const watcher = watch(workspace.path('out'));
  let changes = 0;
  const changed = new Promise<void>((resolve) => {
    watcher.on('change', () => {
      changes += 1;
      if (changes === moment) resolve();
    });
  });
  try {
    const running = startBundle(step(inputs));
    await (moment === 0 ? undefined : Promise.race([changed, running.ended]));
    await running.kill(signal);
  } finally {
    watcher.close();
  }
}

test.each([
  ['SIGINT', [0, 1]],
  ['SIGTERM', [0, 1, 3]],
  ['SIGKILL', [0, 1, 2, 3, 4, 5, 6, 8]],
] as const)('%s at any moment leaves no half file', async (signal, moments) => {
  const lines = Array.from({ length: 3_000 }, (_, index) => index + 1);
  const results = lines.map((line) => ({ rule: `R${line % 50}`, path: 'src/app.js', line }));
  workspace.write('many.sarif', sarif('Checker', results));
  workspace.write('out/.gitignore', '*');
  for (const moment of moments) {
    await killed({ scans: 'checker: many.sarif', 'output-folder': 'out' }, signal, moment);
    for (const name of FILES) {
      const file = workspace.path(join('out', name));
      if (!existsSync(file)) continue;
      const text = readFileSync(file, 'utf8');
      if (name.endsWith('.html')) expect(text).toMatch(/<\/html>\n$/);
      else if (name.endsWith('.csv')) expect(text.split('\r\n')).toHaveLength(lines.length + 2);
      else expect(() => JSON.parse(text)).not.toThrow();
    }
  }
});
