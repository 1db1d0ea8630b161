import { type LambdaWorld, lambdaWorld } from '@actions-aws/testing';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  type UpdateAliasCommandInput,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { type Alias, type Aliases, awsAliases, type MoveOptions, type Swap } from '../src/index.ts';

const FunctionName = 'search-api';
const live = { FunctionName, Name: 'live' };

let the: LambdaWorld;
let client: LambdaClient;
let aliases: Aliases;
let current: Alias;
/** What somebody else does right before each of our writes. */
let meanwhile: () => Promise<unknown>;

beforeEach(async () => {
  the = await lambdaWorld({ scale: 0 });
  await the.cloud.control.call('lambda.pace', { update: 0, publish: 0 }, { region: 'eu-west-1' });
  for (const MemorySize of [256, 512, 1024]) {
    await the.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize }));
    await the.lambda.send(new PublishVersionCommand({ FunctionName }));
  }
  await the.lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: '1', Description: 'before' }));
  client = new LambdaClient(the.settings);
  meanwhile = async () => {};
  client.middlewareStack.add(
    (next, context) => async (given) => {
      if (context.commandName === 'UpdateAliasCommand') await meanwhile();
      return next(given);
    },
    { step: 'initialize', name: 'meanwhile' },
  );
  aliases = awsAliases(client, the.cloud.clock);
  const found = await aliases.read(FunctionName, 'live');
  if (!found) throw new Error('the alias is not there');
  current = found;
});
afterEach(async () => {
  client.destroy();
  await the.stop();
});

const content = { version: '2', description: 'ours' };
const move = (options?: MoveOptions): Promise<Swap> => aliases.move(FunctionName, current, content, options);

/** Somebody else's write, so many times; the quotas have filled again before each. */
function others(write: Omit<UpdateAliasCommandInput, 'FunctionName' | 'Name'>, times = 1): void {
  let left = times;
  meanwhile = async () => {
    if (left === 0) return;
    left -= 1;
    await the.cloud.clock.advance(5_000);
    await the.lambda.send(new UpdateAliasCommand({ ...live, ...write }));
  };
}

test('an alias that is as it was read moves, and has the weights that are given, or none', async () => {
  const shared = await aliases.move(FunctionName, current, { ...content, version: '1', weights: { 2: 0.1 } });
  expect(shared).toMatchObject({ won: true, alias: { version: '1', weights: { 2: 0.1 } } });
  if (!shared.alias) throw new Error('the alias is gone');
  const moved = await aliases.move(FunctionName, shared.alias, content);
  expect(moved).toMatchObject({ won: true, alias: { version: '2', weights: {}, description: 'ours' } });
});

// A write that changes nothing gives a new revision, as AWS itself does while it settles. Five seconds pass with each.
test.each([
  [5, true, '2'],
  [6, false, '1'],
])('after %i new revisions of what it held it is moved: %s', async (times, won, version) => {
  others({ Description: 'before' }, times);
  expect((await move()).won).toBe(won);
  expect((await the.alias())?.version).toBe(version);
});

test('where outages are waited out, so are new revisions, for as long', async () => {
  const until = the.cloud.clock.now() + 60_000;
  aliases = awsAliases(client, the.cloud.clock, { patience: { waitsOut: 'outages', until } });
  others({ Description: 'before' }, 9);
  let isOver = false;
  const moving = move().finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await the.cloud.clock.advance(100);
    await new Promise(setImmediate);
  }
  expect(await moving).toMatchObject({ won: true, alias: { version: '2' } });
});

test('a write that only clears weights has not won where they are still there', async () => {
  const shared = await aliases.move(FunctionName, current, { version: '1', description: 'ours', weights: { 2: 0.1 } });
  if (!shared.won) throw new Error('the weights were not given');
  await the.cloud.clock.advance(5_000);
  await the.cloud.control.addFault({ operation: 'UpdateAlias', kind: 'unavailable', times: 10 });
  await expect(aliases.move(FunctionName, shared.alias, { version: '1', description: 'ours' })).rejects.toThrow(
    'AWS kept failing',
  );
});

test.each<[string, Omit<UpdateAliasCommandInput, 'FunctionName' | 'Name'>]>([
  ['another version', { FunctionVersion: '3' }],
  ['another description', { Description: 'theirs' }],
  ['other weights', { RoutingConfig: { AdditionalVersionWeights: { 3: 0.5 } } }],
])('an alias with %s is left to whoever wrote it', async (_what, theirs) => {
  others(theirs);
  const { won, alias } = await move();
  expect(won).toBe(false);
  expect(await the.alias()).toMatchObject({ version: alias?.version, description: alias?.description });
  expect(alias?.description).not.toBe('ours');
});

test('weights that AWS sets of its own, while provisioned concurrency follows, are no lost race', async () => {
  others({ RoutingConfig: { AdditionalVersionWeights: { 3: 0.5 } } });
  expect(await move({ provisioned: true })).toMatchObject({ won: true, alias: { version: '2', weights: {} } });
});

test('an alias that is deleted meanwhile is not made anew', async () => {
  meanwhile = () => the.lambda.send(new DeleteAliasCommand(live));
  expect(await move()).toEqual({ won: false, alias: undefined });
  expect(await the.alias()).toBeUndefined();
});

test('a write whose every answer is lost is found by what it wrote', async () => {
  await the.cloud.control.addFault({ operation: 'UpdateAlias', kind: 'reset', when: 'after', times: 10 });
  expect(await move()).toMatchObject({ won: true, alias: { version: '2', description: 'ours' } });
});

test('a version that is gone is named, with what to do', async () => {
  const gone = { version: '9', description: 'ours' };
  await expect(aliases.move(FunctionName, current, gone)).rejects.toMatchObject({
    message: expect.stringContaining('there is no version 9 any more'),
    hint: expect.stringContaining('Run the job again'),
  });
});

test('an alias that is to be made is made once: by us, or it is theirs', async () => {
  const beta = { version: '2', description: 'ours' };
  expect(await aliases.create(FunctionName, 'beta', beta)).toMatchObject({ won: true, alias: { version: '2' } });
  // As by a write whose answer was lost.
  expect(await aliases.create(FunctionName, 'beta', beta)).toMatchObject({ won: true });
  const other = { version: '3', description: 'of another run' };
  expect(await aliases.create(FunctionName, 'beta', other)).toMatchObject({ won: false, alias: { version: '2' } });
});
