import { codeOf } from '@actions-aws/testing';
import {
  DeleteAliasCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { failureOfPromotion } from '../src/report/report.ts';
import { type World, world } from './support/world.ts';

let the: World;
beforeEach(async () => {
  the = await world();
});
afterEach(() => the.stop());

const v1 = codeOf('v1');
const v2 = codeOf('v2');

/** Stops a call of ours, does something else meanwhile, and lets it go on. */
async function meanwhile(
  operation: string,
  running: () => ReturnType<World['promote']>,
  act: () => Promise<unknown>,
  when: 'before' | 'after' = 'before',
) {
  await the.cloud.control.addFault({ service: 'lambda', operation, when, kind: 'hold', times: 1 });
  const result = running();
  const held = await the.cloud.control.waitHeld(10_000);
  await act();
  await the.cloud.control.release(held.id);
  return result;
}

test('somebody who moves the alias while we prove wins, and keeps it', async () => {
  await the.promote({ code: v1 });
  await the.lambda.send(new PublishVersionCommand({ FunctionName: the.functionName }));
  const { Version } = await the.lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName: the.functionName, ZipFile: codeOf('theirs').bytes, Publish: true }),
  );
  const byHand = { Name: 'live', FunctionVersion: Version, Description: 'by hand' };
  const result = await meanwhile(
    'UpdateAlias',
    () => the.promote({ code: v2 }),
    () => the.lambda.send(new UpdateAliasCommand({ FunctionName: the.functionName, ...byHand })),
  );
  expect(result.outcome).toBe('superseded');
  expect(await the.alias()).toMatchObject({ version: Version, description: 'by hand' });
});

test('a canary that somebody begins over our version, with our description still there, is left alone', async () => {
  await the.promote({ code: v1 });
  const result = await meanwhile(
    'GetAlias',
    () => the.promote({ code: v2 }),
    () =>
      the.lambda.send(
        new UpdateAliasCommand({
          FunctionName: the.functionName,
          Name: 'live',
          RoutingConfig: { AdditionalVersionWeights: { 1: 0.2 } },
        }),
      ),
  );
  expect(result.outcome).toBe('superseded');
  expect(await the.alias()).toMatchObject({ version: '2', weights: { 1: 0.2 } });
});

test('where the description is rewritten under our version, a failed proof is not told as if users had not met it', async () => {
  await the.promote({ code: v1 });
  const result = await meanwhile(
    'GetAlias',
    () => the.promote({ code: codeOf('v2', { broken: 'behind-alias' }) }),
    () =>
      the.lambda.send(
        new UpdateAliasCommand({ FunctionName: the.functionName, Name: 'live', Description: 'Managed by Terraform' }),
      ),
  );
  expect(result.outcome).toBe('rollback-failed');
  expect(failureOfPromotion(result)?.message).toContain('description was rewritten');
  expect(await the.alias()).toMatchObject({ version: '2', description: 'Managed by Terraform' });
});

test('a revision that changed under an alias that holds what it held is no lost race', async () => {
  await the.promote({ code: v1 });
  const result = await meanwhile(
    'UpdateAlias',
    () => the.promote({ code: v2 }),
    // Whatever changes nothing gives a new revision, as AWS itself does while it settles.
    () => the.lambda.send(new UpdateAliasCommand({ FunctionName: the.functionName, Name: 'live' })),
  );
  expect(result.outcome).toBe('promoted');
  expect((await the.alias())?.version).toBe('2');
});

test('an alias that somebody deletes while we prove is not made again', async () => {
  await the.promote({ code: v1 });
  const result = await meanwhile(
    'UpdateAlias',
    () => the.promote({ code: v2 }),
    () => the.lambda.send(new DeleteAliasCommand({ FunctionName: the.functionName, Name: 'live' })),
  );
  expect(result.outcome).toBe('superseded');
  expect(failureOfPromotion(result)?.message).toContain(
    'The alias live was changed while this run was under way: it is gone',
  );
  expect(await the.alias()).toBeUndefined();
});

test('a previous alias that the winner has moved on is the winner’s', async () => {
  await the.promote({ code: v1 });
  await the.promote({ code: v2 });
  const result = await meanwhile(
    'PublishVersion',
    () => the.promote({ code: codeOf('v3') }),
    async () => {
      const named = { FunctionName: the.functionName };
      await the.lambda.send(new UpdateAliasCommand({ ...named, Name: 'live-previous', Description: 'theirs' }));
      await the.lambda.send(new UpdateAliasCommand({ ...named, Name: 'live', FunctionVersion: '1' }));
    },
  );
  expect(result.outcome).toBe('superseded');
  expect(await the.alias('live-previous')).toMatchObject({ version: '1', description: 'theirs' });
  expect((await the.alias())?.version).toBe('1');
});

test('an update of somebody else’s is waited for, and their code is not promoted as ours', async () => {
  await the.promote({ code: v1 });
  const result = await meanwhile(
    'PublishVersion',
    () => the.promote({ code: v2 }),
    () =>
      the.lambda.send(
        new UpdateFunctionCodeCommand({ FunctionName: the.functionName, ZipFile: codeOf('theirs').bytes }),
      ),
  );
  expect(result.outcome).toBe('superseded');
  expect((await the.alias())?.version).toBe('1');
});

test('code that somebody puts in the place of ours as soon as our update is complete is left there', async () => {
  await the.promote({ code: v1 });
  await the.cloud.control.clearJournal();
  const resource = `arn:aws:lambda:eu-west-1:123456789012:function:${the.functionName}`;
  // The look before the plan is the first, the one after the upload the second.
  await the.cloud.control.addFault({ operation: 'GetFunction', resource, occurrence: 2, kind: 'hold' });
  const running = the.promote({ code: v2 });
  const held = await the.cloud.control.waitHeld(10_000);
  await the.cloud.clock.sleep(5_000);
  const theirs = codeOf('theirs');
  await the.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: the.functionName, ZipFile: theirs.bytes }));
  await the.cloud.control.release(held.id);
  expect((await running).outcome).toBe('superseded');
  expect((await the.alias())?.version).toBe('1');
  const latest = await the.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: the.functionName }));
  expect(latest.CodeSha256).toBe(theirs.codeSha256);
});

test('configuration that changes after the proof is proved again before it is published', async () => {
  await the.promote({ code: v1 });
  const result = await meanwhile(
    'PublishVersion',
    () => the.promote({ code: v2 }),
    () => the.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: the.functionName, MemorySize: 512 })),
  );
  expect(result.outcome).toBe('promoted');
  expect(result.checks.map(({ target }) => target)).toEqual(['$LATEST', '$LATEST', 'live']);
});

test.each([
  ['before the move leaves everything as it was', 'PublishVersion', 'failed'],
  ['after the move takes the alias back', 'UpdateAlias', 'rolled-back'],
])('a cancellation %s', async (_what, operation, outcome) => {
  await the.promote({ code: v1 });
  const cancel = new AbortController();
  const result = await meanwhile(
    operation,
    () => the.promote({ code: v2, signal: cancel.signal }),
    async () => cancel.abort(new Error('cancelled')),
    'after',
  );
  expect(result.outcome).toBe(outcome);
  expect((await the.alias())?.version).toBe('1');
});
