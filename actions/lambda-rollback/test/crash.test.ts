import { everyCrashPoint } from '@actions-aws/testing';
import { usualRollback } from './support/trials.ts';

// Rollbacks that have to search, and those of three functions, are tried in extended/.

test('a rollback that is killed at any call ends as if it had not been, once the job runs again', async () => {
  const { failures, tried } = await everyCrashPoint(usualRollback(), { aftermaths: ['gone', 'late'] });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(5);
}, 120_000);
