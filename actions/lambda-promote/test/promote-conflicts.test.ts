import { codeOf } from '@actions-aws/testing';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
});
afterEach(() => the.stop());

const v2 = codeOf('v2');

/** AWS refuses writes of the alias, as many as said; the first of them is the run's k-th. */
function refuse(times: number, { message = 'Another operation is in progress.', since = 1 } = {}): Promise<string> {
  return the.cloud.control.addFault({
    operation: 'UpdateAlias',
    resource: '*:live',
    since,
    times,
    kind: 'error',
    error: { code: 'ResourceConflictException', status: 409, message },
  });
}

async function movesOfLive(): Promise<number> {
  const journal = await the.cloud.control.journal();
  return journal.filter(({ operation, resource }) => operation === 'UpdateAlias' && resource.endsWith(':live')).length;
}

test('another operation on the alias is waited for', async () => {
  await the.promote({ code: codeOf('v1') });
  await refuse(5);
  expect(await the.promote({ code: v2 })).toMatchObject({ outcome: 'promoted' });
});

test('a version that fails behind the alias is taken back, although AWS is busy for a while', async () => {
  await the.promote({ code: codeOf('v1') });
  await refuse(5, { since: 2 });
  const result = await the.promote({ code: codeOf('broken', { broken: 'behind-alias' }) });
  expect(result.outcome).toBe('rolled-back');
  expect((await the.alias())?.version).toBe('1');
});

test('one that does not end is waited for no longer than half a minute, and named', async () => {
  await the.promote({ code: codeOf('v1') });
  await refuse(1_000);
  const before = the.cloud.clock.now();
  const result = await the.promote({ code: v2 });
  expect(result.outcome).toBe('failed');
  expect(result.observed.failure?.message).toContain('another operation was in progress');
  expect(result.observed.failure?.hint).toContain('provisioned concurrency');
  expect(the.cloud.clock.now() - before).toBeLessThan(60_000);
});

test('a version that is not Active is refused by the same name, and not waited for', async () => {
  await the.promote({ code: codeOf('v1') });
  const message =
    'The operation cannot be performed at this time. The function is currently in the following state: Failed';
  await refuse(1_000, { message });
  const result = await the.promote({ code: v2 });
  expect(result.outcome).toBe('failed');
  expect(result.observed.failure?.message).toContain('following state: Failed');
  expect(await movesOfLive()).toBe(1);
});

test('an alias that another operation moves meanwhile is left as it is', async () => {
  await the.promote({ code: codeOf('v1') });
  await the.promote({ code: v2 });
  await refuse(5);
  const result = await the.promote(
    { code: codeOf('v3') },
    {
      async meanwhile({ clock }) {
        while ((await movesOfLive()) < 2) await clock.sleep(100);
        await the.cloud.control.clearFaults();
        await the.lambda.send(
          new UpdateAliasCommand({ FunctionName: the.functionName, Name: 'live', FunctionVersion: '1' }),
        );
      },
    },
  );
  expect(result.outcome).toBe('superseded');
  expect((await the.alias())?.version).toBe('1');
});

test('a workflow that is cancelled does not wait for it', async () => {
  await the.promote({ code: codeOf('v1') });
  await refuse(1_000);
  const result = await the.promote(
    { code: v2 },
    {
      async meanwhile({ clock, cancel }) {
        while ((await movesOfLive()) < 3) await clock.sleep(100);
        cancel();
      },
    },
  );
  expect(result.outcome).toBe('failed');
  expect(await movesOfLive()).toBe(3);
  expect((await the.alias())?.version).toBe('1');
});
