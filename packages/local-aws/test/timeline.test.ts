import { timeline } from '../src/kernel/timeline.ts';

const stepped = () => timeline({ start: 1_000, scale: 0 });

test('a stepped clock stands still until it is moved, and runs timers in order', async () => {
  const clock = stepped();
  const seen: string[] = [];
  clock.after(20, () => seen.push(`late at ${clock.now()}`));
  clock.after(10, () => seen.push(`first at ${clock.now()}`));
  clock.after(10, () => seen.push(`second at ${clock.now()}`));
  const cancel = clock.after(15, () => seen.push('cancelled'));
  cancel();
  await clock.advance(10);
  expect(seen).toEqual(['first at 1010', 'second at 1010']);
  await clock.advance(100);
  expect(seen).toEqual(['first at 1010', 'second at 1010', 'late at 1020']);
  expect(clock.now()).toBe(1_110);
});

test('a stepped clock tells when somebody next waits for it, so that it can be moved just so far', async () => {
  const clock = stepped();
  expect(clock.due()).toBeUndefined();
  const cancel = clock.after(10, () => {});
  const woken = clock.sleep(20);
  expect(clock.due()).toBe(1_010);
  cancel();
  expect(clock.due()).toBe(1_020);
  await clock.advance(clock.due()! - clock.now());
  await woken;
  expect(clock.due()).toBeUndefined();
});

test('what a timer starts falls due within the same move', async () => {
  const clock = stepped();
  const seen: number[] = [];
  async function poll(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await clock.sleep(10);
      seen.push(clock.now());
    }
  }
  void poll();
  await clock.advance(35);
  expect(seen).toEqual([1_010, 1_020, 1_030]);
});

test('a sleep ends early when its signal aborts, or when the clock is reset', async () => {
  const clock = stepped();
  const abort = new AbortController();
  const aborted = expect(clock.sleep(10, abort.signal)).rejects.toThrow('enough');
  const reset = expect(clock.sleep(10)).rejects.toThrow('the local clock was reset');
  abort.abort(new Error('enough'));
  await aborted;
  clock.reset(5_000);
  await reset;
  expect(clock.now()).toBe(5_000);
});

test('a scaled clock runs faster than the machine, and can jump ahead', async () => {
  const clock = timeline({ start: 0, scale: 1_000 });
  await clock.sleep(2_000);
  expect(clock.now()).toBeGreaterThanOrEqual(2_000);
  const before = clock.now();
  await clock.advance(3_600_000);
  expect(clock.now()).toBeGreaterThanOrEqual(before + 3_600_000);
  clock.stop();
  expect(() => clock.after(1, () => {})).toThrow('the local cloud has been stopped');
});
