import type { WatchedAlarm } from '@actions-aws/gates';
import { slowAlarms } from '../src/canary/slow-alarms.ts';
import { desired } from './support/situations.ts';

const alarm = (name: string, needsMs?: number): WatchedAlarm => ({
  name,
  state: 'OK',
  reason: '',
  kind: 'MetricAlarm',
  changedAt: 0,
  ...(needsMs && { needsMs }),
});
const canary = [
  { share: 0.1, bakeMs: 60_000 },
  { share: 0.5, bakeMs: 300_000 },
];
const wanted = { ...desired, canary, settleMs: 120_000, minInvocations: 1 };
const [fast, slow, composite] = [alarm('fast', 420_000), alarm('slow', 420_001), alarm('composite')];

test('alarms that can fire while the longest share is watched are fast enough; of composite ones nobody knows', () => {
  expect(slowAlarms([fast, composite], [wanted])).toEqual({ refusal: undefined, warnings: [] });
});

test('one that cannot is a warning that names it, what it takes, and what there is', () => {
  const { refusal, warnings } = slowAlarms([fast, alarm('slow', 660_000)], [wanted]);
  expect(refusal).toBeUndefined();
  expect(warnings).toEqual([
    'The alarm slow takes 11m to fire at the least, and no share is watched for longer than 7m. Lengthen a share of `canary`, or `settle`, or let the alarm look at less time.',
  ]);
});

test('where none can, nothing would watch the candidate', () => {
  const { refusal, warnings } = slowAlarms([slow], [wanted]);
  expect(warnings).toEqual([]);
  expect(refusal?.message).toMatch(/^The alarm slow takes .* Input `alarms` names no other: nothing would watch/);
});

test('the shares that are watched are those up to where it is held', () => {
  expect(slowAlarms([fast], [{ ...wanted, until: 0.1 }]).refusal?.message).toMatch(/longer than 3m/);
  expect(slowAlarms([slow], [{ ...wanted, until: 'staged' }]).refusal).toBeUndefined();
  expect(slowAlarms([slow], []).refusal).toBeUndefined();
});
