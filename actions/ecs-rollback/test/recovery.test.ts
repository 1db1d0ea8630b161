import process from 'node:process';
import { type Setting, world } from './support/world.ts';

// How long users wait on a network of 50 ms a request, with tasks that start in 2 s and are checked every 10 s.

const ROUND_TRIP_MS = 50;
const quick: Setting = { configuration: { bakeTimeInMinutes: 0 } };

test.each<[string, Setting, string, number, number]>([
  ['what is over', quick, 'UpdateService', 9, 8],
  ['what waits at a pause', { ...quick, last: { until: 'paused' } }, 'ContinueServiceDeployment', 4, 3],
  ['what is under way', { ...quick, last: { until: 'begun' } }, 'StopServiceDeployment', 4, 3],
])(
  '%s: so many calls, and so many round trips, before the write is taken',
  async (_, setting, write, before, rounds) => {
    const the = await world(setting);
    try {
      await the.cloud.clock.advance(5_000);
      await the.cloud.control.clearJournal();
      const started = the.cloud.clock.now();
      const { outcome, recoveryMs = 0 } = await the.rollBack({ roundTripMs: ROUND_TRIP_MS });
      expect(outcome).toBe('rolled-back');
      const journal = await the.cloud.control.journal();
      const written = journal.findIndex(({ operation }) => operation === write);
      const tookMs = (journal[written]?.time ?? 0) - started;
      process.stdout.write(
        `${write}: ${written} calls, ${tookMs} ms until it is taken, ${recoveryMs} ms until users are back\n`,
      );
      expect(written).toBe(before);
      expect(tookMs).toBe(rounds * ROUND_TRIP_MS);
      // Tasks start, are found healthy, and take over: the rest is AWS's.
      expect(recoveryMs).toBeLessThan(60_000);
    } finally {
      await the.stop();
    }
  },
);
