import { codeOf } from '@actions-aws/testing';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { setAlarm, setFiringAlarm } from './support/alarm.ts';
import type { Asked } from './support/asked.ts';
import { leaveCanary, written } from './support/canary-world.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.cloud.control.call('cloudwatch.delay', { custom: 0 }, { region: 'eu-west-1' });
  await the.promote({ code: codeOf('v1') });
});
afterEach(() => the.stop());

const ALARM = 'search-orders-lost';
const canary: Partial<Asked> = {
  canary: [{ share: 0.1, bakeMs: 60_000 }],
  settleMs: 0,
  minInvocations: 0,
  alarms: { alarms: [ALARM] },
};
const ignoring: Partial<Asked> = { ...canary, alarms: { alarms: [ALARM], onFiringAlarm: 'ignore' } };

/** From now on the alarm fires, whatever anybody does. */
async function fire(): Promise<void> {
  await setFiringAlarm(the, ALARM, 0);
  await the.pass(130_000);
}

/** The same alarm, on something that is well. */
async function mend(): Promise<void> {
  await setAlarm(the, the.functionName, { AlarmName: ALARM });
  await the.pass(130_000);
}

test.each(['v2', 'v3'])(
  'users of a canary that was left behind are given back while its alarm fires: %s',
  async (code) => {
    await fire();
    await leaveCanary(the, { leaseMs: -1_000 });
    const healed = await the.promote({ ...canary, code: codeOf(code) });
    expect(healed.outcome).toBe('failed');
    expect(await written(the)).toEqual(['1+2:0.1', '1']);
    const { message = '', hint } = healed.observed.failure ?? {};
    expect(message).toMatch(/^The alarm search-orders-lost fires \(.*\)\. Nobody was given to the candidate\. /);
    expect(message).toMatch(/ back on version 1: the canary of version 2 had been left behind\.$/);
    expect(hint).toMatch(/again when it is OK; or set `on-firing-alarm: ignore`/);
    await mend();
    expect((await the.promote({ ...canary, code: codeOf(code) })).outcome).toBe('promoted');
  },
);

test("whoever waited for somebody else's canary is not blamed for its alarm", async () => {
  await fire();
  await leaveCanary(the, { leaseMs: 30_000 });
  const waited = await the.promote({ ...canary, code: codeOf('v3') });
  expect(waited.outcome).toBe('failed');
  expect(the.log()).toContain("Somebody else's canary comes first; before anybody gets a share it is looked at again.");
  expect(await written(the)).toEqual(['1+2:0.1', '1']);
});

test.each([
  ['fail', canary, 'failed', []],
  ['ignore', ignoring, 'promoted', ['1+2:0.1', '2']],
] as const)(
  'an alarm that begins to fire while the candidate takes its time: %s',
  async (_, asked, outcome, writes) => {
    await setFiringAlarm(the, ALARM, 180_000);
    await the.pass(70_000);
    await the.cloud.control.clearJournal();
    await the.cloud.control.call('lambda.pace', { update: 200_000 }, { region: 'eu-west-1' });
    const result = await the.promote({ ...asked, code: codeOf('v2') });
    expect(result.outcome).toBe(outcome);
    expect(await written(the)).toEqual(writes);
    expect(result.bakes.flatMap(({ ignored }) => ignored)).toEqual(outcome === 'promoted' ? [ALARM] : []);
  },
);

test.each<[string, Asked, string]>([
  ['all is live already', { code: codeOf('v1') }, 'noop'],
  ['a first promotion', { code: codeOf('v2'), alias: 'fresh' }, 'promoted'],
  ['until it is staged', { code: codeOf('v2'), until: 'staged' }, 'held'],
])('an alarm that fires is no reason to fail where no share is given: %s', async (_, asked, outcome) => {
  await fire();
  expect((await the.promote({ ...canary, ...asked })).outcome).toBe(outcome);
  expect(the.log()).toContain('It decides over shares of the users, and none is to be given.');
});

test('what an earlier attempt gave all users is proved, whatever fires', async () => {
  await the.promote({ code: codeOf('v2'), until: 'staged' });
  await the.lambda.send(
    new UpdateAliasCommand({
      FunctionName: the.functionName,
      Name: 'live',
      FunctionVersion: '2',
      Description: 'lambda-promote to=2 from=1 run=7.1 nonce=99999999 order=aaaaaaaaaaaa:7',
    }),
  );
  await fire();
  const deployer = {
    owner: { run: '7', attempt: 2, nonce: '12121212' },
    order: { workflow: 'aaaaaaaaaaaa', number: 7 },
  };
  const result = await the.promote({ ...canary, code: codeOf('v2'), deployer });
  expect(result.outcome).toBe('promoted');
  expect(result.checks.map(({ target }) => target)).toEqual(['live']);
});

test('users who meet the candidate while an alarm fires are taken back at once', async () => {
  await fire();
  await leaveCanary(the, { leaseMs: 3_600_000, held: true });
  const result = await the.promote({ ...canary, code: codeOf('v2') });
  expect(result.outcome).toBe('rolled-back');
  expect(result.observed.failure?.message).toMatch(/fires already .* Users meet the candidate\.$/);
  expect(await written(the)).toEqual(['1+2:0.1', '1']);
});

test.each([
  ['fail', canary, 'rolled-back', '1'],
  ['ignore', ignoring, 'promoted', '2'],
] as const)('an alarm that fired while nobody watched what was held: %s', async (_, asked, outcome, live) => {
  await mend();
  expect((await the.promote({ ...canary, code: codeOf('v2'), until: 0.1 })).outcome).toBe('held');
  await fire();
  await mend();
  const result = await the.promote({ ...asked, code: codeOf('v2') });
  expect(result.outcome).toBe(outcome);
  expect(await the.alias()).toMatchObject({ version: live, weights: {} });
  if (outcome === 'rolled-back')
    expect(result.observed.failure?.message).toBe(
      'The alarm search-orders-lost fired meanwhile. Users meet the candidate.',
    );
});

test('an alarm that fired before a share was given says nothing of it', async () => {
  await fire();
  await mend();
  expect((await the.promote({ ...canary, code: codeOf('v2'), until: 0.1 })).outcome).toBe('held');
  expect((await the.promote({ ...canary, code: codeOf('v2') })).outcome).toBe('promoted');
});
