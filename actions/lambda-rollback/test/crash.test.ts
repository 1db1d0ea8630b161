import { everyCrashPoint, tellingPoints } from '@actions-aws/testing';
import { jointRollback, searchingRollback, usualRollback } from './trials.ts';

test.each([
  ['a rollback', usualRollback()],
  ['a rollback that has to search', searchingRollback()],
])(
  '%s that is killed at any call ends as if it had not been, once the job runs again',
  async (_name, trial) => {
    const { failures } = await everyCrashPoint(trial, { aftermaths: ['gone', 'late'] });
    expect(failures).toEqual([]);
  },
  120_000,
);

// Every point and every aftermath are tried in extended/.
test('a rollback of three functions that is killed ends as if it had not been, once the job runs again', async () => {
  const { failures, tried } = await everyCrashPoint(jointRollback(), { choose: tellingPoints });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThanOrEqual(7);
}, 120_000);
