import type { Clock } from './clock.ts';

/** How time passes on the local cloud. */
export interface ClockOptions {
  /** Where it begins, in milliseconds since the epoch; the machine's time unless given. */
  readonly start?: number;
  /** How many times faster than the machine's it runs; 1 unless given, 0 to move only by `advance`. */
  readonly scale?: number;
}

/** The clock as its owner has it: it can be moved, set and emptied. */
export interface Timeline extends Clock {
  /** Moves by `ms`, letting each timer that falls due run, and what it wakes, before the next. */
  advance(ms: number): Promise<void>;
  /** When the next timer falls due, in milliseconds since the epoch; `undefined` while nobody waits for the time. */
  due(): number | undefined;
  /** Forgets all timers, rejects all sleepers, and goes to a point in time, as a restore does. */
  reset(now: number): void;
  /** Forgets all timers, rejects all sleepers, and starts no more. */
  stop(): void;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
  readonly cancel: () => void;
}

// What Node takes; a longer wait is made of several.
const longestTimeout = 2 ** 31 - 1;

/** Makes the clock. Timers due at the same time run in the order in which they were set. */
export function timeline({ start = Date.now(), scale = 1 }: ClockOptions = {}): Timeline {
  let base = start;
  let machineBase = performance.now();
  let order = 0;
  let timers: Timer[] = [];
  let alarm: NodeJS.Timeout | undefined;
  let stopped = false;

  const now = () => base + (scale === 0 ? 0 : Math.floor((performance.now() - machineBase) * scale));

  function set(time: number): void {
    base = time;
    machineBase = performance.now();
  }

  function arm(): void {
    clearTimeout(alarm);
    const next = timers[0];
    if (!next || scale === 0 || stopped) return;
    alarm = setTimeout(ring, Math.min(longestTimeout, Math.max(0, Math.ceil((next.due - now()) / scale))));
    alarm.unref();
  }

  function ring(): void {
    while (timers[0] && timers[0].due <= now()) timers.shift()!.callback();
    arm();
  }

  function add(ms: number, callback: () => void, cancel: () => void): () => void {
    if (stopped) throw new Error('the local cloud has been stopped');
    const timer = { due: now() + Math.max(0, ms), order: order++, callback, cancel };
    const index = timers.findIndex((other) => other.due > timer.due);
    timers.splice(index < 0 ? timers.length : index, 0, timer);
    if (timers[0] === timer) arm();
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  }

  function clear(): void {
    const old = timers;
    timers = [];
    clearTimeout(alarm);
    for (const timer of old) timer.cancel();
  }

  return {
    scale,
    now,
    after: (ms, callback) => add(ms, callback, () => {}),
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const wake = add(ms, resolved, () => reject(new Error('the local clock was reset')));
        const abort = () => {
          wake();
          reject(signal?.reason);
        };
        function resolved(): void {
          signal?.removeEventListener('abort', abort);
          resolve();
        }
        signal?.addEventListener('abort', abort, { once: true });
      });
    },
    async advance(ms) {
      const target = now() + ms;
      for (let next = timers[0]; next && next.due <= target; next = timers[0]) {
        timers.shift();
        if (next.due > now()) set(next.due);
        next.callback();
        await settled();
      }
      if (target > now()) set(target);
      arm();
      await settled();
    },
    due: () => timers[0]?.due,
    reset(time) {
      clear();
      set(time);
    },
    stop() {
      stopped = true;
      clear();
    },
  };
}

/** What a timer woke has had its turn, as far as it waits for nothing outside. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
