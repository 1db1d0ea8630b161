import { DeadlineError, poll } from '../src/index.ts';

/** A clock that stands until somebody sleeps on it. */
function clock() {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms: number, signal?: AbortSignal) {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}

const settings = { waitedFor: 'the update', everyMs: 1000, deadline: 5000, signal: new AbortController().signal };

test('looks at a fixed cadence until it is so', async () => {
  const time = clock();
  const looks: number[] = [];
  const look = async () => looks.push(time.now());
  expect(await poll({ ...settings, clock: time, look, done: (seen) => seen === 3 })).toBe(3);
  expect(looks).toEqual([0, 1000, 2000]);
});

test('ends at the deadline, with what it waited for and what to do', async () => {
  const waiting = poll({ ...settings, clock: clock(), look: async () => 1, done: () => false });
  await expect(waiting).rejects.toThrow(DeadlineError);
  await expect(waiting).rejects.toMatchObject({
    message: 'Time ran out while waiting for the update.',
    hint: expect.stringContaining('`timeout`'),
  });
});

test('ends at once on a state that no waiting mends, and on a cancellation', async () => {
  const failed = () => {
    throw new Error('it failed');
  };
  await expect(poll({ ...settings, clock: clock(), look: async () => 1, done: failed })).rejects.toThrow('it failed');
  const signal = AbortSignal.abort(new Error('cancelled'));
  const cancelled = poll({ ...settings, signal, clock: clock(), look: async () => 1, done: () => false });
  await expect(cancelled).rejects.toThrow('cancelled');
});
