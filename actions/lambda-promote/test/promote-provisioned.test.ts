import { codeOf } from '@actions-aws/testing';
import { PutProvisionedConcurrencyConfigCommand } from '@aws-sdk/client-lambda';
import { outputValues } from '../src/report/report.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.cloud.control.call('lambda.pace', { provision: 10_000 }, { region: 'eu-west-1' });
  await the.promote({ code: codeOf('v1') });
  await the.lambda.send(asksFor(2));
  await the.pass(10_000);
});
afterEach(() => the.stop());

const asksFor = (ProvisionedConcurrentExecutions: number) =>
  new PutProvisionedConcurrencyConfigCommand({
    FunctionName: the.functionName,
    Qualifier: 'live',
    ProvisionedConcurrentExecutions,
  });
const provisionIn = (provision: number) =>
  the.cloud.control.call('lambda.pace', { provision }, { region: 'eu-west-1' });

const v2 = codeOf('v2');

test('provisioned concurrency is waited for before the checks run through the alias', async () => {
  const result = await the.promote({ code: v2 });
  expect(result.outcome).toBe('promoted');
  expect(result.done.map(({ step }) => step.do)).toContain('await-provisioned');
  expect(await the.alias()).toMatchObject({ version: '2', weights: {} });
});

test('an autoscaler that asks for more as soon as the alias is there does not keep it from being promoted', async () => {
  // Between two looks.
  await provisionIn(10_300);
  const isThere = async () => {
    const alias = await the.alias();
    return alias?.version === '2' && Object.keys(alias.weights).length === 0;
  };
  const result = await the.promote(
    { code: v2 },
    {
      async meanwhile({ clock }) {
        while (!(await isThere())) await clock.sleep(100);
        await provisionIn(3_600_000);
        await the.lambda.send(asksFor(5));
      },
    },
  );
  expect(result.outcome).toBe('promoted');
  expect(await the.alias()).toMatchObject({ version: '2', weights: {} });
});

test('an autoscaler at work on what is live is not waited for where there is nothing to move', async () => {
  await provisionIn(3_600_000);
  await the.lambda.send(asksFor(5));
  const before = the.cloud.clock.now();
  expect((await the.promote({ code: codeOf('v1') })).outcome).toMatch(/promoted|noop/);
  expect(the.cloud.clock.now() - before).toBeLessThan(60_000);
});

test('provisioned concurrency that fails takes the alias back', async () => {
  const failure = { functionName: the.functionName, step: 'provision', code: 'x', reason: 'no capacity' };
  await the.cloud.control.call('lambda.failNext', failure, { region: 'eu-west-1' });
  const result = await the.promote({ code: v2 });
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toContain('no capacity');
  expect((await the.use()).body).toContain('v1');
});

test('time that runs out behind the alias takes it back', async () => {
  await the.cloud.control.call('lambda.pace', { provision: 3_600_000 }, { region: 'eu-west-1' });
  const result = await the.promote({ code: v2, timeoutMs: 60_000 });
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toMatch(/[Tt]ime ran out/);
  expect((await the.alias())?.version).toBe('1');
  // No time is left to wait until AWS has it all there, so nothing is claimed.
  const { functions } = outputValues(result).report;
  expect(functions[0]?.usersReach).toContain('once its provisioned concurrency is ready');
});
