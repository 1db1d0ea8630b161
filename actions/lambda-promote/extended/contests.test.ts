import process from 'node:process';
import { type Explored, explore } from '@actions-aws/testing';
import { CANARY_CONTESTS, CONTESTS, JOINT_CONTESTS } from '../test/support/contests.ts';

function tell(name: string, { tried, seconds, endings }: Explored): void {
  const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
  process.stdout.write(`${name}: ${tried} schedules in ${seconds.toFixed()} s (${ends})\n`);
}

test.each(Object.entries({ ...CONTESTS, ...CANARY_CONTESTS }))(
  '%s, in every schedule with at most two preemptions',
  async (name, contest) => {
    const explored = await explore(contest, { preemptions: 2 });
    tell(name, explored);
    expect(explored.failures).toEqual([]);
  },
  900_000,
);

test.each(Object.entries(JOINT_CONTESTS))(
  '%s, in a large sample of schedules',
  async (name, contest) => {
    const explored = await explore(contest, { samples: 100, seed: 1 });
    tell(name, explored);
    expect(explored.failures).toEqual([]);
  },
  900_000,
);
