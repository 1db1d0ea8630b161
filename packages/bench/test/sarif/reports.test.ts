import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reportsIn } from '../../src/sarif/reports.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bench-reports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[];
}

test('reports have as many results as are asked for, some of them in several reports, the same each time', () => {
  const size = { results: 5000, files: 20 };
  const made = ['one', 'two'].map((name) => reportsIn(path.join(folder, name), size));
  const bytesOf = (reports: (typeof made)[0]) =>
    reports.names.map((name) => readFileSync(path.join(reports.folder, name)));
  const [first, second] = made.map((reports) =>
    bytesOf(reports).map((bytes) => createHash('sha256').update(bytes).digest('hex')),
  );
  expect(first).toEqual(second);
  expect(new Set(first).size).toBe(20);
  const results = bytesOf(made[0]!).flatMap((bytes) => (JSON.parse(bytes.toString()) as Report).runs[0]!.results);
  expect(results).toHaveLength(5000);
  expect(made[0]!.bytes / 5000).toBeGreaterThan(350);
  const distinct = new Set(results.map((result) => JSON.stringify(result))).size;
  expect(distinct).toBeLessThan(5000);
  expect(distinct).toBeGreaterThan(4000);
});

test('reports may have no result', () => {
  const { names, folder: at } = reportsIn(path.join(folder, 'none'), { results: 0, files: 2 });
  const runs = names.map((name) => (JSON.parse(readFileSync(path.join(at, name), 'utf8')) as Report).runs);
  expect(runs.map(([run]) => run!.results)).toEqual([[], []]);
});
