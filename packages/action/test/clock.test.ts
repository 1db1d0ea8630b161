import { systemClock } from '../src/index.ts';

test('a sleep that is cancelled ends at once, with the reason that was given', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const sleep = systemClock.sleep(60_000, controller.signal);
  controller.abort(reason);
  await expect(sleep).rejects.toBe(reason);
  await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe(reason);
});

test('a sleep lasts as long as it says', async () => {
  const before = systemClock.now();
  await systemClock.sleep(20);
  // Timers and the clock round differently.
  expect(systemClock.now() - before).toBeGreaterThanOrEqual(19);
});
