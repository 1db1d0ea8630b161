import { figureOf, verdictOn } from '../../src/figure.ts';
import { caseComparisons, growthComparisons, type Measurements } from '../../src/sarif/comparisons.ts';

const run = (wallMs: number[], peakBytes: Measurements['peakBytes'] = 100e6): Measurements => ({ wallMs, peakBytes });

const runs = {
  name: '500000 results',
  ours: run([3400, 3200], 280e6),
  concatenation: run([2000, 2400], 1000e6),
  carrying: run([800]),
  multitool: run([20_000], { why: 'it is no program of Node' }),
  limits: { ofConcatenation: { wall: 1.7, memory: 0.3 }, ofMultitool: 0.2, peakBytes: 300e6 },
};
const figures = (changed: Partial<Parameters<typeof caseComparisons>[0]> = {}) =>
  caseComparisons({ ...runs, ...changed }).map(figureOf);
const find = (what: string, peer: string, among = figures()) =>
  among.find((one) => one.figure === `500000 results: ${what}` && one.peer === peer);

test('we are held to what parsing and concatenating takes, and to a fifth of the multitool', () => {
  const byConcatenation = { ours: 3200, theirs: 2000, ratio: 1.6, expected: 1.7 };
  expect(find('wall clock, fastest', 'parse and concatenate')).toMatchObject(byConcatenation);
  expect(find('wall clock, median', 'parse and concatenate')).toMatchObject({ ours: 3300, theirs: 2200, ratio: 1.5 });
  expect(find('peak memory', 'parse and concatenate')).toMatchObject({ ours: 280, theirs: 1000, expected: 0.3 });
  expect(find('wall clock, fastest', 'sarif-multitool merge')).toMatchObject({ ratio: 0.16, expected: 0.2 });
  expect(find('wall clock, fastest', 'Node that only carries bytes')).toMatchObject({ ratio: 4, expected: null });
  expect(find('peak memory', 'the limit')).toMatchObject({ ours: 280, theirs: 300, expected: 1 });
  expect(figures().filter((figure) => verdictOn(figure) === 'missed')).toEqual([]);
});

test('what is too slow or too large is missed', () => {
  const missed = figures({ ours: run([4200], 310e6) }).filter((figure) => verdictOn(figure) === 'missed');
  expect(missed.map(({ figure, peer }) => [figure, peer])).toEqual([
    ['500000 results: wall clock, median', 'parse and concatenate'],
    ['500000 results: wall clock, fastest', 'parse and concatenate'],
    ['500000 results: wall clock, fastest', 'sarif-multitool merge'],
    ['500000 results: peak memory', 'parse and concatenate'],
    ['500000 results: peak memory', 'the limit'],
  ]);
});

test('a few reports are held to a time', () => {
  const found = find('wall clock, fastest', 'the limit', figures({ limits: { wallMs: 1200 } }));
  expect(found).toMatchObject({ ours: 3200, theirs: 1200, expected: 1 });
});

test('without the multitool nothing is missed for that', () => {
  const alone = figures({ multitool: { why: 'not there' } });
  expect(find('wall clock, fastest', 'sarif-multitool merge', alone)).toMatchObject({ theirs: null, ratio: null });
  expect(alone.filter((figure) => verdictOn(figure) === 'missed')).toEqual([]);
});

test('growth is the time of a thousand results, without that of starting', () => {
  const growth = { few: 5000, many: 500_000, ofNone: run([200]), ofFew: run([300, 250]), ofMany: run([5_200]) };
  const [found] = growthComparisons(growth).map(figureOf);
  expect(found).toMatchObject({ ours: 10, theirs: 10, ratio: 1, expected: 1 });
});
