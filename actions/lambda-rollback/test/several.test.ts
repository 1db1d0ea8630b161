import { createSummary, outputSheet, recordingLog } from '@actions-aws/action';
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { outputs } from '../src/inputs/inputs.ts';
import { failureOfRollback, outputValues, report } from '../src/report/report.ts';
import { type Asked, type World, world } from './support/world.ts';

// The order of their ARNs: search-api moves first, alone.
const names = ['search-worker', 'search-api', 'search-indexer'];

const proved = 'lambda-promote run=1.1 nonce=00000000 proof=0123456789abcdef';
const promoted = (from: string) => `lambda-promote from=${from} run=1.1 nonce=00000000 proof=0123456789abcdef`;

let the: World;
beforeEach(async () => {
  the = await world();
  await Promise.all(
    names
      .slice(2)
      .concat('search-worker')
      .map((name) => the.make(name)),
  );
  for (const functionName of names) {
    for (const code of ['v1', 'v2', 'v3']) await the.publish(code, proved, functionName);
    await the.point('live', '3', promoted('2'), { functionName });
  }
  await the.cloud.control.clearJournal();
});
afterEach(() => the.stop());

const all = (differently: Record<string, Asked> = {}, forAll: Asked = {}): Asked[] =>
  names.map((functionName) => ({ ...forAll, functionName, ...differently[functionName] }));

/** Which version the alias of each is on. */
async function live(): Promise<Record<string, string | undefined>> {
  const found = await Promise.all(names.map((name) => the.alias('live', name)));
  return Object.fromEntries(names.map((name, index) => [name, found[index]?.version]));
}

const allOn = (version: string) => Object.fromEntries(names.map((name) => [name, version]));

const move = (name: string) => ({ service: 'lambda', operation: 'UpdateAlias', resource: `*${name}:live` }) as const;

async function calls(): Promise<readonly string[]> {
  return (await the.cloud.control.journal()).map(
    ({ operation, resource }) => `${operation} ${resource.split('function:')[1]}`,
  );
}

test('functions go back as one: in three calls each, and the first moves alone', async () => {
  await the.cloud.control.addFault({ ...move('search-api'), when: 'after', kind: 'hold' });
  const running = the.rollBackAll(all());
  const held = await the.cloud.control.waitHeld(10_000);
  const sofar = await calls();
  await the.cloud.control.release(held.id);
  const result = await running;
  expect(result.outcome).toBe('rolled-back');
  expect(sofar.filter((call) => call.startsWith('UpdateAlias'))).toEqual(['UpdateAlias search-api:live']);
  expect([...(await calls())].sort()).toEqual(
    [...names.flatMap((name) => [`GetAlias ${name}:live`, `GetFunction ${name}:2`, `UpdateAlias ${name}:live`])].sort(),
  );
  expect(result.participants.map(({ desired }) => desired.functionName)).toEqual(names.toSorted());
  expect(result.cutoverWindowMs).toBeGreaterThanOrEqual(0);
  expect(await live()).toEqual(allOn('2'));
});

test('if one does not hold what is to be undone, none is touched, and it is named', async () => {
  await the.point('live', '2', 'by a colleague', { functionName: 'search-worker' });
  const before = await the.writes();
  const result = await the.rollBackAll(all({}, { onlyIf: '3' }));
  expect(result.outcome).toBe('superseded');
  expect(await the.writes()).toEqual(before);
  expect(failureOfRollback(result)?.message).toBe(
    'live of search-worker is on version 2, not on 3: another deployment came since, and nothing was touched. No alias was moved.',
  );
});

test('if several cannot go back, none is touched, and each is named', async () => {
  await the.lambda.send(new DeleteFunctionCommand({ FunctionName: 'search-indexer' }));
  const before = await the.writes();
  const result = await the.rollBackAll(all({ 'search-worker': { to: '9' } }));
  expect(result.outcome).toBe('failed');
  expect(await the.writes()).toEqual(before);
  const { message } = failureOfRollback(result) ?? {};
  expect(message).toContain('There is no alias live of search-indexer');
  expect(message).toContain('nothing to go back to from version 3 of search-worker');
  expect(message).toContain('No alias was moved.');
});

test('one that may have nothing to go back to is passed over, and said', async () => {
  await the.make('search-admin');
  await the.publish('v1', proved, 'search-admin');
  await the.point('live', '1', proved, { functionName: 'search-admin' });
  const more = ['search-admin', 'search-report'].map((functionName) => ({ functionName, optional: true }));
  const result = await the.rollBackAll([...all(), ...more]);
  expect(result.outcome).toBe('rolled-back');
  expect(result.skipped).toEqual([
    { functionName: 'search-admin', why: 'there is nothing to go back to from version 1' },
    { functionName: 'search-report', why: 'there is no alias live of it' },
  ]);
  expect(the.log()).toContain('search-report is passed over');
});

test('where nothing was promoted of any, nothing is moved, and that stands at the head of the summary', () => {
  const why = '`only-if` has no version of it: nothing of it was promoted';
  const skipped = [{ functionName: 'search-api', why }];
  const summary = createSummary();
  report(
    { outcome: 'noop', participants: [], skipped, cutoverWindowMs: undefined },
    { outputs: outputSheet(outputs), summary, log: recordingLog(), fail: () => {} },
  );
  expect(summary.toString().trim()).toBe(`## ✅ Nothing to roll back\n\nPassed over: search-api, ${why}.`);
});

test('one whose version before is gone is an error, even if it may have none', async () => {
  await the.point('live', '2', promoted('1'), { functionName: 'search-worker' });
  await the.lambda.send(new DeleteFunctionCommand({ FunctionName: 'search-worker', Qualifier: '1' }));
  const result = await the.rollBackAll(all({ 'search-worker': { optional: true } }));
  expect(result.outcome).toBe('failed');
  expect(failureOfRollback(result)?.message).toContain('version 1 (version 2 was promoted from it) is gone');
});

test('one that sleeps is woken before the first alias moves', async () => {
  await the.cloud.control.call('lambda.deactivate', { functionName: 'search-worker:2' }, { region: 'eu-west-1' });
  expect((await the.rollBackAll(all())).outcome).toBe('rolled-back');
  const made = await calls();
  expect(made).toContain('Invoke search-worker:2');
  const lastLook = made.findLastIndex((call) => call.startsWith('GetFunction'));
  expect(made.findIndex((call) => call.startsWith('UpdateAlias'))).toBeGreaterThan(lastLook);
});

test('one that cannot be woken keeps all where they are', async () => {
  const where = { region: 'eu-west-1' };
  for (const functionName of ['search-worker:2', 'search-indexer:2']) {
    await the.cloud.control.call('lambda.deactivate', { functionName }, where);
  }
  const failure = { functionName: 'search-worker', step: 'restore', code: 'EniLimitExceeded', reason: 'No more.' };
  await the.cloud.control.call('lambda.failNext', failure, where);
  const before = await the.writes();
  const result = await the.rollBackAll(all());
  expect(result.outcome).toBe('failed');
  expect(await the.writes()).toEqual(before);
  expect(failureOfRollback(result)?.message).toMatch(
    /^There is nothing to go back to from version 3 of search-worker: version 2 .*\(EniLimitExceeded: No more\.\) again\. No alias was moved\.$/,
  );
});

test('if several cannot be woken, each says why itself', async () => {
  const where = { region: 'eu-west-1' };
  for (const functionName of ['search-worker:2', 'search-indexer:2']) {
    await the.cloud.control.call('lambda.deactivate', { functionName }, where);
  }
  const refused = { code: 'AccessDeniedException', status: 403 };
  const look = { operation: 'GetFunction', since: 2, when: 'before' } as const;
  for (const name of ['search-worker', 'search-indexer']) {
    const resource = `arn:aws:lambda:eu-west-1:123456789012:function:${name}:2`;
    await the.cloud.control.addFault({ ...look, resource, kind: 'error', error: refused, times: 9 });
  }
  const result = await the.rollBackAll(all());
  expect(result.outcome).toBe('failed');
  const { message } = failureOfRollback(result) ?? {};
  expect(message).toMatch(/Not allowed to .* search-worker/);
  expect(message).toMatch(/Not allowed to .* search-indexer/);
});

test('what was stopped because another cannot be woken is told as such', async () => {
  const where = { region: 'eu-west-1' };
  for (const functionName of ['search-worker:2', 'search-indexer:2']) {
    await the.cloud.control.call('lambda.deactivate', { functionName }, where);
  }
  await the.cloud.control.call('lambda.pace', { restore: 60_000 }, where);
  const error = { code: 'AccessDeniedException', status: 403 };
  const wake = { operation: 'Invoke', resource: '*search-worker:2', when: 'before' } as const;
  await the.cloud.control.addFault({ ...wake, kind: 'error', error, times: 9 });
  const result = await the.rollBackAll(all());
  const stopped = result.participants.find(({ desired }) => desired.functionName === 'search-indexer');
  expect(stopped?.done).toMatchObject([
    { step: { do: 'awaken' }, problem: 'Another function failed. It was to wake version 2 of search-indexer.' },
  ]);
  expect(stopped?.observed.failure?.message).toMatch(/^search-worker is rolled back together with this one\. /);
});

test('what waits out an outage is stopped, too, because another cannot be woken', async () => {
  const where = { region: 'eu-west-1' };
  for (const functionName of ['search-worker:2', 'search-indexer:2']) {
    await the.cloud.control.call('lambda.deactivate', { functionName }, where);
  }
  const refused = { code: 'AccessDeniedException', status: 403 };
  await the.cloud.control.addFault({
    operation: 'Invoke',
    resource: '*search-worker:2',
    when: 'before',
    kind: 'error',
    error: refused,
    times: 9,
  });
  // The first look is the plan's.
  await the.cloud.control.addFault({
    operation: 'GetFunction',
    resource: '*search-indexer:2',
    since: 2,
    kind: 'unavailable',
    forMs: 3_600_000,
  });
  const result = await the.rollBackAll(all());
  const stopped = result.participants.find(({ desired }) => desired.functionName === 'search-indexer');
  expect(stopped?.done).toMatchObject([
    { step: { do: 'awaken' }, problem: 'Another function failed. It was to wake version 2 of search-indexer.' },
  ]);
});

test('whoever loses the first alias to a colleague touches no other', async () => {
  await the.cloud.control.addFault({ ...move('search-api'), when: 'before', kind: 'hold' });
  const running = the.rollBackAll(all());
  const held = await the.cloud.control.waitHeld(10_000);
  await the.point('live', '1', 'by hand');
  await the.cloud.control.release(held.id);
  const result = await running;
  expect(result).toMatchObject({ outcome: 'superseded', cutoverWindowMs: undefined });
  expect(await live()).toEqual({ ...allOn('3'), 'search-api': '1' });
});

test('one that fails later does not bring the others back to where they were', async () => {
  await the.cloud.control.addFault({ ...move('search-indexer'), kind: 'throttle', times: 1_000 });
  const result = await the.rollBackAll(all());
  expect(result.outcome).toBe('rollback-failed');
  expect(await live()).toEqual({ ...allOn('2'), 'search-indexer': '3' });
  expect(failureOfRollback(result)).toMatchObject({
    message: expect.stringContaining('search-api:live, search-worker:live went back, search-indexer:live did not.'),
    hint: expect.stringContaining('another attempt of the same run goes on'),
  });
});

test('one that a colleague moves later is theirs; the others are back', async () => {
  await the.cloud.control.addFault({ ...move('search-worker'), when: 'before', kind: 'hold' });
  const running = the.rollBackAll(all());
  const held = await the.cloud.control.waitHeld(10_000);
  await the.point('live', '1', 'by hand', { functionName: 'search-worker' });
  await the.cloud.control.release(held.id);
  expect((await running).outcome).toBe('superseded');
  expect(await live()).toEqual({ ...allOn('2'), 'search-worker': '1' });
});

test('another attempt goes on with those that are left, and takes none a step further', async () => {
  await the.cloud.control.addFault({ ...move('search-indexer'), kind: 'throttle', times: 1_000 });
  await the.rollBackAll(all({}, { run: '77' }));
  await the.cloud.control.clearFaults();
  const again = await the.rollBackAll(all({}, { run: '77' }));
  expect(again.outcome).toBe('rolled-back');
  expect(await live()).toEqual(allOn('2'));
  expect(again.participants.flatMap(({ done }) => done)).toHaveLength(1);
});

test('a run that is cancelled between two aliases begins no other, and says which are back', async () => {
  const cancel = new AbortController();
  await the.cloud.control.addFault({ ...move('search-api'), when: 'after', kind: 'hold' });
  const running = the.rollBackAll(all({}, { signal: cancel.signal }));
  const held = await the.cloud.control.waitHeld(10_000);
  cancel.abort(new Error('The run was cancelled (SIGINT).'));
  await the.cloud.control.release(held.id);
  const result = await running;
  expect(result.outcome).toBe('rollback-failed');
  expect(await live()).toEqual({ ...allOn('3'), 'search-api': '2' });
  expect(failureOfRollback(result)?.message).toContain('search-api:live went back');
});

test('outputs by function have names for keys, and the report has no account in it', async () => {
  const arn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
  const missing = { functionName: arn('search-report'), optional: true };
  const result = await the.rollBackAll([...names.map((name) => ({ functionName: arn(name) })), missing]);
  const { versions, 'previous-versions': previous, 'alias-arns': arns, report } = outputValues(result);
  expect(versions).toEqual(allOn('2'));
  expect(previous).toEqual(allOn('3'));
  expect(Object.keys(arns).toSorted()).toEqual(names.toSorted());
  expect(report.skipped).toEqual([{ functionName: 'search-report', why: 'there is no alias live of it' }]);
  expect(JSON.stringify(report)).not.toContain('123456789012');
});

test('a dry run shows what all would do, and writes nothing', async () => {
  const before = await the.writes();
  const result = await the.rollBackAll(all({}, { dryRun: true }));
  expect(result.outcome).toBe('planned');
  expect(result.participants.flatMap(({ planned }) => planned)).toEqual(
    Array(3).fill({ do: 'move', from: '3', to: '2' }),
  );
  expect(await the.writes()).toEqual(before);
});
