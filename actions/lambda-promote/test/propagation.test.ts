import { astray, type CrashPoint, codeOf, complaints, everyCrashPointStepped, isWriteKind } from '@actions-aws/testing';
import {
  DeleteFunctionCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { setAlarm } from './support/alarm.ts';
import { type Asked, checks } from './support/asked.ts';
import { type Company, type StageWorld, stageWorld } from './support/stage-world.ts';
import { promotion, rollbackOfPromotion, spreading } from './support/trials.ts';

// After an alias has changed, AWS goes on routing to the version before for a short time: here for 20 s.
const SETTLES_MS = 20_000;

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.promote({ code: codeOf('v1') });
  await the.promote({ code: codeOf('v2') });
  await the.cloud.control.call('lambda.pace', { alias: SETTLES_MS }, { region: 'eu-west-1' });
  await the.cloud.control.clearJournal();
});
afterEach(() => the.stop());

const company: Company = { users: ['search-api'] };

/** What users complain of who may meet these versions, while the alias leads there or did so a moment ago. */
async function wrong(versions: readonly string[]): Promise<readonly string[]> {
  const seen = the.visits();
  const led = { functionName: the.functionName, qualifier: 'live', settlesMs: SETTLES_MS };
  return [...complaints(seen, { versions }), ...astray(seen, await the.cloud.control.journal(), led)];
}

const writes = (points: readonly CrashPoint[]) => points.filter(({ callKind }) => isWriteKind(callKind));

/** Which versions users meet now. */
async function met(): Promise<ReadonlySet<string | undefined>> {
  const seen = await Promise.all(Array.from({ length: 20 }, () => the.use()));
  return new Set(seen.map(({ version }) => version));
}

async function versions(): Promise<readonly (string | undefined)[]> {
  const { Versions = [] } = await the.lambda.send(
    new ListVersionsByFunctionCommand({ FunctionName: the.functionName }),
  );
  return Versions.map(({ Version }) => Version);
}

test('a good promotion is not taken back because the version before still answers', async () => {
  const result = await the.promote({ code: codeOf('v3') }, company);
  expect(result.outcome).toBe('promoted');
  expect(await wrong(['2', '3'])).toEqual([]);
  expect(await met()).toEqual(new Set(['2', '3']));
  await the.pass(SETTLES_MS);
  expect(await met()).toEqual(new Set(['3']));
});

test('nor because that version is gone, and whoever is still routed to it gets a 404', async () => {
  const { lambda, functionName: FunctionName } = the;
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  await lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '2' }));
  const [check] = checks('GET /api/v1/health');
  const verify = Array.from({ length: 6 }, (_, index) => ({ ...check!, name: `${index}` }));
  const result = await the.promote({ source: { kind: 'version', version: '1' }, verify });
  expect(result.outcome).toBe('noop');
  const journal = await the.cloud.control.journal();
  expect(journal.filter(({ error }) => error === 'ResourceNotFoundException')).not.toEqual([]);
});

test('code that is broken behind the alias is taken back, and then met for no longer than AWS takes', async () => {
  const result = await the.promote({ code: codeOf('v3', { broken: 'behind-alias' }) }, company);
  expect(result.outcome).toBe('rolled-back');
  expect(await wrong(['2', '3'])).toEqual([]);
  expect(await met()).toEqual(new Set(['2', '3']));
  await the.pass(SETTLES_MS);
  expect(await met()).toEqual(new Set(['2']));
});

test('a canary over which an alarm fires is taken back, and then met for no longer than AWS takes', async () => {
  await the.cloud.control.call('cloudwatch.delay', { lambda: 10_000 }, { region: 'eu-west-1' });
  await setAlarm(the, the.functionName);
  await the.pass(70_000);
  const canary: Asked = {
    canary: [{ share: 0.5, bakeMs: 60_000 }],
    settleMs: 60_000,
    minInvocations: 0,
    alarms: { alarms: ['search-api-errors'] },
    timeoutMs: 1_200_000,
  };
  const result = await the.promote({ ...canary, code: codeOf('v3', { broken: 'but-healthy' }) }, company);
  expect(result.outcome).toBe('rolled-back');
  const seen = the.visits();
  const led = { functionName: the.functionName, qualifier: 'live', settlesMs: SETTLES_MS };
  expect(astray(seen, await the.cloud.control.journal(), led)).toEqual([]);
  // Errors are the candidate's own, and nobody was left without an answer.
  expect(complaints(seen, { versions: ['2'] })).toEqual([expect.stringMatching(/^a user met version 3, \d+ times$/)]);
  expect(await met()).toEqual(new Set(['2', '3']));
  await the.pass(SETTLES_MS);
  expect(await met()).toEqual(new Set(['2']));
});

describe('a version that users were led to a moment ago is not pruned under them', () => {
  test('when it is a canary that its run left behind, and that is taken from them first', async () => {
    await the.promote({ code: codeOf('v3'), until: 0.1, holdForMs: 60_000 });
    await the.pass(120_000);
    const result = await the.promote({ code: codeOf('v4'), keepVersions: 1 }, company);
    expect(result.outcome).toBe('promoted');
    expect(await versions()).toEqual(['$LATEST', '1', '2', '3', '4']);
    expect(await wrong(['2', '3', '4'])).toEqual([]);
    expect(await met()).not.toContain(undefined);
    // The next one finds nobody there any more.
    await the.promote({ code: codeOf('v5'), keepVersions: 1 });
    expect(await versions()).toEqual(['$LATEST', '1', '2', '4', '5']);
  });

  test('when it is a canary of somebody else, which ended while we waited for it', async () => {
    await the.promote({ code: codeOf('v3'), until: 0.1, holdForMs: 60_000 });
    const undoing: Company = {
      ...company,
      async meanwhile({ connect, clock }) {
        await clock.sleep(20_000);
        const undone = { FunctionName: the.functionName, Name: 'live', FunctionVersion: '2', Description: 'by hand' };
        await connect(LambdaClient).send(
          new UpdateAliasCommand({ ...undone, RoutingConfig: { AdditionalVersionWeights: {} } }),
        );
      },
    };
    const result = await the.promote({ code: codeOf('v4'), keepVersions: 1 }, undoing);
    expect(result.outcome).toBe('promoted');
    expect(await versions()).toContain('3');
    expect(await wrong(['2', '3', '4'])).toEqual([]);
  });

  test('when it was taken back by the run before', async () => {
    await the.promote({ code: codeOf('v3', { broken: 'behind-alias' }) });
    const result = await the.promote({ code: codeOf('v4'), keepVersions: 1 }, company);
    expect(result.outcome).toBe('promoted');
    expect(await versions()).toEqual(['$LATEST', '1', '2', '3', '4']);
    expect(await wrong(['2', '3', '4'])).toEqual([]);
  });
});

test.each([
  ['a promotion', promotion],
  ['a rollback', rollbackOfPromotion],
])('%s that is killed at any write meanwhile ends as if it had not been, once the job runs again', async (_, trial) => {
  const { failures, tried } = await everyCrashPointStepped(spreading(trial), { choose: writes });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(1);
});
