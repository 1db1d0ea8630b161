import { codeOf } from '@actions-aws/testing';
import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { failureOfPromotion } from '../src/report/report.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// What Lambda cannot run, by errors that look like an outage and are none.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
});
afterEach(() => the.stop());

const region = { region: 'eu-west-1' };
const KMSKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('a key that is disabled fails the check, which says what to put right; a second run goes on from there', async () => {
  await the.promote({ code: codeOf('v1') });
  const Environment = { Variables: { COLOUR: 'red' } };
  const FunctionName = the.functionName;
  await the.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, KMSKeyArn, Environment }));
  await the.pass(5_000);
  await the.cloud.control.call('lambda.setKey', { arn: KMSKeyArn, state: 'Disabled' }, region);
  const result = await the.promote({ code: codeOf('v2') });
  expect(result.outcome).toBe('rejected');
  expect(failureOfPromotion(result)?.message).toMatch(
    /^1 of 1 checks failed at \$LATEST\. .*Lambda did not run it \(KMSDisabledException: .*\): look at the state and the policy of the KMS key that encrypts its environment variables\.$/,
  );
  expect((await the.alias())?.version).toBe('1');
  await the.cloud.control.call('lambda.setKey', { arn: KMSKeyArn, state: 'Enabled' }, region);
  expect((await the.promote({ code: codeOf('v2') })).outcome).toBe('promoted');
});
