import { accessKeyOf, codeOf } from '@actions-aws/testing';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { outputValues } from '../src/report/report.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// Versions 1 and 2 were live; 3, 4 and 5 never were.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  for (const name of ['v1', 'v2']) await the.promote({ code: codeOf(name) });
  for (const name of ['v3', 'v4', 'v5']) await publish(name);
});
afterEach(() => the.stop());

const named = () => ({ FunctionName: the.functionName });

/** As an earlier deployment may leave it: rejected, or by hand. */
async function publish(name: string): Promise<void> {
  await the.lambda.send(new UpdateFunctionCodeCommand({ ...named(), ZipFile: codeOf(name).bytes }));
  await the.pass(5_000);
  await the.lambda.send(new PublishVersionCommand(named()));
}

async function versions(): Promise<readonly string[]> {
  const { Versions = [] } = await the.lambda.send(new ListVersionsByFunctionCommand(named()));
  return Versions.map(({ Version = '' }) => Version);
}

const v6 = { code: codeOf('v6'), keepVersions: 1 };

test('versions that never were live go, and not those that a rollback could go back to', async () => {
  expect((await the.promote(v6)).outcome).toBe('promoted');
  expect(await versions()).toEqual(['$LATEST', '1', '2', '6']);
});

test('of more to keep, those that were live come first, then the newest', async () => {
  await the.promote({ ...v6, keepVersions: 4 });
  expect(await versions()).toEqual(['$LATEST', '1', '2', '5', '6']);
});

test('a dry run shows exactly what the run deletes', async () => {
  const pruned = (steps: readonly { readonly do: string; readonly version?: string }[]) =>
    steps.flatMap((step) => (step.do === 'prune' ? [step.version] : []));
  const planned = pruned((await the.promote({ ...v6, dryRun: true })).planned);
  const { done } = await the.promote(v6);
  expect(planned).toEqual(['3', '4', '5']);
  expect(pruned(done.map(({ step }) => step))).toEqual(planned);
});

const FunctionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:search-api';
const queue = 'arn:aws:sqs:eu-west-1:123456789012:orders';

test.each<[string, string, () => Promise<unknown>]>([
  [
    'an event source mapping',
    'event source mapping',
    () =>
      the.lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName: `${FunctionArn}:4`,
          EventSourceArn: queue,
          Enabled: false,
        }),
      ),
  ],
  [
    'a permission',
    'its resource policy lets others call it',
    () =>
      the.lambda.send(
        new AddPermissionCommand({
          ...named(),
          Qualifier: '4',
          StatementId: 'topic',
          Action: 'lambda:InvokeFunction',
          Principal: 'sns.amazonaws.com',
        }),
      ),
  ],
  [
    'provisioned concurrency',
    'it has provisioned concurrency',
    () =>
      the.lambda.send(
        new PutProvisionedConcurrencyConfigCommand({ ...named(), Qualifier: '4', ProvisionedConcurrentExecutions: 1 }),
      ),
  ],
])('a version on which %s stands stays, and that is said', async (_name, why, use) => {
  await use();
  const result = await the.promote(v6);
  expect(await versions()).toEqual(['$LATEST', '1', '2', '4', '6']);
  expect(the.log()).toContain(`of the old versions of search-api: version 4: ${why}`);
  expect(outputValues(result).report.functions[0]?.oldVersionsInUse).toEqual([expect.stringContaining(why)]);
});

test('what another alias leads to, was on before, or had taken back stays', async () => {
  const audit = { ...named(), Name: 'audit', FunctionVersion: '3', Description: 'lambda-promote to=3 from=5 undid=4' };
  await the.lambda.send(new CreateAliasCommand(audit));
  await the.promote(v6);
  expect(await versions()).toEqual(['$LATEST', '1', '2', '3', '4', '5', '6']);
});

test.each(['ListEventSourceMappings', 'GetPolicy', 'GetProvisionedConcurrencyConfig', 'ListFunctionUrlConfigs'])(
  'where %s is not allowed, nothing is deleted, and that is said',
  async (operation) => {
    const Resource = operation === 'GetProvisionedConcurrencyConfig' ? `${FunctionArn}:4` : '*';
    const policy = {
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: `lambda:${operation}`, Resource },
      ],
    } as const;
    await the.cloud.control.registerCredential({ accessKeyId: accessKeyOf('run 3'), policy });
    const result = await the.promote({ ...v6, allowUnqualified: true });
    expect(result.outcome).toBe('promoted');
    expect(await versions()).toContain('4');
    expect(the.log()).toMatch(
      new RegExp(`version 4: this run may not look at its .* \\(allow \`lambda:${operation}\`\\)`),
    );
  },
);

test('what came to use a version while the promotion ran is seen before it is deleted', async () => {
  const canary = { canary: [{ share: 0.1, bakeMs: 60_000 }], minInvocations: 0 };
  await the.promote(
    { ...v6, ...canary },
    {
      async meanwhile({ clock }) {
        await clock.sleep(30_000);
        await the.lambda.send(
          new CreateEventSourceMappingCommand({ FunctionName: `${FunctionArn}:4`, EventSourceArn: queue }),
        );
        await the.lambda.send(
          new CreateAliasCommand({
            ...named(),
            Name: 'audit',
            FunctionVersion: '2',
            Description: 'lambda-promote to=2 from=5',
          }),
        );
      },
    },
  );
  expect(await versions()).toEqual(['$LATEST', '1', '2', '4', '5', '6']);
  expect(the.log()).toMatch(/Version 4 stays: event source mapping /);
  expect(the.log()).toContain('Version 5 stays: the alias audit names it.');
});
