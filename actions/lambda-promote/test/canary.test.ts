import { accessKeyOf, codeOf } from '@actions-aws/testing';
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  DeleteAlarmsCommand,
  PutCompositeAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  GetAliasCommand,
  LambdaClient,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { failureOfPromotion, outputValues } from '../src/report/report.ts';
import { configurationChanges } from '../src/report/words.ts';
import { setAlarm } from './support/alarm.ts';
import type { Asked } from './support/asked.ts';
import { leaveCanary, written as writtenIn } from './support/canary-world.ts';
import { type Company, type StageWorld, stageWorld } from './support/stage-world.ts';

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.cloud.control.call('cloudwatch.delay', { lambda: 10_000 }, { region: 'eu-west-1' });
  await the.promote({ code: codeOf('v1') });
});
afterEach(() => the.stop());

const ALARM = 'search-api-errors';
const outage = { service: 'monitoring', kind: 'error', times: 1_000 } as const;
const canary: Partial<Asked> = {
  canary: [
    { share: 0.1, bakeMs: 60_000 },
    { share: 0.5, bakeMs: 60_000 },
  ],
  settleMs: 60_000,
  minInvocations: 0,
  alarms: { alarms: [ALARM] },
  timeoutMs: 1_200_000,
};

/** An alarm on errors that users of the alias meet; without any it is OK. */
async function watch(functionName = the.functionName, otherwise: Parameters<typeof setAlarm>[2] = {}): Promise<void> {
  await setAlarm(the, functionName, { AlarmName: ALARM, ...otherwise });
  // Its first evaluation comes a minute later; until then it has too little data.
  await the.pass(70_000);
}

const users: Company = { users: ['search-api'] };
/** So many that some meet a tenth within half a minute, but for one chance in fifty thousand. */
const manyUsers: Company = { users: Array.from({ length: 5 }, () => 'search-api') };

/** Somebody who waits until users meet the candidate, and then does something. */
const onceShared = (act: NonNullable<Company['meanwhile']>): Company => ({
  async meanwhile(means) {
    const lambda = means.connect(LambdaClient);
    const read = new GetAliasCommand({ FunctionName: the.functionName, Name: 'live' });
    while (!(await lambda.send(read)).RoutingConfig) await means.clock.sleep(1_000);
    await means.clock.sleep(15_000);
    await act(means);
  },
});

const written = (functionName?: string) => writtenIn(the, functionName);

test('users meet the candidate share by share, and all of them when nothing was wrong', async () => {
  await watch();
  const result = await the.promote({ ...canary, code: codeOf('v2'), minInvocations: 1 }, manyUsers);
  expect(result.outcome).toBe('promoted');
  expect(await written()).toEqual(['1+2:0.1', '1+2:0.5', '2']);
  expect(await the.alias()).toMatchObject({ version: '2', weights: {} });
  expect(await the.alias('live-previous')).toMatchObject({
    version: '1',
    description: expect.not.stringContaining('canary'),
  });
  expect(result.bakes.map(({ share, verdict }) => [share, verdict.is])).toEqual([
    [0.1, 'passed'],
    [0.5, 'passed'],
  ]);
  const [, half] = result.bakes;
  expect(half?.counted.find(({ version }) => version === '2')?.invocations).toBeGreaterThan(5);
  expect(the.log()).toMatch(/10% · .* of 1m(\d+s)? · alarms OK/);
  expect(the.log()).toMatch(/search-api: version 2 \d+ calls, 0 errors; version 1 \d+ calls, 0 errors/);
});

test('when an alarm fires, nobody meets the candidate any more, and what is live keeps what it knows of itself', async () => {
  await the.promote({ code: codeOf('v2') });
  await watch();
  await the.cloud.control.clearJournal();
  const result = await the.promote({ ...canary, code: codeOf('v3', { broken: 'but-healthy' }) }, users);
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toMatch(/^At (10|50)% of the users: the alarm search-api-errors fired \(/);
  const weights = await written();
  expect(weights.at(-1)).toBe('2');
  expect(weights).not.toContain('3');
  const { version, description, weights: left } = (await the.alias()) ?? {};
  expect({ version, left }).toEqual({ version: '2', left: {} });
  expect(description).toMatch(/^lambda-promote to=2 from=1 undid=3 /);
});

test.each([
  ['hold', 'rolled-back', /At 10% of the users: search-api:2 was not called, and `timeout` \(5m\) is used up\./],
  ['fail', 'rolled-back', /search-api:2 was not called/],
  ['pass', 'promoted', /search-api:2 was not called/],
] as const)(
  'a canary without any users: %s ends %s',
  async (onInsufficientData, outcome, says) => {
    await watch();
    const result = await the.promote({
      ...canary,
      code: codeOf('v2'),
      canary: [{ share: 0.1, bakeMs: 60_000 }],
      minInvocations: 1,
      timeoutMs: 300_000,
      alarms: { alarms: [ALARM], onInsufficientData },
    });
    expect(result.outcome).toBe(outcome);
    expect(`${the.log()} ${result.observed.failure?.message ?? ''}`).toMatch(says);
    if (onInsufficientData === 'hold') {
      expect(the.log()).toContain('Not enough is known yet: search-api:2 was not called');
      expect(result.observed.failure?.hint).toMatch(
        /^Send it traffic, lower `min-invocations`, put the alarm right, or set/,
      );
    }
    // However it ended, the last look is in the summary.
    expect(result.bakes).toMatchObject([{ share: 0.1, alarms: [{ name: ALARM, state: 'OK' }] }]);
  },
  60_000,
);

test('a trial that is held open for lack of data writes its lease anew', async () => {
  await watch();
  await the.cloud.control.clearJournal();
  const result = await the.promote({
    ...canary,
    code: codeOf('v2'),
    canary: [{ share: 0.1, bakeMs: 30_000 }],
    settleMs: 0,
    minInvocations: 1,
    timeoutMs: 600_000,
  });
  expect(result.outcome).toBe('rolled-back');
  const shifts = (await written()).filter((one) => one === '1+2:0.1');
  expect(shifts.length).toBeGreaterThan(2);
});

test('a trial of several functions that is held open writes the lease of each anew', async () => {
  const names = ['search-api', 'search-worker'];
  await the.make('search-worker');
  await the.promote({ functionName: 'search-worker', code: codeOf('v1') });
  await watch();
  await the.cloud.control.clearJournal();
  const short = { canary: [{ share: 0.1, bakeMs: 30_000 }], settleMs: 0, minInvocations: 1, timeoutMs: 600_000 };
  const result = await the.promoteAll(
    names.map((functionName) => ({ ...canary, ...short, functionName, code: codeOf('v2') })),
  );
  expect(result.outcome).toBe('rolled-back');
  for (const name of names) {
    const writes = await written(name);
    expect(writes.filter((one) => one === '1+2:0.1').length).toBeGreaterThan(2);
    expect(writes.at(-1)).toBe('1');
  }
});

test('an alarm that is missing is an error, and one that fires already decides by policy', async () => {
  await expect(the.promote({ ...canary, code: codeOf('v2') })).rejects.toThrow(/`alarms` names search-api-errors/);
  // Every call is one too many for it.
  await watch(the.functionName, { MetricName: 'Invocations' });
  await the.use();
  await the.pass(130_000);
  const before = await the.writes();
  const refused = await the.promote({ ...canary, code: codeOf('v2') });
  expect(refused.outcome).toBe('failed');
  expect(refused.refusal?.message).toMatch(/The alarm search-api-errors fires already .* hide what the candidate does/);
  expect(await the.writes()).toEqual(before);
  const alarms = { alarms: [ALARM], onFiringAlarm: 'ignore' } as const;
  const ignored = await the.promote({ ...canary, code: codeOf('v2'), alarms }, users);
  expect(ignored.outcome).toBe('promoted');
  expect(ignored.bakes[0]?.ignored).toEqual([ALARM]);
});

test('alarms that are too slow for every share are refused, and one of several is warned of', async () => {
  await watch(the.functionName, { Period: 300, EvaluationPeriods: 3 });
  const before = await the.writes();
  const refused = await the.promote({ ...canary, code: codeOf('v2') });
  expect(refused.outcome).toBe('failed');
  expect(refused.refusal?.message).toMatch(/search-api-errors takes 11m to fire at the least, .* longer than 2m\./);
  expect(await the.writes()).toEqual(before);
  await watch(the.functionName, { AlarmName: 'fast' });
  const result = await the.promote({ ...canary, code: codeOf('v2'), alarms: { alarms: [ALARM, 'fast'] } });
  expect(result.outcome).toBe('promoted');
  expect(the.log()).toContain('The alarm search-api-errors takes 11m to fire at the least');
  // Without a canary there is no share that it could be too slow for.
  expect((await the.promote({ code: codeOf('v3'), alarms: { alarms: [ALARM] } })).outcome).toBe('promoted');
});

test('a canary that its run left behind is taken from the users, once its lease has ended', async () => {
  await leaveCanary(the, { leaseMs: -1_000 });
  const result = await the.promote({ code: codeOf('v3') });
  expect(result.outcome).toBe('promoted');
  expect(await written()).toEqual(['1+2:0.1', '1', '3']);
  expect(the.log()).toContain('the canary of version 2 was left behind');
});

test('a canary that is under way is waited for', async () => {
  await leaveCanary(the, { leaseMs: 30_000 });
  const waited = await the.promote({ code: codeOf('v3') });
  expect(waited.outcome).toBe('promoted');
  expect(await written()).toEqual(['1+2:0.1', '1', '3']);
});

test('what a canary that was waited for left live is what the run began from', async () => {
  await the.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: the.functionName, MemorySize: 512 }));
  await the.pass(60_000);
  await leaveCanary(the, { leaseMs: 60_000 });
  const result = await the.promote(
    { code: codeOf('v3') },
    {
      async meanwhile({ connect, clock }) {
        await clock.sleep(20_000);
        const toTwo = { FunctionVersion: '2', Description: 'lambda-promote to=2 from=1 run=77.1 nonce=99999999' };
        const cleared = { RoutingConfig: { AdditionalVersionWeights: {} } };
        const alias = { FunctionName: the.functionName, Name: 'live', ...toTwo, ...cleared };
        await connect(LambdaClient).send(new UpdateAliasCommand(alias));
      },
    },
  );
  expect(outputValues(result)).toMatchObject({
    outcome: 'promoted',
    'previous-version': '2',
    'previous-versions': { 'search-api': '2' },
  });
  // Of version 1 to 3 it was seen at the start; of version 2 to 3 nothing changes but the code.
  expect(the.log().match(/Goes to users of search-api along with the code: MemorySize/g)).toHaveLength(1);
  expect(configurationChanges(result.before, result.desired)).toEqual([]);
});

test('a canary that outlasts the run wins, and the run says who it is and until when', async () => {
  await leaveCanary(the, { leaseMs: 3_600_000 });
  const lost = await the.promote({ code: codeOf('v3') });
  expect(lost.outcome).toBe('superseded');
  expect(lost.observed.failure?.message).toMatch(/10% of its users meet version 2, by run 77 .* until/);
  expect(await written()).toEqual(['1+2:0.1']);
});

test('a second attempt of the same run goes on from where the first was killed', async () => {
  await leaveCanary(the, { run: '7.1', leaseMs: 3_600_000 });
  const deployer = {
    owner: { run: '7', attempt: 2, nonce: '12121212' },
    order: { workflow: 'aaaaaaaaaaaa', number: 7 },
  };
  await watch();
  await the.cloud.control.clearJournal();
  const result = await the.promote({ ...canary, code: codeOf('v2'), deployer });
  expect(result.outcome).toBe('promoted');
  // Its own lease first, and the whole time once more: nobody knows how long it was watched.
  expect(await written()).toEqual(['1+2:0.1', '1+2:0.5', '2']);
  expect(await the.writes()).not.toContain('PublishVersion');
});

test('a promotion that is held goes on with the next call, and nobody else touches it', async () => {
  await watch();
  await the.cloud.control.clearJournal();
  const held = await the.promote({ ...canary, code: codeOf('v2'), until: 0.1 });
  expect(held.outcome).toBe('held');
  expect(await the.alias()).toMatchObject({
    version: '1',
    weights: { 2: 0.1 },
    description: expect.stringContaining('held=2'),
  });
  const other = await the.promote({ code: codeOf('v3') });
  expect(other.outcome).toBe('superseded');
  const next = await the.promote({ ...canary, code: codeOf('v2') });
  expect(next.outcome).toBe('promoted');
  expect(await written()).toEqual(['1+2:0.1', '1+2:0.1', '1+2:0.5', '2']);
});

test.each([
  ['holds it once more', { until: 0.1 }],
  ['goes on with it', canary],
  ['goes on with it at once', {}],
])('an older run that finds what a newer one holds, and %s, is superseded', async (_name, asked) => {
  await watch();
  const held = await the.promote({ code: codeOf('v2'), until: 0.1, run: 58 });
  expect(held.outcome).toBe('held');
  const before = await the.alias();
  const older = await the.promote({ code: codeOf('v2'), ...asked, run: 57 });
  expect(older.outcome).toBe('superseded');
  expect(await the.alias()).toEqual(before);
  const newer = await the.promote({ code: codeOf('v2'), run: 59 });
  expect(newer.outcome).toBe('promoted');
});

test('held at a share without a canary, and staged where users see nothing', async () => {
  const staged = await the.promote({ code: codeOf('v2'), until: 'staged' });
  expect(staged).toMatchObject({ outcome: 'held', observed: { candidate: { version: '2' } } });
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
  const held = await the.promote({ code: codeOf('v2'), until: 0.25 });
  expect(held.outcome).toBe('held');
  expect(await the.alias()).toMatchObject({ version: '1', weights: { 2: 0.25 } });
  const all = await the.promote({ code: codeOf('v2') });
  expect(all).toMatchObject({ outcome: 'promoted', observed: { alias: { version: '2', weights: {} } } });
});

test.each([
  ['staged', 'staged'],
  ['held at a share', 0.1],
] as const)(
  'what was %s goes live by its version, as it was tested, whatever is on $LATEST by then',
  async (_name, until) => {
    const held = await the.promote({ code: codeOf('v2'), until });
    expect(held.outcome).toBe('held');
    await the.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: the.functionName, ZipFile: codeOf('v3').bytes }),
    );
    await the.cloud.control.clearJournal();
    const next = await the.promote({ source: { kind: 'version', version: '2' } });
    expect(next).toMatchObject({ outcome: 'promoted', observed: { alias: { version: '2', weights: {} } } });
    // Proved when it was published, by the same checks: they are put to it once more, through the alias.
    expect(next.checks.map(({ target }) => target)).toEqual(['live']);
    expect(await written()).toEqual(['2']);
  },
);

test('a hold that has run out vouches for no other candidate: the next one begins with the first share', async () => {
  await the.cloud.control.clearJournal();
  await the.promote({ code: codeOf('v2'), until: 0.1, holdForMs: 60_000 });
  await the.pass(120_000);
  const result = await the.promote({ ...canary, alarms: { alarms: [] }, code: codeOf('v3') });
  expect(result.outcome).toBe('promoted');
  expect(await written()).toEqual(['1+2:0.1', '1+2:0.1', '1', '1+3:0.1', '1+3:0.5', '3']);
});

test('what people do to the weights meanwhile wins, and is left as it is', async () => {
  await watch();
  const byHand = { FunctionName: the.functionName, Name: 'live', RoutingConfig: { AdditionalVersionWeights: {} } };
  const clear = onceShared(async ({ connect }) => {
    await connect(LambdaClient).send(new UpdateAliasCommand(byHand));
  });
  expect((await the.promote({ ...canary, code: codeOf('v2') }, clear)).outcome).toBe('superseded');
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
});

test('a cancelled canary gives all users back at once', async () => {
  await watch();
  const cancel = onceShared(async (means) => means.cancel());
  expect((await the.promote({ ...canary, code: codeOf('v2') }, cancel)).outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
});

test('a lease that cannot be renewed, nor read, is told as the end of the watch', async () => {
  await watch();
  const lose = onceShared(async () => {
    await the.cloud.control.addFault({ ...outage, service: 'lambda', operation: 'UpdateAlias' });
    await the.cloud.control.addFault({ ...outage, service: 'lambda', operation: 'GetAlias' });
  });
  const short = { canary: [{ share: 0.1, bakeMs: 30_000 }], settleMs: 0, minInvocations: 1 };
  const result = await the.promote({ ...canary, ...short, code: codeOf('v2') }, lose);
  expect(result.outcome).toBe('unknown');
  expect(result.done.map(({ step, problem }) => [step.do, problem !== ''])).toContainEqual(['bake', true]);
  expect(the.log()).toMatch(/failed: watch the candidates of search-api /);
  expect(result.bakes).toEqual([]);
});

test('a lease that cannot be renewed, nor read at first, ends with all users back, and says so', async () => {
  await watch();
  const attempts = { service: 'lambda', times: 5 } as const;
  const lose = onceShared(async () => {
    await the.cloud.control.addFault({ ...outage, ...attempts, operation: 'UpdateAlias' });
    await the.cloud.control.addFault({ ...outage, ...attempts, operation: 'GetAlias' });
  });
  const short = { canary: [{ share: 0.1, bakeMs: 30_000 }], settleMs: 0, minInvocations: 1 };
  expect((await the.promote({ ...canary, ...short, code: codeOf('v2') }, lose)).outcome).toBe('rolled-back');
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
});

test('functions take each share together, with one verdict for all', async () => {
  const names = ['search-api', 'search-worker'];
  await the.make('search-worker');
  await the.promote({ functionName: 'search-worker', code: codeOf('v1') });
  await watch('search-worker');
  await the.cloud.control.clearJournal();
  const result = await the.promoteAll(
    names.map((functionName) => ({
      ...canary,
      functionName,
      code: codeOf('v2', functionName === 'search-worker' ? { broken: 'but-healthy' } : {}),
    })),
    { users: names },
  );
  expect(result.outcome).toBe('rolled-back');
  // The verdict is that of all, and is not put down to one of them.
  expect(failureOfPromotion(result)?.message).toMatch(/^At (10|50)% of the users: the alarm /);
  for (const name of names) {
    expect((await written(name)).at(-1)).toBe('1');
    expect(await the.alias('live', name)).toMatchObject({ version: '1', weights: {} });
  }
});

test.each([
  ['provisioned concurrency', /has provisioned concurrency, which AWS does not take together with weights/],
  ['no alias', /is not there yet, so nobody can have a share of it/],
])('%s makes a canary impossible, and it says so before anything is written', async (what, says) => {
  const asked: Asked = { code: codeOf('v2'), until: 0.1, ...(what === 'no alias' && { alias: 'fresh' }) };
  if (what !== 'no alias') {
    const wanted = { FunctionName: the.functionName, Qualifier: 'live', ProvisionedConcurrentExecutions: 1 };
    await the.lambda.send(new PutProvisionedConcurrencyConfigCommand(wanted));
    await the.pass(120_000);
  }
  const before = await the.writes();
  const result = await the.promote(asked);
  expect(result.outcome).toBe('failed');
  expect(result.refusal?.message).toMatch(says);
  expect(await the.writes()).toEqual(before);
});

/** What the local cloud's CloudWatch is told. */
const tell = (method: 'answerNext' | 'impair', told: object) =>
  the.cloud.control.call(`cloudwatch.${method}`, told, { region: 'eu-west-1' });

// The last stands for what AWS may come to say.
const INCOMPLETE = ['InternalError', 'PartialData', 'Delayed'];
test.each(INCOMPLETE)('a result that ends with %s is asked for again', async (statusCode) => {
  await watch();
  const script = onceShared(async () => {
    await tell('answerNext', { statusCode });
  });
  const result = await the.promote({ ...canary, code: codeOf('v2') }, script);
  expect(result.outcome).toBe('promoted');
  expect(the.log()).toMatch(new RegExp(`answered ${statusCode}. It is asked again`));
});

test('a result that is forbidden ends it at once, and says what to allow', async () => {
  await watch();
  const script = onceShared(async () => {
    await tell('answerNext', { statusCode: 'Forbidden' });
  });
  const result = await the.promote({ ...canary, code: codeOf('v2') }, script);
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure).toMatchObject({
    message: 'CloudWatch did not count invocations and errors: it answered Forbidden.',
    hint: 'Allow `cloudwatch:GetMetricData` on `*`.',
  });
});

test('an alarm that CloudWatch cannot evaluate is not OK, whatever it was last', async () => {
  await watch();
  await tell('impair', { alarmName: ALARM, evaluationState: 'EVALUATION_FAILURE' });
  const alarms = { alarms: [ALARM], onInsufficientData: 'fail' } as const;
  const result = await the.promote({ ...canary, alarms, code: codeOf('v2') });
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toMatch(
    /^At 10% of the users: the alarm search-api-errors is OK, but is not evaluated as it should be: EVALUATION_FAILURE/,
  );
});

/** Makes an alarm fire between two looks, and be OK again by the second. */
const flutter = onceShared(async ({ connect, clock }) => {
  const cloudwatch = connect(CloudWatchClient);
  await fire(cloudwatch);
  await clock.sleep(1_000);
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue: 'OK', StateReason: 'a test' }));
});

test('an alarm that fires and recovers between two looks brings all back', async () => {
  await watch();
  const result = await the.promote({ ...canary, code: codeOf('v2') }, flutter);
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toMatch(
    /^At 10% of the users: the alarm search-api-errors fired at \d\d:\d\d:\d\dZ, and does not any more\.$/,
  );
});

test('an alarm that was not OK for a while, but did not fire, says nothing against the candidate', async () => {
  await watch();
  const doubt = onceShared(async ({ connect }) => {
    const unsure = { AlarmName: ALARM, StateValue: 'INSUFFICIENT_DATA', StateReason: 'a test' } as const;
    await connect(CloudWatchClient).send(new SetAlarmStateCommand(unsure));
  });
  const result = await the.promote({ ...canary, code: codeOf('v2') }, doubt);
  expect(result.outcome).toBe('promoted');
  const asked = (await the.cloud.control.journal()).filter(({ operation }) => operation === 'DescribeAlarmHistory');
  // When it came to know nothing, and when it was OK again; not at every look.
  expect(asked.length).toBe(2);
});

test('who may not read what an alarm did is not sure of it, and is told what to allow', async () => {
  await watch();
  await the.cloud.control.registerCredential({
    accessKeyId: accessKeyOf('run 2'),
    policy: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'cloudwatch:DescribeAlarmHistory', Resource: '*' },
      ],
    },
  });
  const alarms = { alarms: [ALARM], onInsufficientData: 'fail' } as const;
  const result = await the.promote({ ...canary, alarms, code: codeOf('v2') }, flutter);
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toContain('`cloudwatch:DescribeAlarmHistory`');
});

test('an alarm that is deleted meanwhile brings all back', async () => {
  await watch();
  const remove = onceShared(async ({ connect }) => {
    await connect(CloudWatchClient).send(new DeleteAlarmsCommand({ AlarmNames: [ALARM] }));
  });
  const result = await the.promote({ ...canary, code: codeOf('v2') }, remove);
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toBe('At 10% of the users: the alarm search-api-errors is gone.');
});

test('CloudWatch may be silent for a while, and then goes on telling', async () => {
  await watch();
  const fail = onceShared(async ({ clock }) => {
    await the.cloud.control.addFault(outage);
    await clock.sleep(30_000);
    await the.cloud.control.clearFaults();
  });
  const result = await the.promote({ ...canary, code: codeOf('v2') }, fail);
  expect(result.outcome).toBe('promoted');
  expect(the.log()).toMatch(/AWS kept failing.* It is asked again\./);
});

test.each([
  ['fails', outage, /AWS kept failing/],
  ['never answers', { ...outage, kind: 'hang' }, /gave no good answer within 10 s/],
  ['is asked too often', { ...outage, kind: 'throttle' }, /gave no good answer within 10 s/],
] as const)('users whom nobody can watch for a minute are taken back, where CloudWatch %s', async (_, fault, says) => {
  await watch();
  let from = 0;
  const fail = onceShared(async ({ clock }) => {
    await the.cloud.control.addFault(fault);
    from = clock.now();
  });
  const result = await the.promote({ ...canary, code: codeOf('v2') }, fail);
  const blindMs = the.cloud.clock.now() - from;
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toMatch(says);
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
  // From the last look that told anything, with a look that is under way.
  expect(blindMs).toBeGreaterThan(45_000);
  expect(blindMs).toBeLessThan(85_000);
});

/** Makes the alarm fire, until it is compared the next time. */
const fire = (cloudwatch: CloudWatchClient) =>
  cloudwatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue: 'ALARM', StateReason: 'a test' }));

test.each(['error', 'hang'] as const)(
  'an alarm that fires ends it at once, though counting ends in %s',
  async (kind) => {
    await watch();
    let from = 0;
    const fireUncounted = onceShared(async ({ connect, clock }) => {
      await the.cloud.control.addFault({ ...outage, kind, operation: 'GetMetricData' });
      await fire(connect(CloudWatchClient));
      from = clock.now();
    });
    const result = await the.promote({ ...canary, code: codeOf('v2') }, fireUncounted);
    expect(result.outcome).toBe('rolled-back');
    expect(result.observed.failure?.message).toBe('At 10% of the users: the alarm search-api-errors fired (a test).');
    expect(the.cloud.clock.now() - from).toBeLessThan(21_000);
  },
);

test.each(['DescribeAlarms', 'GetMetricData'])('a cancellation does not wait for %s', async (operation) => {
  await watch();
  let from = 0;
  const cancel = onceShared(async (means) => {
    await the.cloud.control.addFault({ ...outage, kind: 'hang', operation });
    // The next look is under way then.
    await means.clock.sleep(12_000);
    from = means.clock.now();
    means.cancel();
  });
  expect((await the.promote({ ...canary, code: codeOf('v2') }, cancel)).outcome).toBe('rolled-back');
  expect(the.cloud.clock.now() - from).toBeLessThan(1_000);
});

test.each([
  ['DescribeAlarms', /Could not read the alarms search-api-errors/],
  ['GetMetricData', /Could not count invocations and errors/],
])('where %s cannot be called, nothing is written', async (operation, says) => {
  await watch();
  await the.cloud.control.addFault({ ...outage, operation });
  const before = await the.writes();
  await expect(the.promote({ ...canary, code: codeOf('v2') })).rejects.toThrow(says);
  expect(await the.writes()).toEqual(before);
});

test('a composite alarm decides as any other', async () => {
  await watch();
  const cloudwatch = new CloudWatchClient({ ...(the.settings as CloudWatchClientConfig) });
  const AlarmRule = `ALARM("${ALARM}")`;
  await cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: 'search-api-is-ill', AlarmRule }));
  await the.pass(70_000);
  const alarms = { alarms: ['search-api-is-ill'] };
  const result = await the.promote({ ...canary, alarms, code: codeOf('v2', { broken: 'but-healthy' }) }, users);
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toContain('the alarm search-api-is-ill fired');
});
