import { figureOf, verdictOn } from '../../src/figure.ts';
import { memoryComparison, syncComparisons, type UploadRuns } from '../../src/frontend/comparisons.ts';

const runs = (first: number[], unchanged: number[], unchangedRequests: number[]): UploadRuns => ({
  first,
  unchanged,
  unchangedRequests,
});
const given = {
  name: '5000 files',
  ours: runs([9_000, 8_000], [1_000, 900], [9, 9]),
  aws: runs([40_000, 30_000], [40_000, 20_000], [5_005, 5_005]),
  rclone: runs([6_000, 8_000], [4_000], [5_010]),
  rcloneName: 'rclone sync, 128 at once',
};
const figures = (changed: Partial<typeof given> | object = {}) =>
  syncComparisons({ ...given, ...changed }).map(figureOf);
const missed = (changed: object) =>
  figures(changed)
    .filter((figure) => verdictOn(figure) === 'missed')
    .map(({ figure, peer }) => `${figure}, ${peer}`);

test('we are held to a part of the AWS CLI’s time, to rclone’s, and a build without change to next to nothing', () => {
  expect(figures().map(({ figure, peer, ratio, expected }) => [figure, peer, ratio, expected])).toEqual([
    ['5000 files: first upload, median', 'aws s3 sync', 0.243, 0.3],
    ['5000 files: first upload, fastest', 'aws s3 sync', 0.267, 0.3],
    ['5000 files: first upload, median', 'rclone sync, 128 at once', 1.214, 1.5],
    ['5000 files: first upload, fastest', 'rclone sync, 128 at once', 1.333, 1.5],
    ['5000 files: unchanged, with new times, median', 'aws s3 sync', 0.032, 0.1],
    ['5000 files: unchanged, with new times, fastest', 'aws s3 sync', 0.045, 0.1],
    ['5000 files: unchanged, with new times, median', 'rclone sync, 128 at once', 0.237, null],
    ['5000 files: unchanged, requests', 'aws s3 sync', 0.002, null],
  ]);
  expect(missed({})).toEqual([]);
});

test('what is too slow is missed', () => {
  expect(missed({ ours: runs([13_000], [3_100], [9]) })).toEqual([
    '5000 files: first upload, median, aws s3 sync',
    '5000 files: first upload, fastest, aws s3 sync',
    '5000 files: first upload, median, rclone sync, 128 at once',
    '5000 files: first upload, fastest, rclone sync, 128 at once',
    '5000 files: unchanged, with new times, median, aws s3 sync',
    '5000 files: unchanged, with new times, fastest, aws s3 sync',
  ]);
});

test('without the peers nothing is missed', () => {
  const alone = { aws: { why: 'not there' }, rclone: { why: 'not there' } };
  expect(figures(alone).map(({ theirs }) => theirs)).toEqual(Array(8).fill(null));
  expect(missed(alone)).toEqual([]);
});

test('memory is held to 300 MB', () => {
  expect(figureOf(memoryComparison('50000 files', 240e6))).toMatchObject({ ours: 240, theirs: 300, ratio: 0.8 });
  expect(verdictOn(figureOf(memoryComparison('50000 files', 301e6)))).toBe('missed');
  expect(figureOf(memoryComparison('50000 files', { why: 'no Linux' }))).toMatchObject({ ours: null, ratio: null });
});
