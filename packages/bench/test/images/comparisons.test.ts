import { figureOf, verdictOn } from '../../src/figure.ts';
import { type CopyRuns, copyComparisons, mountComparisons } from '../../src/images/comparisons.ts';

const absent = { why: 'not there' };
const runs: CopyRuns = {
  where: '30 ms a request',
  ours: [1_200, 1_000, 1_100],
  peakBytes: 90e6,
  peers: [
    { name: 'crane copy', wallMs: [2_000, 2_100, 2_200], expected: 0.55 },
    { name: 'skopeo copy --all', wallMs: absent },
  ],
};
const figures = (changed: Partial<CopyRuns> = {}) => copyComparisons({ ...runs, ...changed }).map(figureOf);

test('we are held to a share of the time of others, and to a limit of memory', () => {
  expect(figures()).toEqual([
    expect.objectContaining({
      figure: '30 ms a request: wall clock, median',
      ours: 1_100,
      theirs: 2_100,
      ratio: 0.524,
    }),
    expect.objectContaining({ peer: 'skopeo copy --all', theirs: null, ratio: null, expected: null }),
    expect.objectContaining({ figure: '30 ms a request: wall clock, fastest', ours: 1_000, theirs: 2_000, ratio: 0.5 }),
    expect.objectContaining({ peer: 'skopeo copy --all', theirs: null }),
    expect.objectContaining({ figure: '30 ms a request: peak memory', ours: 90, theirs: 100, expected: 1 }),
  ]);
  expect(figures({ ours: [1_200] }).map(verdictOn)).toContain('missed');
  expect(figures({ peakBytes: 101e6 }).map(verdictOn)).toContain('missed');
});

test('without a registry nothing is measured, and nothing is missed', () => {
  const none = figures({
    ours: absent,
    peakBytes: absent,
    peers: [{ name: 'crane copy', wallMs: absent, expected: 1 }],
  });
  for (const figure of none) expect([figure.ours, figure.ratio, verdictOn(figure)]).toEqual([null, null, 'open']);
  const mounted = mountComparisons({ where: 'far', mounted: absent, whole: absent }).map(figureOf);
  for (const figure of mounted) expect([figure.ours, figure.theirs, verdictOn(figure)]).toEqual([null, null, 'open']);
});

test('half of the layers mounted are half of the bytes, and 65 % of the time', () => {
  const mounted = { wallMs: [650, 600, 700], sentBytes: [100.04e6] };
  const whole = { wallMs: [1_000], sentBytes: [200.05e6] };
  expect(mountComparisons({ where: 'far', mounted, whole }).map(figureOf)).toEqual([
    expect.objectContaining({ unit: 'MB', ours: 100.04, theirs: 200.05, ratio: 0.5, expected: 0.5 }),
    expect.objectContaining({ unit: 'ms', ours: 650, theirs: 1_000, ratio: 0.65, expected: 0.65 }),
  ]);
});
