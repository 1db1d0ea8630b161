import { type Exploration, racesOf } from '@actions-aws/testing';
import { RACES } from '../test/support/races.ts';

// Of the schedules of each race some by chance, drawn by the commit. Under `npm run prove` all in which no deployer is preempted; all that branch off
// from these by one preemption, from two hundred to a thousand; all in which one has looked and is slow to write, for each of its writes and each time
// that the other one sleeps meanwhile; and of those with more preemptions, which are too many to try, a few hundred by chance. A failure begins with
// its schedule, for `replay`.

const WHOLE: Readonly<Record<string, Exploration>> = {
  'with one preemption at the most': { preemptions: 0, own: 'as made', oneMore: { samples: 2_000, seed: 1 } },
  'with a write held': { held: 'each write' },
  'by chance': { samples: 400, seed: 1 },
};

const MOST = 6;

test.each(racesOf(RACES, WHOLE, MOST))(
  '%s at once, %s, end on the newest that stood its proofs, or on what was there before',
  async (_name, _how, run) => {
    const { tried, failures } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  3_600_000,
);
