import { codeOf } from '@actions-aws/testing';
import { PublishVersionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { failureOfPromotion } from '../src/report/report.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// What a promotion makes of the states of $LATEST and of versions.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
});
afterEach(() => the.stop());

const region = { region: 'eu-west-1' };
const reason = { code: 'InternalError', text: 'It broke.' };
const setState = (qualifier: string, state: string) => {
  const functionName = `${the.functionName}${qualifier}`;
  return the.cloud.control.call('lambda.setState', { functionName, state, reason }, region);
};
const failNext = (step: string) => {
  const failure = {
    functionName: the.functionName,
    step,
    code: 'SubnetOutOfIPAddresses',
    reason: 'The subnet is full.',
  };
  return the.cloud.control.call('lambda.failNext', failure, region);
};

test.each(['Failed', 'Deactivating', 'Deactivated', 'ActiveNonInvocable', 'Deleting'])(
  '$LATEST that is %s is refused before anything is written, with the reason that AWS gives',
  async (state) => {
    await the.promote({ code: codeOf('v1') });
    await setState('', state);
    const before = await the.writes();
    for (const dryRun of [true, false]) {
      const result = await the.promote({ code: codeOf('v2'), dryRun });
      expect(result.outcome).toBe('failed');
      expect(failureOfPromotion(result)?.message).toContain(
        `$LATEST of search-api is in the state ${state} (InternalError: It broke.)`,
      );
    }
    expect(await the.writes()).toEqual(before);
  },
);

test('$LATEST that is Inactive takes new code, and is woken for its checks', async () => {
  await the.promote({ code: codeOf('v1') });
  await the.cloud.control.call('lambda.deactivate', { functionName: the.functionName }, region);
  expect((await the.promote({ source: { kind: 'latest' } })).outcome).toBe('noop');
  expect((await the.promote({ code: codeOf('v2') })).outcome).toBe('promoted');
});

test('a version that is named and cannot run is refused before anything is written', async () => {
  await the.promote({ code: codeOf('v1') });
  await the.promote({ code: codeOf('v2') });
  await setState(':1', 'Deactivated');
  const before = await the.writes();
  const result = await the.promote({ source: { kind: 'version', version: '1' } });
  expect(result.outcome).toBe('failed');
  const problem = failureOfPromotion(result);
  expect(problem?.message).toContain('version 1 of search-api is in the state Deactivated (InternalError: It broke.)');
  expect(problem?.hint).toContain('another version');
  expect(await the.writes()).toEqual(before);
});

test('a version that AWS could not publish is red once: the next run sends the code again, and promotes', async () => {
  await the.promote({ code: codeOf('v1') });
  await failNext('publish');
  const failed = await the.promote({ code: codeOf('v2') });
  expect(failed.outcome).toBe('failed');
  expect(failureOfPromotion(failed)?.message).toContain(
    'Version 2 of search-api cannot run: it is in the state Failed (SubnetOutOfIPAddresses: The subnet is full.)',
  );
  expect(failureOfPromotion(failed)?.hint).toContain('run the job again: it sends the code once more');
  expect((await the.alias())?.version).toBe('1');
  const again = await the.promote({ code: codeOf('v2') });
  expect(again.outcome).toBe('promoted');
  expect((await the.alias())?.version).toBe('3');
  expect((await the.use()).body).toContain('v2');
});

test('if AWS cannot publish it a second time, that run ends as red as the first, and the one after it promotes', async () => {
  await the.promote({ code: codeOf('v1') });
  for (const _ of [1, 2]) {
    await failNext('publish');
    expect((await the.promote({ code: codeOf('v2') })).outcome).toBe('failed');
  }
  expect((await the.promote({ code: codeOf('v2') })).outcome).toBe('promoted');
  expect((await the.alias())?.version).toBe('4');
});

test('a version that sleeps and cannot be woken is no dead end either', async () => {
  await the.promote({ code: codeOf('v1') });
  await the.promote({ code: codeOf('v2'), until: 'staged' });
  await the.cloud.control.call('lambda.deactivate', { functionName: `${the.functionName}:2` }, region);
  await failNext('restore');
  expect((await the.promote({ code: codeOf('v2') })).outcome).toBe('promoted');
  expect((await the.alias())?.version).toBe('3');
});

test('where what is live cannot run any more, the same code is published anew', async () => {
  await the.promote({ code: codeOf('v1') });
  await setState(':1', 'Failed');
  expect((await the.promote({ code: codeOf('v1') })).outcome).toBe('promoted');
  expect((await the.alias())?.version).toBe('2');
  expect((await the.use()).body).toContain('v1');
});

test('of $LATEST as it is there is no code to send: the hint says how to come by a new version, and it works', async () => {
  await the.promote({ code: codeOf('v1') });
  await the.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: the.functionName, ZipFile: codeOf('v2').bytes }));
  await the.pass(5_000);
  await failNext('publish');
  await the.lambda.send(new PublishVersionCommand({ FunctionName: the.functionName }));
  for (const _ of [1, 2]) {
    const result = await the.promote({ source: { kind: 'latest' } });
    expect(result.outcome).toBe('failed');
    expect(failureOfPromotion(result)?.message).toContain(
      'Version 2 of search-api cannot run: it is in the state Failed',
    );
    expect(failureOfPromotion(result)?.hint).toContain('give the code by `zip`, `s3-uri` or `image-uri`');
  }
  expect((await the.promote({ code: codeOf('v2') })).outcome).toBe('promoted');
});
