import { codeOf } from '@actions-aws/testing';
import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { type Asked, type World, world } from './support/world.ts';

const fromStaging: Asked = { source: { kind: 'alias', alias: 'staging' } };

let the: World;
beforeEach(async () => {
  the = await world();
  await the.promote({ code: codeOf('v1') });
  // Version 2 is on staging, promoted there by this action; $LATEST has gone on since.
  await the.promote({ code: codeOf('v2'), alias: 'staging' });
  await putOnLatest('v3');
  await the.cloud.control.clearJournal();
});
afterEach(() => the.stop());

async function putOnLatest(version: string): Promise<void> {
  const { functionName: FunctionName } = the;
  await the.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: codeOf(version).bytes }));
  await the.cloud.clock.sleep(2_000);
}

/** Publishes what is on `$LATEST`, and moves staging there. */
async function moveStaging(): Promise<string | undefined> {
  const { functionName: FunctionName } = the;
  const { Version } = await the.lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile: codeOf('v4').bytes, Publish: true }),
  );
  await the.cloud.clock.sleep(2_000);
  await the.lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'staging', FunctionVersion: Version }));
  return Version;
}

test('what staging points to goes live: that version, and nothing is uploaded or published', async () => {
  const staging = await the.alias('staging');
  const result = await the.promote(fromStaging);
  expect(result.outcome).toBe('promoted');
  expect(await the.alias()).toMatchObject({ version: '2', weights: {} });
  expect(await the.use()).toMatchObject({ version: '2', body: expect.stringContaining('v2') });
  expect((await the.alias('live-previous'))?.version).toBe('1');
  expect(await the.alias('staging')).toEqual(staging);
  expect(await the.writes()).toEqual(['CreateAlias', 'UpdateAlias']);
});

test('other checks than those that staging passed are run against that version before it goes live', async () => {
  const check = { kind: 'payload', name: 'another', payload: { rawPath: '/' }, expect: { json: [] } } as const;
  const result = await the.promote({ ...fromStaging, smoke: [check] });
  expect(result.outcome).toBe('promoted');
  expect(result.checks.map(({ name, target }) => `${name} at ${target}`)).toContain('another at 2');
});

test('a version that is not there is named by its input, with the command that lists those that are', async () => {
  await expect(the.promote({ source: { kind: 'version', version: '9' } })).rejects.toMatchObject({
    message: 'Input `version` is "9", but search-api has no such version.',
    hint: expect.stringContaining('aws lambda list-versions-by-function --function-name search-api --query'),
  });
});

test('once it is live, it is a noop', async () => {
  await the.promote(fromStaging);
  expect((await the.promote(fromStaging)).outcome).toBe('noop');
});

test.each([
  ['UpdateAlias', '*:live'],
  ['Invoke', '*:live'],
  ['ListAliases', '*'],
])('if staging moves on while %s of %s is under way, one version is promoted whole', async (operation, resource) => {
  const when = operation === 'ListAliases' ? ('after' as const) : ('before' as const);
  await the.cloud.control.addFault({ service: 'lambda', operation, resource, when, kind: 'hold', times: 1 });
  const running = the.promote(fromStaging);
  const held = await the.cloud.control.waitHeld(10_000);
  const theirs = await moveStaging();
  await the.cloud.control.release(held.id);
  const result = await running;
  expect(result.outcome).toBe('promoted');
  // What was seen, and proved; the next run promotes what is there now.
  expect(result.checks.every(({ target }) => target === '2' || target === 'live')).toBe(true);
  expect(await the.alias()).toMatchObject({ version: '2' });
  expect((await the.alias('staging'))?.version).toBe(theirs);
  expect((await the.promote(fromStaging)).outcome).toBe('promoted');
  expect(await the.alias()).toMatchObject({ version: theirs });
});

test('if its version is deleted meanwhile, users stay where they are, and the message says why', async () => {
  await the.cloud.control.addFault({
    service: 'lambda',
    operation: 'UpdateAlias',
    resource: '*:live',
    when: 'before',
    kind: 'hold',
    times: 1,
  });
  const running = the.promote(fromStaging);
  const held = await the.cloud.control.waitHeld(10_000);
  await moveStaging();
  await the.lambda.send(new DeleteFunctionCommand({ FunctionName: the.functionName, Qualifier: '2' }));
  await the.cloud.control.release(held.id);
  const { outcome, observed } = await running;
  expect(outcome).toBe('failed');
  expect(observed.failure).toMatchObject({
    message: 'Could not move the alias live of search-api to version 2: there is no version 2 any more.',
    hint: expect.stringContaining('Run the job again'),
  });
  expect(await the.alias()).toMatchObject({ version: '1' });
});

test('a staging that splits its traffic is refused: which version is meant, nobody says', async () => {
  const RoutingConfig = { AdditionalVersionWeights: { 1: 0.1 } };
  const { functionName: FunctionName } = the;
  await the.lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'staging', RoutingConfig }));
  const before = await the.writes();
  await expect(the.promote(fromStaging)).rejects.toThrow(
    /`from-alias` is "staging", but it splits its traffic between two versions \(search-api\)/,
  );
  expect(await the.writes()).toEqual(before);
});

test('a staging on $LATEST is refused, and one that is not there is named', async () => {
  const { functionName: FunctionName } = the;
  await the.lambda.send(new CreateAliasCommand({ FunctionName, Name: 'edge', FunctionVersion: '$LATEST' }));
  await expect(the.promote({ source: { kind: 'alias', alias: 'edge' } })).rejects.toThrow(
    /`from-alias` is "edge", but it points to \$LATEST/,
  );
  await expect(the.promote({ source: { kind: 'alias', alias: 'stagng' } })).rejects.toThrow(
    /`from-alias` is "stagng", but there is no such alias/,
  );
});

test('several functions go from their staging together, each with its own version', async () => {
  await the.make('search-indexer');
  await the.promote({ functionName: 'search-indexer', code: codeOf('v1'), alias: 'staging' });
  const result = await the.promoteAll([fromStaging, { ...fromStaging, functionName: 'search-indexer' }]);
  expect(result.outcome).toBe('promoted');
  expect((await the.alias('live'))?.version).toBe('2');
  expect((await the.alias('live', 'search-indexer'))?.version).toBe('1');
});
