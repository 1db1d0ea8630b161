import {
  CreateAliasCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import type { EndedBundle } from '../src/bundle/bundle.ts';
import { lambdaDomain } from '../src/lambda/domain.ts';
import { type LambdaWorld, lambdaWorld } from '../src/lambda/world.ts';
import type { Means, Work } from '../src/simulation/stage.ts';
import { explore, replay } from '../src/sweeps/races/explore.ts';
import type { Race } from '../src/sweeps/races/race.ts';
import { readSchedule, scheduleText } from '../src/sweeps/races/schedule.ts';

// An explorer is only worth what it finds: of two who count in one place, each must be counted.

const FunctionName = 'search-api';
const live = { FunctionName, Name: 'live' };

async function counterAtZero(): Promise<LambdaWorld> {
  const world = await lambdaWorld({ scale: 0 });
  await world.lambda.send(new PublishVersionCommand({ FunctionName }));
  await world.lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: '1', Description: '0' }));
  return world;
}

/** Reads and writes, without a word of what the counter must still be. */
async function careless({ connect }: Means): Promise<void> {
  const lambda = connect(LambdaClient);
  const { Description } = await lambda.send(new GetAliasCommand(live));
  await lambda.send(new UpdateAliasCommand({ ...live, Description: `${Number(Description) + 1}` }));
}

/** Writes only over what it has read, and begins anew where another wrote meanwhile. */
async function careful({ connect }: Means): Promise<void> {
  const lambda = connect(LambdaClient);
  for (;;) {
    const { Description, RevisionId } = await lambda.send(new GetAliasCommand(live));
    try {
      await lambda.send(new UpdateAliasCommand({ ...live, RevisionId, Description: `${Number(Description) + 1}` }));
      return;
    } catch (error) {
      if ((error as Error).name !== 'PreconditionFailedException') throw error;
    }
  }
}

/** Sleeps between reading and writing: a deployer that does not begin at once meets it only after a while. */
async function slow(means: Means, count = careless): Promise<void> {
  await means.clock.sleep(1_000);
  await count(means);
}

function counting(...works: readonly Work<void>[]): Race<LambdaWorld> {
  const names = ['a', 'b', 'c'].slice(0, works.length);
  return {
    domain: lambdaDomain,
    world: counterAtZero,
    deployers: Object.fromEntries(
      works.map((work, index) => [
        names[index],
        async (stage, _, name) =>
          stage.start(name, async (means): Promise<EndedBundle> => {
            await work(means);
            return { ...ENDED, outputs: { outcome: 'counted' } };
          }),
      ]),
    ),
    look: async () => undefined,
    oracle: async (world) => ({
      async saw() {},
      async verdict() {
        // The quotas have room again for a look.
        await world.cloud.clock.advance(5_000);
        const counted = (await world.alias())?.description;
        return counted === `${works.length}` ? [] : [`${works.length} counted to ${counted}`];
      },
    }),
  };
}

const ENDED: EndedBundle = {
  exitCode: 0,
  stdout: '',
  stderr: '',
  annotations: [],
  outputs: {},
  state: {},
  summary: '',
  post: () => Promise.reject(new Error('there is no post step')),
};

test('who writes without compare-and-swap is caught, by the shortest schedule, which replays', async () => {
  const race = counting(careless, careless);
  const { failures } = await explore(race, { preemptions: 2 });
  // `a` begins and reads; then `b` does all of its own.
  expect(failures[0]).toBe("schedule 'a2 b1': 2 counted to 1");
  const { failures: again, transcript } = await replay(race, 'a2 b1');
  expect(again).toEqual(['2 counted to 1']);
  expect(transcript.replace(/^\S+ /gm, '').split('\n').slice(0, 4)).toEqual([
    'a call 1 of GetAlias on function:search-api:live 200',
    'b call 1 of GetAlias on function:search-api:live 200',
    'b call 1 of UpdateAlias on function:search-api:live 200',
    'a call 1 of UpdateAlias on function:search-api:live 200',
  ]);
  expect((await replay(race, '')).failures).toEqual([]);
});

test('who writes with it is not, in any schedule', async () => {
  const { failures, tried, endings } = await explore(counting(careful, careful), { preemptions: 2 });
  expect(failures).toEqual([]);
  expect([...endings.keys()].sort()).toEqual(['a counted, b counted', 'b counted, a counted']);
  // Of six orders of two times two requests; who begins early and who late makes them more.
  expect(tried).toBeGreaterThan(6);
});

test('of those with one preemption more as many are drawn as there are, or fewer', async () => {
  const race = counting(careless, careless);
  const all = await explore(race, { preemptions: 1 });
  const none = await explore(race, { preemptions: 0 });
  expect(none.failures).toEqual([]);
  expect(none.withOneMore).toBeGreaterThan(1);
  const draw = (samples: number, seed: number) => explore(race, { preemptions: 0, oneMore: { samples, seed } });
  const [one, whole] = [await draw(1, 1), await draw(1_000, 1)];
  expect([one.tried, whole.tried]).toEqual([none.tried + 1, none.tried + none.withOneMore]);
  // All that a preemption loses is found by those that begin with it.
  expect(whole.failures.length).toBeGreaterThan(0);
  for (const failure of whole.failures) expect(all.failures).toContain(failure);
});

test('a write that is held while the other one sleeps is found, and replays', async () => {
  const race = counting(careless, (means) => slow(means, careful));
  const preempted = await explore(race, { preemptions: 2 });
  expect(preempted.failures.filter((failure) => failure.startsWith("schedule 'a"))).toEqual([]);
  const { failures, tried } = await explore(race, { held: 'each write' });
  // Before the write of the first, for one sleep of the other; before that of the other there is none to wait for.
  expect([...new Set(failures)]).toEqual(["schedule 'a2 b1 wait1': 2 counted to 1"]);
  expect(tried).toBeGreaterThan(3);
  expect((await replay(race, 'a2 b1 wait1')).failures).toEqual(['2 counted to 1']);
  const some = await explore(race, { samples: 20, seed: 1, held: 'some writes' });
  expect(some.failures.length).toBeGreaterThan(0);
});

test('without a preemption nothing is taken from a deployer that can go on', async () => {
  const { failures, tried } = await explore(counting(careless, careless), { preemptions: 0 });
  expect({ failures, tried }).toEqual({ failures: [], tried: 2 });
});

test('a sleeper can be met by one that begins meanwhile, or only after it woke', async () => {
  const { endings } = await explore(counting(slow, careful), { preemptions: 0 });
  expect(endings.size).toBe(2);
  const race = counting(slow, careful);
  expect((await replay(race, 'a1 wait1')).transcript.split('\n')[0]).toContain(' a call 1 of GetAlias');
  expect((await replay(race, 'a1 b1')).transcript.split('\n')[0]).toContain(' b call 1 of GetAlias');
});

test('a sample finds it too, the same one for the same seed', async () => {
  const race = counting(careless, careless, careless);
  const [first, second, third] = [
    await explore(race, { samples: 20, seed: 1 }),
    await explore(race, { samples: 20, seed: 1 }),
    await explore(race, { samples: 20, seed: 2 }),
  ];
  expect(first.failures.length).toBeGreaterThan(0);
  expect(second.failures).toEqual(first.failures);
  expect(third.failures).not.toEqual(first.failures);
  const [, schedule = ''] = /^schedule '(.*)':/.exec(first.failures[0] ?? '') ?? [];
  expect((await replay(race, schedule)).failures).toHaveLength(1);
});

test('what is taken for constant and is not, or a quota that decides, fails', async () => {
  const constant = { ...counting(careful, careful), isConstant: () => true };
  expect((await explore(constant, { preemptions: 0 })).failures[0]).toContain('is taken for constant, but writes');
  const many: Work<void> = async ({ connect }) => {
    const lambda = connect(LambdaClient);
    for (let count = 0; count < 16; count += 1) await lambda.send(new GetAliasCommand(live)).catch(() => {});
  };
  const busy = { ...counting(many), isConstant: () => false };
  expect((await explore(busy, { preemptions: 0 })).failures.join()).toContain('was throttled');
});

test('a schedule is a short text', () => {
  const text = 'a3 b1 a.2 wait1 b12';
  expect(scheduleText(readSchedule(text))).toBe(text);
  expect(() => readSchedule('a0')).toThrow('"a0" is no part of a schedule');
});

test('a schedule of other code says where it does not fit', async () => {
  await expect(replay(counting(careful), 'a4')).rejects.toThrow('the schedule is not over, but all have ended');
  await expect(replay(counting(careful), 'b1')).rejects.toThrow('here can go on only a1');
});

/** Writes twice at the same time, what must come in one order. */
const both: Work<void> = async ({ connect }) => {
  const lambda = connect(LambdaClient);
  await Promise.all(
    ['one', 'two'].map((Name) => lambda.send(new CreateAliasCommand({ ...live, Name, FunctionVersion: '1' }))),
  );
};

test('each pair of requests of one deployer goes in both orders', async () => {
  const orders = new Set<string>();
  const race: Race<LambdaWorld> = {
    ...counting(both),
    oracle: async () => ({
      async saw() {},
      async verdict({ moves }) {
        orders.add(moves.map(({ entry }) => entry.resource.replace(/.*:/, '')).join(' '));
        return [];
      },
    }),
  };
  const { tried } = await explore(race, { own: 'each pair in both orders' });
  expect([tried, [...orders].sort()]).toEqual([2, ['one two', 'two one']]);
});

test('as made, the requests of one deployer go in one order, and others come between', async () => {
  const all = await explore(counting(both, careless), { preemptions: 1 });
  const some = await explore(counting(both, careless), { preemptions: 1, own: 'as made' });
  expect(some.tried).toBeLessThan(all.tried);
  expect(some.tried).toBeGreaterThan(4);
});

test('what is taken for one’s own, and another writes as well, fails', async () => {
  const race = { ...counting(careless, careless), isOwn: () => true };
  expect((await explore(race, { preemptions: 0 })).failures.join()).toContain('but another writes the same');
});
