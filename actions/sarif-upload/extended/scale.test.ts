import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBundle } from '@actions-aws/testing';

const action = fileURLToPath(new URL('..', import.meta.url));
const RUNS = 20;
const RESULTS = 25_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scale-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes 500,000 results in 20 runs, piece by piece. */
function writeLarge(path: string): void {
  const file = openSync(path, 'w');
  writeFileSync(file, '{"version":"2.1.0","runs":[');
  for (let run = 0; run < RUNS; run += 1) {
    const head = { tool: { driver: { name: 'Lint' } }, automationDetails: { id: `c${run}/` } };
    writeFileSync(file, `${run > 0 ? ',' : ''}${JSON.stringify(head).slice(0, -1)},"results":[`);
    for (let from = 0; from < RESULTS; from += 1000) {
      const piece = Array.from({ length: 1000 }, (_, index) => JSON.stringify(resultAt(from + index)));
      writeFileSync(file, `${from > 0 ? ',' : ''}${piece.join(',')}`);
    }
    writeFileSync(file, ']}');
  }
  writeFileSync(file, ']}');
  closeSync(file);
}

function resultAt(index: number) {
  const artifactLocation = { uri: `src/folder-${index % 97}/file-${index % 997}.js` };
  return {
    ruleId: `rule-${index % 50}`,
    level: ['error', 'warning', 'note'][index % 3],
    message: {
      text: `Something is wrong at place ${index}, and this says what, at the length that tools have. ${'x'.repeat(140)}`,
    },
    locations: [{ physicalLocation: { artifactLocation, region: { startLine: (index % 500) + 1 } } }],
  };
}

test('199 MB go through a heap of 128 MB', async () => {
  const path = join(folder, 'large.sarif');
  writeLarge(path);
  expect(statSync(path).size).toBeGreaterThan(199e6);
  const { exitCode, outputs, annotations } = await runBundle({
    action,
    workspace: folder,
    inputs: { sarif: 'large.sarif', 'dry-run': 'true', token: '' },
    env: {
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: '',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: 'a'.repeat(40),
      RUNNER_TEMP: folder,
      NODE_OPTIONS: '--max-old-space-size=128',
    },
    killAfter: 400_000,
  });
  expect([exitCode, annotations]).toEqual([0, []]);
  expect(outputs).toMatchObject({
    outcome: 'planned',
    'left-out': JSON.stringify({ 'above a limit': RUNS * (RESULTS - 5000) }),
  });
}, 500_000);
