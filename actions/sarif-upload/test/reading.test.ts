import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import type { Candidate } from '../src/plan/state.ts';
import { openReports } from '../src/reading/open.ts';
import { aggregate, marked } from './support/aggregate.ts';
import { at, report } from './support/repository.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reading-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What is read of a report: of each run its candidates. */
function read(log: Log | string, only?: ReadonlySet<number>) {
  const path = join(folder, 'a.sarif');
  writeFileSync(path, typeof log === 'string' ? log : JSON.stringify(log));
  const reports = openReports({ sarif: [{ path, name: 'a.sarif' }], category: undefined, root: undefined }, folder);
  try {
    return { ...reports, found: reports.runs.map((run) => [...run.candidates(only)]) };
  } finally {
    reports.close();
  }
}

const three = report('Lint', [at('a', 'a.js', 1), at('b', 'b.js', 2), at('c', 'c.js', 3)]);
const rules = (found: ReturnType<typeof read>['found']) =>
  found.flat().map(([index, one]) => `${index} ${(one as Candidate).result.rule.id}`);

test('results are read with their places, or only those that are wanted', () => {
  expect(rules(read(three).found)).toEqual(['0 a', '1 b', '2 c']);
  expect(rules(read(three, new Set([1])).found)).toEqual(['1 b']);
});

test('what blocks is told by the aggregate, and a secret blocks anyway', () => {
  const log = aggregate([
    marked({ rule: 'low', severity: 'low' }, { blocks: 'new' }),
    marked({ rule: 'high' }),
    marked({ rule: 'key', kind: 'secret', subject: { kind: 'secret' } }),
  ])['aggregate.sarif'];
  expect(
    read(log)
      .found.flat()
      .map(([, one]) => (one as Candidate).blocks),
  ).toEqual([true, false, true]);
});

test.each(['Lint', 'gitleaks'])('what is only in the baseline that %s compared its report with is gone', (tool) => {
  const [there, gone] = [at('a', 'a.js', 1), at('b', 'b.js', 2)];
  const log = report(tool, [
    { ...there, baselineState: 'unchanged' },
    { ...gone, baselineState: 'absent' },
  ]);
  expect(
    read(log)
      .found.flat()
      .map(([, one]) => (one as Candidate).fate),
  ).toEqual(['open', 'absent']);
});

test.each<[name: string, log: Log | string, says: string]>([
  ['nothing at all', '', 'empty'],
  ['half of it', '{"version":"2.1.0","runs":[{', 'The file'],
  ['another form', '{"results":[]}', 'It is no SARIF.'],
  ['no run', { version: '2.1.0', runs: [] }, 'has no run'],
  ['an older version', '{"version":"2.0.0","runs":[]}', 'only SARIF 2.1.0'],
])('a report with %s is unreadable, and keeps no other back', (_, log, says) => {
  const { runs, unreadable } = read(log);
  expect(runs).toEqual([]);
  expect(unreadable).toEqual([{ file: 'a.sarif', failures: [expect.objectContaining({ kind: 'unreadable' })] }]);
  expect(unreadable[0]?.failures[0]?.message).toContain(says);
});
