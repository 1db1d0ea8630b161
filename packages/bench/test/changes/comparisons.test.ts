import { caseComparisons, growthComparisons, type Measurements } from '../../src/changes/comparisons.ts';
import { figureOf, verdictOn } from '../../src/figure.ts';

const absent = { why: 'not there' };
const run = (wallMs: number[], changed: Partial<Measurements> = {}): Measurements => ({
  wallMs,
  peakBytes: 50e6,
  outputBytes: 4_000,
  logBytes: 2_000,
  ...changed,
});

const runs = {
  name: '10 of 200 files',
  ours: run([70, 80, 60]),
  floor: run([40]),
  pathsFilter: run([100, 90, 120], { peakBytes: 60e6 }),
  changedFiles: run([200], { outputBytes: 60_000 }),
};
const figures = (changed: Partial<Parameters<typeof caseComparisons>[0]> = {}) =>
  caseComparisons({ ...runs, ...changed }).map(figureOf);
const find = (what: string, peer: string, among = figures()) =>
  among.find((one) => one.figure === `10 of 200 files: ${what}` && one.peer === peer);

test('we are held to three quarters of the wall clock of paths-filter, and to its memory', () => {
  expect(find('wall clock, median', 'paths-filter')).toMatchObject({
    ours: 70,
    theirs: 100,
    ratio: 0.7,
    expected: 0.75,
  });
  expect(find('wall clock, fastest', 'paths-filter')).toMatchObject({ ours: 60, theirs: 90, expected: 0.75 });
  expect(find('peak memory', 'paths-filter')).toMatchObject({ ours: 50, theirs: 60, expected: 1 });
});

test('our outputs are held to what GitHub takes from a whole job', () => {
  expect(find('GITHUB_OUTPUT', 'the limit of a job')).toMatchObject({ ours: 4, theirs: 1_000, expected: 1 });
  const missed = figures({ ours: run([70], { outputBytes: 1_000_001 }) }).map(verdictOn);
  expect(missed).toContain('missed');
});

test('peers that are not there are null, and nothing is missed for that', () => {
  const alone = figures({ pathsFilter: absent, changedFiles: absent });
  expect(alone).toHaveLength(figures().length);
  const others = alone.filter(({ peer }) => ['paths-filter', 'changed-files'].includes(peer));
  expect(others).toHaveLength(9);
  for (const figure of others) expect(figure).toMatchObject({ theirs: null, ratio: null });
  expect(alone.filter((figure) => verdictOn(figure) === 'missed')).toEqual([]);
});

test('memory that cannot be seen is not measured', () => {
  const unseen = run([70], { peakBytes: { why: 'only Linux tells it' } });
  expect(find('peak memory', 'paths-filter', figures({ ours: unseen }))).toMatchObject({ ours: null, ratio: null });
});

test('twenty times the changed files may take 22 times as long, and half as much memory again', () => {
  const growth = { few: 5_000, many: 100_000, ofFew: run([100]), ofMany: run([2_300], { peakBytes: 80e6 }) };
  const found = growthComparisons(growth).map(figureOf);
  expect(found.map(({ figure, ratio, expected }) => [figure, ratio, expected])).toEqual([
    ['100000 changed files: wall clock, median', 23, 22],
    ['100000 changed files: wall clock, fastest', 23, 22],
    ['100000 changed files: peak memory', 1.6, 1.5],
  ]);
});
