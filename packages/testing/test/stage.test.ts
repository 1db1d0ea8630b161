import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateAliasCommand,
  GetAliasCommand,
  LambdaClient,
  ListAliasesCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { type LambdaWorld, lambdaWorld } from '../src/lambda/world.ts';
import { type Means, type Stage, stageOn } from '../src/simulation/stage.ts';

let world: LambdaWorld;
let stage: Stage;
const FunctionName = 'search-api';
const live = { FunctionName, Name: 'live' };
beforeEach(async () => {
  world = await lambdaWorld({ scale: 0 });
  await world.lambda.send(new PublishVersionCommand({ FunctionName }));
  await world.lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: '1' }));
  stage = await stageOn(world.cloud);
});
afterEach(() => world.stop());

const described = async () => (await world.alias())?.description;
const parked = () => stage.cast.flatMap(({ name, parked }) => parked.map(({ operation }) => `${name}: ${operation}`));
const describing =
  (Description: string) =>
  async ({ connect }: Means) =>
    (await connect(LambdaClient).send(new UpdateAliasCommand({ ...live, Description }))).Description;

test('nothing happens until it is told to, and then to one alone', async () => {
  const first = stage.start('first', describing('by the first'));
  const second = stage.start('second', describing('by the second'));
  await stage.rest();
  expect(parked()).toEqual(['first: UpdateAlias', 'second: UpdateAlias']);
  expect(await described()).toBe('');
  await stage.proceed(second.parked[0]!);
  expect(await described()).toBe('by the second');
  expect([first.state, second.state]).toEqual(['running', 'ended']);
  await stage.finish();
  expect(await described()).toBe('by the first');
  expect(await first.ended).toBe('by the first');
});

test('rest is when every request is parked, however many there are and what else an answer leads to', async () => {
  stage.start('busy', async ({ connect }) => {
    const lambda = connect(LambdaClient);
    await Promise.all([lambda.send(new ListAliasesCommand({ FunctionName })), lambda.send(new GetAliasCommand(live))]);
    for (let tick = 0; tick < 1_000; tick += 1) await null;
    await lambda.send(new GetAliasCommand(live));
  });
  await stage.rest();
  expect(parked()).toEqual(['busy: GetAlias', 'busy: ListAliases']);
  for (const request of stage.cast[0]!.parked) await stage.proceed(request);
  expect(parked()).toEqual(['busy: GetAlias']);
});

test('time passes only when it is let, and as far as one sleeps', async () => {
  const began = world.cloud.clock.now();
  const woken: string[] = [];
  for (const [name, ms] of [
    ['late', 2_000],
    ['early', 1_000],
  ] as const) {
    stage.start(name, async ({ clock }) => {
      await clock.sleep(ms);
      woken.push(`${name} at ${clock.now() - began}`);
    });
  }
  await stage.rest();
  await wait(20);
  expect(woken).toEqual([]);
  expect(await stage.pass()).toBe(true);
  expect(woken).toEqual(['early at 1000']);
  await stage.finish();
  expect(woken).toEqual(['early at 1000', 'late at 2000']);
  expect(await stage.pass()).toBe(false);
});

test('a request that is given up counts no more, though the cloud has it still', async () => {
  const stop = new AbortController();
  const running = stage.start('hasty', async ({ connect }) => {
    const sending = connect(LambdaClient).send(new UpdateAliasCommand({ ...live, Description: 'done' }), {
      abortSignal: stop.signal,
    });
    return sending.catch(({ name }: Error) => name);
  });
  await stage.rest();
  stop.abort();
  expect(await running.ended).toBe('AbortError');
  await stage.rest();
  await stage.proceed(running.parked[0]!);
  expect(await described()).toBe('done');
});

test.each([
  ['lost', ''],
  ['applied', 'killed'],
  ['parked', ''],
] as const)('nothing that is killed goes on; a request of it can be %s', async (fate, expected) => {
  let wentOn = false;
  const running = stage.start('doomed', async (means) => {
    const sleeping = means.clock.sleep(10).then(() => {
      wentOn = true;
    });
    await describing('killed')(means);
    wentOn = true;
    await sleeping;
  });
  await stage.rest();
  await stage.kill(running, () => fate);
  expect(await described()).toBe(expected);
  expect(running.state).toBe('killed');
  expect(await stage.pass()).toBe(false);
  await world.cloud.clock.advance(1_000);
  if (fate === 'parked') await stage.proceed(running.parked[0]!);
  expect(await described()).toBe(fate === 'lost' ? '' : 'killed');
  expect(wentOn).toBe(false);
  await stage.clear();
});

test('a name can be taken again once nothing of it is left', async () => {
  const first = stage.start('again', describing('once'));
  await stage.rest();
  expect(() => stage.start('again', describing('twice'))).toThrow('again runs already');
  await stage.proceed(first.parked[0]!);
  stage.start('again', describing('twice'));
  await stage.finish();
  expect(await described()).toBe('twice');
});

test('who waits for what can no longer happen is told, not waited for', async () => {
  stage.start('dreamer', async ({ clock }) => {
    await clock.sleep(1);
    await new Promise(() => {});
  });
  await expect(stage.finish()).rejects.toThrow('dreamer waits for what can no longer happen');
});

test('one goes on until something holds, and is told where that can no longer be', async () => {
  const one = stage.start('one', async (means) => {
    await means.clock.sleep(1_000);
    await describing('done')(means);
  });
  const other = stage.start('other', describing('by another'));
  await stage.until(one, () => one.parked.length > 0);
  expect([await described(), parked()]).toEqual(['', ['one: UpdateAlias', 'other: UpdateAlias']]);
  await stage.until(one, async () => (await described()) === 'done');
  expect([one.state, other.state]).toEqual(['ended', 'running']);
  await expect(stage.until(one, () => false)).rejects.toThrow('one goes on no more');
});

test.each(['hang', 'stall'] as const)('a request that meets a %s is given up after 20 s', async (kind) => {
  await world.cloud.control.addFault({ operation: 'GetAlias', kind });
  const began = world.cloud.clock.now();
  const patient = stage.start('patient', async ({ connect }) => {
    return connect(LambdaClient)
      .send(new GetAliasCommand(live))
      .catch(({ name }: Error) => name);
  });
  await stage.rest();
  await stage.proceed(patient.parked[0]!);
  // A stall is after the effect, where the request is parked once more.
  while (patient.parked[0]) await stage.proceed(patient.parked[0]);
  expect([patient.state, patient.asleep]).toEqual(['running', true]);
  await stage.pass();
  expect(world.cloud.clock.now() - began).toBe(20_000);
  await stage.finish();
  expect(await patient.ended).toBe('TimeoutError');
});

test('who waits for an answer that never comes can be cancelled and killed', async () => {
  await world.cloud.control.addFault({ operation: 'GetAlias', kind: 'hang', times: 2 });
  const waits = ({ connect, signal }: Means) =>
    connect(LambdaClient).send(new GetAliasCommand(live), { abortSignal: signal });
  const cancelled = stage.start('cancelled', waits);
  const killed = stage.start('killed', waits);
  await stage.rest();
  for (const running of [cancelled, killed]) await stage.proceed(running.parked[0]!);
  cancelled.cancel(new Error('enough'));
  await expect(cancelled.ended).rejects.toThrow('Request aborted');
  await stage.kill(killed);
  // Nothing of either is left that time could wake.
  expect(world.cloud.clock.due()).toBeUndefined();
});
