import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reportsIn } from '../../src/sarif/reports.ts';
import { concatenation, sarifAggregate } from '../../src/sarif/ways.ts';
import { checkWritten } from '../../src/sarif/written.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bench-ways-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['no result', 0],
  ['some results', 1000],
])('reports with %s are gone through by each way, as their growth is measured', async (name, results) => {
  const reports = reportsIn(path.join(folder, name), { results, files: 2 });
  for (const way of [sarifAggregate, concatenation]) {
    const out = mkdtempSync(path.join(folder, 'out-'));
    expect(await way.time(reports, out, new AbortController().signal)).toBeGreaterThan(1);
  }
});

const file = path.join(folder, 'written');
const written = (text: string) => writeFileSync(file, text);

test('results that are left out of what is written are an error', () => {
  const reports = { bytes: 1000, files: 2, results: 10 };
  written('x'.repeat(800));
  checkWritten(file, reports);
  written('x'.repeat(799));
  expect(() => checkWritten(file, reports)).toThrow('799 bytes of 1000');
  written('x'.repeat(900));
  expect(() => checkWritten(file, { ...reports, results: 901 })).toThrow('900 bytes of 1000');
});

test('without results, each report is a run that has none', () => {
  const reports = { bytes: 1000, files: 2, results: 0 };
  const runs = (...counts: readonly number[]) =>
    written(JSON.stringify({ runs: counts.map((count) => ({ results: Array.from({ length: count }, () => ({})) })) }));
  runs(0, 0);
  checkWritten(file, reports);
  runs(0);
  expect(() => checkWritten(file, reports)).toThrow('1 runs, 1 of them without results, of 2');
  runs(0, 1);
  expect(() => checkWritten(file, reports)).toThrow('2 runs, 1 of them without results, of 2');
});
