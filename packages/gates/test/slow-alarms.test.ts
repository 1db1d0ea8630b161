import { slowAlarms, type WatchedAlarm } from '../src/index.ts';

const alarm = (name: string, needsMs?: number): WatchedAlarm => ({
  name,
  state: 'OK',
  reason: '',
  kind: 'MetricAlarm',
  changedAt: 0,
  ...(needsMs && { needsMs }),
});
const [fast, slow, composite] = [alarm('fast', 420_000), alarm('slow', 420_001), alarm('composite')];

test.each<[string, readonly WatchedAlarm[], number, number, boolean]>([
  ['fast enough, or not known', [fast, composite], 420_000, 0, false],
  ['one of two cannot fire', [fast, slow], 420_000, 1, false],
  ['none can fire', [slow], 420_000, 1, true],
  ['nothing is watched', [slow], 0, 0, false],
  ['there are none', [], 420_000, 0, false],
])('%s', (_, alarms, watchedMs, sentences, isAll) => {
  const found = slowAlarms(alarms, watchedMs);
  expect(found.sentences).toHaveLength(sentences);
  expect(found.isAll).toBe(isAll);
});

test('a sentence names the alarm, what it takes, and what there is', () => {
  expect(slowAlarms([alarm('slow', 660_000)], 420_000).sentences).toEqual([
    'The alarm slow takes 11m to fire at the least, and no share is watched for longer than 7m.',
  ]);
});
