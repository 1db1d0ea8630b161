import { figureOf, verdictOn } from '../src/figure.ts';
import { comparisons, type LambdaRuns, startUpComparisons } from '../src/lambda/comparisons.ts';

const absent = { why: 'not there' };
const deployments = (...wallMs: number[]) => wallMs.map((ms) => ({ wallMs: ms, calls: 7, windowMs: undefined }));

const runs: LambdaRuns = {
  many: 20,
  deployOne: { ours: deployments(3_000, 9_000, 2_000), script: deployments(10_000), peer: deployments(2_500) },
  deployMany: {
    ours: [{ wallMs: 12_000, calls: 340, windowMs: 1_200, toldWindowMs: 1_230 }],
    script: [{ wallMs: 200_000, calls: 140, windowMs: 190_000 }],
    peer: deployments(50_000),
  },
  firstError: { ours: [140, 120], bareNode: [50, 40], peer: [180] },
  firstRequest: { ours: [150, 170], bareNode: [40], peer: [210], baseline: [200, 240], floor: [100] },
  bundleMegabytes: { ours: 2.4, peer: 3.9 },
};

const figures = (changed: Partial<LambdaRuns> = {}) => comparisons({ ...runs, ...changed }).map(figureOf);
const find = (figure: string, peer: string, among = figures()) =>
  among.find((one) => one.figure === figure && one.peer.startsWith(peer));

test('no two figures go by the same name against the same peer', () => {
  const names = figures().map(({ figure, peer }) => `${figure} ${peer}`);
  expect(new Set(names).size).toBe(names.length);
});

test('we are held to half of the script for one function, and to a tenth of it for twenty', () => {
  expect(find('1 function: wall clock', 'AWS CLI script')).toMatchObject({ ours: 3_000, ratio: 0.3, expected: 0.5 });
  expect(find('20 functions: wall clock', 'AWS CLI script')).toMatchObject({ ratio: 0.06, expected: 0.1 });
});

test('the cutover window of twenty is held to a second and a half, by what we say and by what the cloud saw', () => {
  const said = find('20 functions: cutover window, as the action tells it', 'the limit');
  const seen = find('20 functions: cutover window, as the cloud saw it', 'the limit');
  expect(said).toMatchObject({ ours: 1_230, theirs: 1_500, expected: 1 });
  expect(seen).toMatchObject({ ours: 1_200, theirs: 1_500, expected: 1 });
  expect(find('20 functions: cutover window, as the cloud saw it', 'AWS CLI')).toMatchObject({ theirs: 190_000 });
});

test('a first input error is held to 150 ms where bare Node takes 40', () => {
  const fastest = find('start-up to the first input error, fastest', 'bare Node');
  expect(fastest).toMatchObject({ ours: 120, theirs: 40, ratio: 3, expected: 3.75 });
  const median = find('start-up to the first input error, median', 'bare Node');
  expect(median).toMatchObject({ ours: 130, theirs: 45, expected: 3.75 });
});

test('a first request is held to three quarters of what another build takes, and shown beside the least that one can', () => {
  const median = find('start-up to the first AWS request, median', 'the build in BASELINE');
  expect(median).toMatchObject({ ours: 160, theirs: 220, ratio: 0.727, expected: 0.75 });
  const fastest = find('start-up to the first AWS request, fastest', 'the build in BASELINE');
  expect(fastest).toMatchObject({ ours: 150, theirs: 200, ratio: 0.75, expected: 0.75 });
  const floor = find('start-up to the first AWS request, median', 'a bundle of one SDK command');
  expect(floor).toMatchObject({ ours: 160, theirs: 100, ratio: 1.6, expected: null });
});

test('the starts alone say what they say among all', () => {
  const alone = startUpComparisons(runs).map(figureOf);
  expect(alone.length).toBeGreaterThan(8);
  expect(figures()).toEqual(expect.arrayContaining(alone));
  expect(alone.filter(({ figure }) => !/^(start-up|size)/.test(figure))).toEqual([]);
});

test('what is expected of twenty is not expected of other numbers', () => {
  const few = figures({ many: 3 });
  expect(find('3 functions: wall clock', 'AWS CLI script', few)).toMatchObject({ ratio: 0.06, expected: null });
  expect(find('3 functions: cutover window, as the cloud saw it', 'the limit', few)).toMatchObject({ expected: null });
  expect(find('1 function: wall clock', 'AWS CLI script', few)).toMatchObject({ expected: 0.5 });
});

test('peers that are not there are null, and nothing is missed for that', () => {
  const alone = figures({
    deployOne: { ...runs.deployOne, script: absent, peer: absent },
    deployMany: { ...runs.deployMany, script: absent, peer: absent },
    firstError: { ...runs.firstError, peer: absent },
    firstRequest: { ...runs.firstRequest, peer: absent, baseline: absent },
    bundleMegabytes: { ours: 2.4, peer: absent },
  });
  expect(alone).toHaveLength(figures().length);
  const others = alone.filter(({ peer }) => /^(AWS CLI|aws-lambda-deploy|the build in BASELINE)/.test(peer));
  expect(others.length).toBeGreaterThan(10);
  for (const figure of others) expect(figure).toMatchObject({ theirs: null, ratio: null });
  expect(alone.filter((figure) => verdictOn(figure) === 'missed')).toEqual([]);
  expect(alone.every(({ ours }) => ours !== null)).toBe(true);
});

test('where no two aliases moved there is no window', () => {
  const still = figures({ deployMany: { ...runs.deployMany, ours: deployments(1_000) } });
  expect(find('20 functions: cutover window, as the cloud saw it', 'the limit', still)).toMatchObject({ ours: null });
});
