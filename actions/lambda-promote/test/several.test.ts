import { codeOf, type LambdaWorld } from '@actions-aws/testing';
import { UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { failureOfPromotion, outputValues } from '../src/report/report.ts';
import { type Asked, checks } from './support/asked.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';
import { world } from './support/world.ts';

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await the.make('search-indexer');
  await the.make('search-worker');
});
afterEach(() => the.stop());

// The order of their ARNs: search-api moves first, alone.
const names = ['search-worker', 'search-api', 'search-indexer'];

const all = (version: string, differently: Record<string, Asked> = {}): Asked[] =>
  names.map((functionName) => ({ functionName, code: codeOf(version), ...differently[functionName] }));

/** Which version the alias of each is on. */
async function live({ alias }: Pick<LambdaWorld, 'alias'> = the): Promise<Record<string, string | undefined>> {
  const found = await Promise.all(names.map((name) => alias('live', name)));
  return Object.fromEntries(names.map((name, index) => [name, found[index]?.version]));
}

const allOn = (version: string) => Object.fromEntries(names.map((name) => [name, version]));

test('functions are promoted as one: none moves before all are prepared, and the first moves alone', async () => {
  await the.promoteAll(all('v1'));
  await the.cloud.control.clearJournal();
  const result = await the.promoteAll(all('v2'));
  expect(result.outcome).toBe('promoted');
  expect(await live()).toEqual(allOn('2'));
  const calls = (await the.cloud.control.journal()).map(({ operation, resource }) => `${operation} ${resource}`);
  const moves = calls.flatMap((call, index) => (/^UpdateAlias .*:live$/.test(call) ? [index] : []));
  expect(moves).toHaveLength(3);
  expect(calls[moves[0]!]).toContain('search-api');
  const lastPrepared = calls.findLastIndex((call) =>
    /^(PublishVersion|CreateAlias|UpdateAlias .*-previous)/.test(call),
  );
  expect(moves[0]).toBeGreaterThan(lastPrepared);
  expect(result.cutoverWindowMs).toBeGreaterThanOrEqual(0);
});

test('if one is broken, none moves, and each says which one it was', async () => {
  await the.promoteAll(all('v1'));
  const result = await the.promoteAll(all('v2', { 'search-worker': { code: codeOf('v2', { broken: 'always' }) } }));
  expect(result.participants[0]?.desired.functionName).not.toBe('search-worker');
  expect(result.outcome).toBe('rejected');
  expect(await live()).toEqual(allOn('1'));
  const other = result.participants.find(({ desired }) => desired.functionName === 'search-api');
  expect(other?.observed.failure?.message).toContain('search-worker is promoted together with this one');
  // Of all together it is told once, by the one that it is about.
  expect(failureOfPromotion(result)?.message).toMatch(/^search-worker: \d of \d checks failed at \$LATEST\. /);
  expect(failureOfPromotion(result)?.message).not.toMatch(/\.\.$/);
});

test('if one is broken, the previous alias of the others stays where it was, too', async () => {
  await the.promoteAll(all('v1'));
  await the.promoteAll(all('v2'));
  await the.cloud.control.clearJournal();
  const result = await the.promoteAll(all('v3', { 'search-worker': { code: codeOf('v3', { broken: 'always' }) } }));
  expect(result.outcome).toBe('rejected');
  const calls = (await the.cloud.control.journal()).map(({ operation }) => operation);
  expect(calls.filter((name) => /Alias$/.test(name) && !/^Get/.test(name))).toEqual([]);
  expect((await the.alias('live-previous', 'search-api'))?.version).toBe('1');
});

test('if one fails behind its alias, all that moved go back', async () => {
  await the.promoteAll(all('v1'));
  const broken = codeOf('v2', { broken: 'behind-alias' });
  const result = await the.promoteAll(all('v2', { 'search-worker': { code: broken } }));
  expect(result.outcome).toBe('rolled-back');
  expect(await live()).toEqual(allOn('1'));
});

test('if a colleague has moved one of them, all go back, and the colleague keeps what is theirs', async () => {
  // On the wire: the colleague comes while a request is held.
  const wire = await world();
  try {
    for (const name of names.filter((one) => one !== wire.functionName)) await wire.make(name);
    await wire.promoteAll(all('v1'));
    const move = {
      service: 'lambda',
      operation: 'UpdateAlias',
      resource: '*search-worker:live',
      when: 'before',
    } as const;
    await wire.cloud.control.addFault({ ...move, kind: 'hold', times: 1 });
    const running = wire.promoteAll(all('v2'));
    const held = await wire.cloud.control.waitHeld(10_000);
    const theirs = { FunctionName: 'search-worker', Name: 'live', Description: 'by hand' };
    await wire.lambda.send(new UpdateAliasCommand(theirs));
    await wire.cloud.control.release(held.id);
    const result = await running;
    expect(result.outcome).toBe('superseded');
    expect(await live(wire)).toEqual(allOn('1'));
    expect((await wire.alias('live', 'search-worker'))?.description).toBe('by hand');
    // What users meet by now is the colleague's: this run has seen only what was there before.
    const worker = outputValues(result).report.functions.find((one) => one.function === 'search-worker');
    expect(worker?.usersReach).toBe('Users were on version 1 when this run last looked.');
  } finally {
    await wire.stop();
  }
});

test('what is live already is left alone, and the others move; to undo it is not to undo what was there', async () => {
  await the.promoteAll(all('v1'));
  for (const functionName of ['search-api', 'search-worker']) await the.promote({ functionName, code: codeOf('v2') });
  const result = await the.promoteAll(all('v2'));
  expect(result.outcome).toBe('promoted');
  const outputs = outputValues(result);
  expect(outputs.versions).toEqual(allOn('2'));
  expect(outputs['promoted-versions']).toEqual({ 'search-api': '', 'search-indexer': '2', 'search-worker': '' });
  // With one alias that moved there is no time between the first and the last.
  expect(outputs['cutover-window-ms']).toBeUndefined();
  expect(await live()).toEqual(allOn('2'));
});

test('if several fail at once, each says why itself', async () => {
  await the.promoteAll(all('v1'));
  const refused = { code: 'AccessDeniedException', status: 403 };
  const upload = { operation: 'UpdateFunctionCode', when: 'before', kind: 'error', error: refused, times: 3 } as const;
  await the.cloud.control.addFault(upload);
  const { outcome, participants } = await the.promoteAll(all('v2'));
  expect(outcome).toBe('failed');
  expect(participants.map(({ observed }) => observed.failure?.message)).toEqual(
    names.toSorted().map((name) => expect.stringMatching(`^Not allowed to upload code to ${name}\\.`)),
  );
});

test('one refusal stops all before anything is written', async () => {
  await the.promoteAll(all('v1'));
  await the.promote({ functionName: 'search-worker', code: codeOf('v2') });
  const RoutingConfig = { AdditionalVersionWeights: { 1: 0.1 } };
  await the.lambda.send(new UpdateAliasCommand({ FunctionName: 'search-worker', Name: 'live', RoutingConfig }));
  const before = await the.writes();
  const result = await the.promoteAll(all('v3'));
  expect(result.outcome).toBe('failed');
  expect(await the.writes()).toEqual(before);
});

test('a function that may be missing is passed over, and said; one that may not is an error', async () => {
  const missing = { functionName: 'search-admin', code: codeOf('v1') };
  const result = await the.promoteAll([...all('v1'), { ...missing, optional: true }]);
  expect(result).toMatchObject({
    outcome: 'promoted',
    skipped: [{ functionName: 'search-admin', why: 'there is no such function' }],
  });
  expect(the.log()).toContain('search-admin is passed over: there is no such function.');
  await expect(the.promoteAll([...all('v1'), missing])).rejects.toThrow(
    /"search-admin", but there is no such function/,
  );
});

test('each may have checks of its own', async () => {
  const own = checks([{ payload: { rawPath: '/queue' }, expect: { json: { '$.statusCode': 200 } } }]);
  const result = await the.promoteAll(all('v1', { 'search-worker': { smoke: own, verify: own } }));
  expect(result.outcome).toBe('promoted');
  const worker = result.participants.find(({ desired }) => desired.functionName === 'search-worker');
  expect(worker?.checks.map(({ name }) => name)).toEqual(['payload', 'payload']);
});

test('twenty functions move within Lambda’s quotas instead of running into them', async () => {
  const twenty = Array.from({ length: 20 }, (_, index) => `participant-${String(index).padStart(2, '0')}`);
  for (const name of twenty) await the.make(name);
  await the.cloud.control.clearJournal();
  const result = await the.promoteAll(twenty.map((functionName) => ({ functionName, code: codeOf('v1') })));
  expect(result.participants.flatMap(({ observed }) => observed.failure ?? [])).toEqual([]);
  const journal = await the.cloud.control.journal();
  expect(journal.filter(({ status }) => status === 429)).toEqual([]);
}, 60_000);
