import { codeOf } from '@actions-aws/testing';
import { PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { checks } from './support/asked.ts';
import { leaveCanary } from './support/canary-world.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.promote({ code: codeOf('v1') });
});
afterEach(() => the.stop());

const broken = codeOf('broken', { broken: 'behind-alias' });
const live = async () => (await the.alias())?.version;
/** Whose calls those of the k-th run are, for faults. */
const run = (count: number) => ({ accessKeyId: `AKIASTAGERUN${count}` });

describe('the way back after a failed verify', () => {
  test('outlasts five 503s in a row', async () => {
    await the.cloud.control.addFault({
      operation: 'UpdateAlias',
      resource: '*:live',
      since: 2,
      kind: 'unavailable',
      times: 5,
    });
    expect((await the.promote({ code: broken })).outcome).toBe('rolled-back');
    expect(await live()).toBe('1');
  });

  test.each([
    // The second write of the alias is the way back.
    ['UpdateAlias', { since: 2 }],
    // Before the checks behind the alias it is read for the first time, and to go back for the second.
    ['GetAlias', { since: 2 }],
    ['UpdateAlias', { since: 2, withOthers: true }],
  ])('outlasts an outage of 50 s: %s %j', async (operation, which) => {
    const outage = { ...run(2), operation, resource: '*:live', kind: 'unavailable', forMs: 50_000 } as const;
    await the.cloud.control.addFault({ ...outage, ...which });
    const result = await the.promote({ code: broken });
    expect(result.outcome).toBe('rolled-back');
    expect(await live()).toBe('1');
  });

  test('ends with its reserve', async () => {
    await the.cloud.control.addFault({
      operation: 'UpdateAlias',
      resource: '*:live',
      since: 2,
      kind: 'unavailable',
      forMs: 3_600_000,
    });
    const before = the.cloud.clock.now();
    const result = await the.promote({ code: broken });
    expect(result.outcome).toBe('rollback-failed');
    expect(result.observed.failure?.message).toContain('Moving back failed as well');
    const took = the.cloud.clock.now() - before;
    expect(took).toBeGreaterThan(58_000);
    expect(took).toBeLessThan(80_000);
  });

  test('goes on when the workflow is cancelled', async () => {
    await the.cloud.control.addFault({
      operation: 'UpdateAlias',
      resource: '*:live',
      since: 2,
      kind: 'throttle',
      forMs: 40_000,
    });
    const result = await the.promote(
      { code: broken },
      {
        async meanwhile({ clock, cancel }) {
          while ((await live()) !== '2') await clock.sleep(500);
          await clock.sleep(10_000);
          cancel();
        },
      },
    );
    expect(result.outcome).toBe('rolled-back');
    expect(await live()).toBe('1');
  });
});

test('a move whose reply is lost, as are all for half a minute, is looked for until it is found', async () => {
  await the.cloud.control.addFault({
    ...run(2),
    operation: 'UpdateAlias',
    resource: '*:live',
    kind: 'reset',
    when: 'after',
    forMs: 30_000,
    withOthers: true,
  });
  expect((await the.promote({ code: codeOf('v2') })).outcome).toBe('promoted');
  expect(await live()).toBe('2');
});

test('a canary that was left behind is taken from its users as soon as AWS lets it', async () => {
  await leaveCanary(the, { leaseMs: -1_000 });
  await the.cloud.control.addFault({
    operation: 'UpdateAlias',
    resource: '*:live',
    kind: 'unavailable',
    forMs: 120_000,
  });
  expect((await the.promote({ code: codeOf('v3') })).outcome).toBe('promoted');
});

describe('throttling', () => {
  test('of every call for five minutes is waited out', async () => {
    await the.cloud.control.addFault({ ...run(2), kind: 'throttle', forMs: 300_000, withOthers: true });
    expect((await the.promote({ code: codeOf('v2') })).outcome).toBe('promoted');
  });

  test('ends with the time that the run has, and is told in the log', async () => {
    await the.cloud.control.addFault({ ...run(2), operation: 'PublishVersion', kind: 'throttle', forMs: 3_600_000 });
    const before = the.cloud.clock.now();
    const result = await the.promote({ code: codeOf('v2'), timeoutMs: 120_000 });
    expect(result.outcome).toBe('failed');
    expect(the.log()).toContain('PublishVersion is tried again, for AWS still says TooManyRequestsException');
    expect(the.cloud.clock.now() - before).toBeLessThanOrEqual(120_000);
  });

  test.each(['GetFunction', 'PublishVersion', 'UpdateAlias', 'Invoke'])(
    'of %s ends at once when the workflow is cancelled',
    async (operation) => {
      await the.cloud.control.addFault({ ...run(2), operation, since: 2, kind: 'throttle', forMs: 300_000 });
      await the.cloud.control.addFault({ ...run(2), operation, kind: 'throttle', forMs: 300_000 });
      let cancelled = 0;
      const result = await the
        .promote(
          { code: codeOf('v2') },
          {
            async meanwhile({ clock, cancel }) {
              await clock.sleep(60_300);
              cancelled = clock.now();
              cancel();
            },
          },
        )
        .catch((error: Error) => error);
      if (result instanceof Error) expect(result.message).toContain('The workflow was cancelled.');
      else expect(result.observed.failure?.code).toBe('cancelled');
      expect(the.cloud.clock.now()).toBe(cancelled);
      expect(await live()).toBe('1');
    },
  );

  test('of a check is none of its duration', async () => {
    await the.cloud.control.addFault({ ...run(2), operation: 'Invoke', kind: 'throttle', forMs: 20_000 });
    const smoke = checks({ request: 'GET /api/v1/health', expect: { 'max-duration': '5s' } });
    expect((await the.promote({ code: codeOf('v2'), smoke })).outcome).toBe('promoted');
  });

  test('of $LATEST by a limit of its own ends soon, with what to do', async () => {
    await the.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: the.functionName, ReservedConcurrentExecutions: 0 }),
    );
    const before = the.cloud.clock.now();
    const result = await the.promote({ code: codeOf('v2') });
    expect(result.outcome).toBe('rejected');
    expect(result.observed.failure?.message).toContain('set `smoke-on: version`');
    expect(the.cloud.clock.now() - before).toBeLessThan(30_000);
  });
});
