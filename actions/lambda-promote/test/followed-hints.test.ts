import { codeOf, type EndedBundle, stageOn, startStep } from '@actions-aws/testing';
import {
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { type DeploymentWorld, type Deploys, deploymentWorld, rollback, stepOf } from './support/deployment-world.ts';

// No refusal over what another writer left in the alias is a dead end: our own rollback clears it, as the hint says.

let world: DeploymentWorld;
beforeEach(async () => {
  world = await deploymentWorld({ scale: 0 });
});
afterEach(() => world.stop());

const live = () => ({ FunctionName: world.functionName, Name: 'live' });

async function run(does: Deploys): Promise<EndedBundle> {
  const stage = await stageOn(world.cloud);
  const step = await startStep(stage, stepOf(world, does));
  await stage.finish();
  await stage.clear();
  await world.cloud.clock.advance(60_000);
  return step.ended;
}

/** Version 3, which another writer has published. */
async function published(): Promise<string> {
  const { FunctionName } = live();
  await world.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: codeOf('v3').bytes }));
  await world.cloud.clock.advance(5_000);
  return (await world.lambda.send(new PublishVersionCommand({ FunctionName }))).Version ?? '';
}

/** Refused with a hint to roll back by these inputs; after which it is promoted. */
async function followed(hint: string, inputs: Readonly<Record<string, string>>): Promise<void> {
  const promote = { inputs: { zip: 'v4.zip' } };
  const refused = await run({ ...promote, run: 11 });
  expect(refused.outputs.outcome).toBe('failed');
  expect(refused.annotations[0]?.message).toContain(hint);
  const back = await run({ action: rollback, inputs, run: 12 });
  expect(back.outputs).toMatchObject({ outcome: 'rolled-back', version: '2' });
  expect(await world.alias()).toMatchObject({ version: '2', weights: {} });
  expect((await run({ ...promote, run: 13 })).outputs.outcome).toBe('promoted');
}

test('traffic that was split by hand', async () => {
  const split = { AdditionalVersionWeights: { [await published()]: 0.1 } };
  await world.lambda.send(new UpdateAliasCommand({ ...live(), FunctionVersion: '2', RoutingConfig: split }));
  await followed('run lambda-rollback with `only-if: any` and `to: 2`', { to: '2' });
});

test('traffic that was split by hand, and cleared: to go back again says what had the share', async () => {
  const split = { AdditionalVersionWeights: { [await published()]: 0.1 } };
  await world.lambda.send(new UpdateAliasCommand({ ...live(), FunctionVersion: '2', RoutingConfig: split }));
  await run({ action: rollback, inputs: { to: '2' }, run: 11 });
  const again = await run({ action: rollback, inputs: {}, run: 12 });
  expect(again.outputs.outcome).toBe('noop');
  expect(again.annotations[0]?.message).toContain('run 1011 (lambda-rollback) took version 3 back');
});

/** Version 2 is live with provisioned concurrency, and the next move does not get any. */
async function cannotFollow(): Promise<void> {
  const where = { region: 'eu-west-1' };
  await world.cloud.control.call('lambda.pace', { provision: 10_000 }, where);
  const { FunctionName } = live();
  const concurrency = { Qualifier: 'live', ProvisionedConcurrentExecutions: 2 };
  await world.lambda.send(new PutProvisionedConcurrencyConfigCommand({ FunctionName, ...concurrency }));
  await world.cloud.clock.advance(60_000);
  const failure = { functionName: FunctionName, step: 'provision', code: 'x', reason: 'FUNCTION_ERROR_INIT_FAILURE' };
  await world.cloud.control.call('lambda.failNext', failure, where);
}

test('a move that broke off for lack of provisioned concurrency', async () => {
  await cannotFollow();
  await world.lambda.send(new UpdateAliasCommand({ ...live(), FunctionVersion: await published() }));
  await world.cloud.clock.advance(60_000);
  expect(await world.alias()).toMatchObject({ version: '3', weights: { 2: 1 } });
  await followed('Run lambda-rollback with `only-if: any` and `to: 2`', { to: '2' });
});

test('a rollback that broke off so: what was taken back is no place to go to', async () => {
  await run({ inputs: { zip: 'v3.zip' }, run: 9 });
  await cannotFollow();
  await run({ action: rollback, inputs: {}, run: 10 });
  expect(await world.alias()).toMatchObject({ version: '2', weights: { 3: 1 } });
  await followed('Run lambda-rollback with `only-if: any` and `to: 2`', { to: '2' });
});
