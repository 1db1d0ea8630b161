import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusedBySchema } from '@actions-aws/testing/sarif';
import type { Log } from 'sarif';
import { LIMITS } from '../src/plan/limits.ts';
import type { ReportedRun } from '../src/reading/report.ts';
import { compressed } from '../src/steps/document.ts';
import { type Preparation, pathsOf, prepare } from '../src/steps/prepare.ts';
import type { Given } from './support/results.ts';
import { runOf } from './support/runs.ts';

let temp: string;
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'prepare-'));
});
afterEach(() => rmSync(temp, { recursive: true }));

const { signal } = new AbortController();
const text = (of: string) => createHash('sha256').update(of).digest('hex');
const hashes = { line: () => undefined, text };
const preparing = (...runs: ReportedRun[]) => prepare({ runs, unreadable: [] }, { temp, hashes, signal });

/** The files as they are sent. */
function files({ folder }: Preparation): readonly Log[] {
  return readdirSync(folder)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Log);
}

test('an empty run is sent, and one that is incomplete is not', async () => {
  const failures = [{ kind: 'partial' as const, message: 'One file could not be read.' }];
  const prepared = await preparing(
    runOf([], { tool: 'Clean', category: 'a' }),
    runOf([{}], { tool: 'Torn', failures }),
  );
  expect(files(prepared)).toEqual([
    {
      $schema: expect.stringContaining('sarif'),
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'Clean', rules: [] } }, automationDetails: { id: 'a/' }, results: [] }],
    },
  ]);
  expect(files(prepared).flatMap(refusedBySchema)).toEqual([]);
  expect(prepared.incomplete).toEqual([{ tool: 'Torn', category: '', file: 'Torn.sarif', run: 1, failures }]);
});

test('every result has one fate', async () => {
  const results: Given[] = [
    {},
    { suppressed: true },
    { path: null, rule: 'lost' },
    { path: null, rule: 'lost' },
    { severity: 'none' },
  ];
  const prepared = await preparing(runOf(results));
  const [{ counts, placeless } = { counts: undefined, placeless: undefined }] = prepared.analyses;
  expect(counts).toEqual({ read: 5, sent: 1, left: { suppressed: 1, 'no place': 2, 'nothing to judge': 1 } });
  expect([...(placeless ?? [])]).toEqual([['lost', 2]]);
  expect(files(prepared)[0]?.runs[0]?.results).toHaveLength(1);
  expect(files(prepared).flatMap(refusedBySchema)).toEqual([]);
});

test('of 5,001 results the least severe stays behind, and what blocked stays last', async () => {
  const results = Array.from(
    { length: LIMITS.results + 1 },
    (_, index): Given => ({
      rule: `r${index}`,
      line: index + 1,
      severity: index < 2 ? 'low' : 'medium',
    }),
  );
  const prepared = await preparing(runOf(results, { blocks: (index) => index === 0 }));
  const sent = files(prepared)[0]?.runs[0];
  expect(prepared.analyses[0]?.counts).toEqual({ read: 5001, sent: 5000, left: { 'above a limit': 1 } });
  const ids = new Set(sent?.results?.map(({ ruleId }) => ruleId));
  expect([ids.size, ids.has('r0'), ids.has('r1'), sent?.results?.[0]?.ruleId]).toEqual([5000, true, false, 'r0']);
  expect(sent?.tool.driver.rules).toHaveLength(5000);
});

test('a run that is too large compressed loses the least severe, until it fits', async () => {
  // What cannot be compressed by much: 13 MB of it.
  const noise = (index: number) => Array.from({ length: 400 }, (_, part) => text(`${index} ${part}`)).join('');
  const results = Array.from(
    { length: 1000 },
    (_, index): Given => ({
      rule: index < 100 ? 'worst' : 'least',
      severity: index < 100 ? 'critical' : 'low',
      line: index + 1,
      sarif: { ruleId: index < 100 ? 'worst' : 'least', message: { text: noise(index) } },
    }),
  );
  const prepared = await preparing(runOf(results));
  const [{ counts, bytes } = { counts: { sent: 0, left: {} as Record<string, number> }, bytes: 0 }] = prepared.analyses;
  expect(bytes).toBeLessThanOrEqual(LIMITS.bytes);
  expect(bytes).toBeGreaterThan(LIMITS.bytes * 0.8);
  expect((counts.left['above a limit'] ?? 0) + counts.sent).toBe(1000);
  expect(files(prepared)[0]?.runs[0]?.results?.filter(({ ruleId }) => ruleId === 'worst')).toHaveLength(100);
  const [delivery = []] = prepared.deliveries;
  expect((await compressed(pathsOf(delivery), signal)).length).toBeLessThanOrEqual(LIMITS.bytes);
});

test('21 analyses are two files, which hold all', async () => {
  const runs = Array.from({ length: 21 }, (_, index) => runOf([{ line: index + 1 }], { category: `c${index}` }));
  const found = files(await preparing(...runs));
  expect(found.map((file) => file.runs.length)).toEqual([20, 1]);
});

test('it ends at once where the run is cancelled', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  function* endless(): Generator<Given> {
    for (let index = 0; ; index += 1) {
      if (index === 3000) controller.abort(reason);
      yield {};
    }
  }
  const run = runOf(endless());
  await expect(prepare({ runs: [run], unreadable: [] }, { temp, hashes, signal: controller.signal })).rejects.toBe(
    reason,
  );
});
