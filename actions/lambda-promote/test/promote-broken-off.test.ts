import { codeOf } from '@actions-aws/testing';
import {
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { failureOfPromotion, outputValues } from '../src/report/report.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// Moves that break off since AWS cannot provision the version, on an alias whose version 1 has provisioned concurrency.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.cloud.control.call('lambda.pace', { provision: 10_000 }, { region: 'eu-west-1' });
  await the.promote({ code: codeOf('v1') });
  await the.lambda.send(
    new PutProvisionedConcurrencyConfigCommand({ ...live(), ProvisionedConcurrentExecutions: 2, Qualifier: 'live' }),
  );
  await the.pass(60_000);
});
afterEach(() => the.stop());

const live = () => ({ FunctionName: the.functionName, Name: 'live' });

async function cannotProvision(times = 1): Promise<void> {
  const failure = {
    functionName: the.functionName,
    step: 'provision',
    code: 'x',
    reason: 'FUNCTION_ERROR_INIT_FAILURE',
  };
  for (let time = 0; time < times; time += 1) {
    await the.cloud.control.call('lambda.failNext', failure, { region: 'eu-west-1' });
  }
}

/** Somebody else puts version 2 behind the alias. */
async function somebodyMoves(): Promise<void> {
  const { FunctionName } = live();
  await the.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: codeOf('v2').bytes }));
  await the.pass(5_000);
  const { Version } = await the.lambda.send(new PublishVersionCommand({ FunctionName }));
  await the.lambda.send(new UpdateAliasCommand({ ...live(), FunctionVersion: Version }));
}

test('over one that broke off nothing is promoted, and the error says how to mend it', async () => {
  await cannotProvision();
  await somebodyMoves();
  await the.pass(60_000);
  const before = await the.writes();
  const result = await the.promote({ code: codeOf('v3') });
  expect(result.outcome).toBe('failed');
  const problem = failureOfPromotion(result);
  expect(problem?.message).toContain(
    'the alias live of search-api is on version 2, whose provisioned concurrency failed',
  );
  expect(problem?.message).toContain('AWS keeps all users on version 1');
  expect(problem?.hint).toContain('Run lambda-rollback with `only-if: any` and `to: 1`');
  expect(await the.writes()).toEqual(before);

  await the.lambda.send(
    new UpdateAliasCommand({ ...live(), FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: {} } }),
  );
  await the.pass(60_000);
  expect((await the.promote({ code: codeOf('v3') })).outcome).toBe('promoted');
  expect((await the.alias('live-previous'))?.version).toBe('1');
});

test('one that is still under way is waited for', async () => {
  await somebodyMoves();
  const result = await the.promote({ code: codeOf('v3') });
  expect(result.outcome).toBe('promoted');
  expect(result.done.map(({ step }) => step.do).slice(0, 1)).toEqual(['await-arrival']);
  expect((await the.alias('live-previous'))?.version).toBe('2');
});

test('one that breaks off as it is waited for is told as one that did before', async () => {
  await cannotProvision();
  await somebodyMoves();
  const result = await the.promote({ code: codeOf('v3') });
  expect(result.outcome).toBe('failed');
  expect(failureOfPromotion(result)?.message).toContain('AWS keeps all users on version 1');
});

test('our own that is cancelled on its way goes back', async () => {
  const isMoved = async () => (await the.alias())?.version === '2';
  const result = await the.promote(
    { code: codeOf('v2') },
    {
      async meanwhile({ clock, cancel }) {
        while (!(await isMoved())) await clock.sleep(1_000);
        await clock.sleep(3_000);
        cancel();
      },
    },
  );
  expect(result.outcome).toBe('rolled-back');
  await the.pass(60_000);
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
});

test('our own goes back, and leaves no weights', async () => {
  await cannotProvision();
  expect((await the.promote({ code: codeOf('v2') })).outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
});

test('one that breaks off on its way back, too, gives the users back all the same', async () => {
  await cannotProvision(2);
  const result = await the.promote({ code: codeOf('v2') });
  expect(result.outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
  expect((await the.use()).version).toBe('1');
  expect(outputValues(result).report.functions[0]?.usersReach).toContain('without its provisioned concurrency');
});

test('where that does not work either, users are on what was to be taken back, and it says so', async () => {
  await cannotProvision(2);
  await the.cloud.control.addFault({
    operation: 'UpdateAlias',
    resource: '*:live',
    kind: 'error',
    since: 3,
    times: 100,
  });
  const result = await the.promote({ code: codeOf('v2') });
  expect(result.outcome).toBe('rollback-failed');
  expect(failureOfPromotion(result)?.message).toContain('Version 2 still has 100% of the users');
  expect((await the.use()).version).toBe('2');
});
