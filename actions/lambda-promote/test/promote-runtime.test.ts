import { accessKeyOf, codeOf } from '@actions-aws/testing';
import {
  GetFunctionConfigurationCommand,
  PutRuntimeManagementConfigCommand,
  type UpdateRuntimeOn,
} from '@aws-sdk/client-lambda';
import { outputValues } from '../src/report/report.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// The version of the runtime, which AWS updates by itself, unless it is pinned. Version 1 is live.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.promote({ code: codeOf('v1') });
});
afterEach(() => the.stop());

const pinned = `arn:aws:lambda:eu-west-1::runtime:${'a1'.repeat(32)}`;

async function pin(UpdateRuntimeOn: UpdateRuntimeOn, Qualifier?: string): Promise<void> {
  const RuntimeVersionArn = UpdateRuntimeOn === 'Manual' ? pinned : undefined;
  const asked = { FunctionName: the.functionName, UpdateRuntimeOn, RuntimeVersionArn, Qualifier };
  await the.lambda.send(new PutRuntimeManagementConfigCommand(asked));
}

async function runtimeOf(Qualifier: string): Promise<string | undefined> {
  const asked = { FunctionName: the.functionName, Qualifier };
  const { RuntimeVersionConfig } = await the.lambda.send(new GetFunctionConfigurationCommand(asked));
  return RuntimeVersionConfig?.RuntimeVersionArn;
}

const asks = async () =>
  (await the.cloud.control.journal()).filter(({ operation }) => operation === 'GetRuntimeManagementConfig').length;

test('one that is the same on $LATEST is not asked about', async () => {
  await the.promote({ code: codeOf('v2') });
  expect(await asks()).toBe(0);
});

test('a pin on $LATEST goes to users with new code, and is shown', async () => {
  await pin('Manual');
  const result = await the.promote({ code: codeOf('v2') });
  expect(result.outcome).toBe('promoted');
  expect(await runtimeOf('2')).toBe(pinned);
  expect(the.log()).toMatch(
    /Goes to users of search-api along with the code: runtime version, arn:.* → arn:.*:runtime:(a1){32} \(pinned\)/,
  );
});

test('a pin on $LATEST is a change that goes to users with the very same code, too, and only once', async () => {
  await pin('Manual');
  const result = await the.promote({ code: codeOf('v1') });
  expect(result.outcome).toBe('promoted');
  expect(await runtimeOf((await the.alias())?.version ?? '')).toBe(pinned);
  expect((await the.promote({ code: codeOf('v1') })).outcome).toBe('noop');
});

test('of $LATEST as it is, a pin that AWS does not publish is a warning', async () => {
  await pin('Manual');
  const result = await the.promote({ source: { kind: 'latest' } });
  expect(result.outcome).toBe('noop');
  expect(the.log()).toContain('AWS gave back version 1, which runs on ');
});

test('a pin of what is live that $LATEST has no more is a change as well', async () => {
  await pin('Manual', '1');
  expect((await the.promote({ code: codeOf('v1') })).outcome).toBe('promoted');
  expect(await runtimeOf((await the.alias())?.version ?? '')).not.toBe(pinned);
});

test('where no one has pinned it, AWS updates each version by itself, and a difference is only shown', async () => {
  await pin('FunctionUpdate', '1');
  await the.cloud.control.call('lambda.rollOutRuntime', { runtime: 'nodejs22.x' }, { region: 'eu-west-1' });
  expect(await runtimeOf('1')).not.toBe(await runtimeOf('$LATEST'));
  expect((await the.promote({ code: codeOf('v1') })).outcome).toBe('noop');
  expect(the.log()).toMatch(/along with the code: runtime version, arn:\S+ → arn:\S+$/m);
});

test('where that may not be looked at it counts as pinned, and that is said', async () => {
  await pin('FunctionUpdate', '1');
  await the.cloud.control.call('lambda.rollOutRuntime', { runtime: 'nodejs22.x' }, { region: 'eu-west-1' });
  const policy = {
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'lambda:GetRuntimeManagementConfig', Resource: '*' },
    ],
  } as const;
  await the.cloud.control.registerCredential({ accessKeyId: accessKeyOf('run 2'), policy });
  const result = await the.promote({ code: codeOf('v1') });
  expect(result.outcome).toBe('promoted');
  expect(outputValues(result).report.functions[0]?.notChecked).toEqual([
    'runtime management (lambda:GetRuntimeManagementConfig)',
  ]);
});
