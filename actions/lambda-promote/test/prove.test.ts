import type { Invocations } from '@actions-aws/lambda';
import { prove } from '../src/prove.ts';
import { check } from './situations.ts';

const target = { functionName: 'api', qualifier: 'live', version: '3', timeoutMs: 3000 };
const answer = { payload: '{}', functionError: undefined, logTail: '', durationMs: 1 };

/** Puts the check to an alias that leads to version 2 for so long after it has moved, and says what is wrong and when. */
async function proveWithin(settlesMs: number, before: 'answers' | 'is gone') {
  let now = 0;
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
    },
  };
  const invocations: Invocations = {
    async invoke() {
      if (now >= settlesMs) return { ...answer, executedVersion: '3' };
      if (before === 'answers') return { ...answer, executedVersion: '2' };
      return { refused: 'missing', error: new Error('Function not found') };
    },
  };
  const [result] = await prove([check], target, { invocations, clock, signal: new AbortController().signal });
  return { wrong: result?.wrong, now };
}

test.each(['answers', 'is gone'] as const)(
  'while AWS goes on routing to the version before, which %s, the check is put again',
  async (before) => {
    expect(await proveWithin(50_000, before)).toEqual({ wrong: [], now: 50_000 });
  },
);

test('a version before that answers for longer than AWS takes is wrong', async () => {
  expect(await proveWithin(120_000, 'answers')).toEqual({
    wrong: ['version 2 answered, not 3'],
    now: 60_000,
  });
});

test('an alias that leads to a version that is not there for longer than that is an error', async () => {
  await expect(proveWithin(120_000, 'is gone')).rejects.toThrow('Function not found');
});
