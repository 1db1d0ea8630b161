import { createSummary, recordingLog } from '@actions-aws/action';
import { type Aliases, awsAliases } from '@actions-aws/lambda';
import { codeOf } from '@actions-aws/testing';
import { UpdateAliasCommand, type UpdateAliasRequest } from '@aws-sdk/client-lambda';
import { finishInterrupted } from '../src/post/interrupted.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
});
afterEach(() => the.stop());

/** The post step, after a `main` that left these facts behind; returns what it said. */
async function post(left: Readonly<Record<string, string>>, aliases: Partial<Aliases> = {}): Promise<string> {
  const log = recordingLog();
  const told: string[] = [];
  const failed = ({ message }: Error) => void told.push(message);
  const state = { save() {}, read: (name: string) => left[name] ?? '' };
  const run = { state, log, summary: createSummary(), fail: failed, clock: the.cloud.clock };
  await finishInterrupted(run, () => ({ ...awsAliases(the.lambda, the.cloud.clock), ...aliases })).catch(failed);
  return [log.text(), ...told].filter(Boolean).join('\n');
}

/** Two promotions, of which the second is the one that is interrupted; its nonce is 00000002. */
async function promoteTwice(): Promise<void> {
  await the.promote({ code: codeOf('v1') });
  await the.promote({ code: codeOf('v2') });
}

const aliases = JSON.stringify([{ functionName: 'search-api', name: 'live' }]);
const killed = { reached: 'moving', places: aliases, nonce: '00000002' };

/** Changes the alias, as somebody else does. */
function touch(change: Partial<UpdateAliasRequest>) {
  return the.lambda.send(new UpdateAliasCommand({ FunctionName: the.functionName, Name: 'live', ...change }));
}

test('a main that was killed between moving and proving is taken back', async () => {
  await promoteTwice();
  expect(await post(killed)).toContain('users are back on version 1');
  expect(await the.alias()).toMatchObject({ version: '1', description: expect.stringContaining('undid=2') });
});

test.each([
  ['canary', 'users are back on version 1', {}],
  ['held', 'version 2 is held at 10% already', { 2: 0.1 }],
])('a main that was killed while its candidate had some of the users: %s', async (kind, says, weights) => {
  await promoteTwice();
  const Description = `lambda-promote to=1 ${kind}=2 share=10% until=2099-05-04T12:00:00Z run=2.1 nonce=00000002`;
  await touch({ FunctionVersion: '1', Description, RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } });
  expect(await post(killed)).toContain(says);
  expect(await the.alias()).toMatchObject({ version: '1', weights });
});

test.each(['', 'verified', 'ended'])('a main that came as far as %j is left alone, without a call', async (reached) => {
  await promoteTwice();
  await the.cloud.control.clearJournal();
  expect(await post({ ...killed, reached })).toBe('');
  expect(await the.cloud.control.journal()).toEqual([]);
});

test('a main that was killed before its move reached AWS is left alone', async () => {
  await promoteTwice();
  const before = await the.alias();
  expect(await post({ ...killed, nonce: '00000003' })).toContain('nothing to take back');
  expect(await the.alias()).toEqual(before);
});

test('a main that was killed after it moved back is left alone, and said so', async () => {
  await the.promote({ code: codeOf('v1') });
  await the.promote({ code: codeOf('v2', { broken: 'behind-alias' }) });
  const before = await the.alias();
  expect(await post(killed)).toBe('Interrupted, but users are back on version 1 already.');
  expect(await the.alias()).toEqual(before);
});

test('what somebody else moved meanwhile is left alone, even where our description is still there', async () => {
  await promoteTwice();
  await the.promote({ code: codeOf('v3') });
  const { description = '' } = (await the.alias()) ?? {};
  await touch({ FunctionVersion: '1', Description: description });
  expect(await post({ ...killed, nonce: '00000003' })).toContain('nothing to take back');
  expect((await the.alias())?.version).toBe('1');
});

test('a description that was rewritten is not ours', async () => {
  await promoteTwice();
  await touch({ Description: 'Managed by Terraform' });
  expect(await post(killed)).toContain('nothing to take back');
  expect((await the.alias())?.version).toBe('2');
});

test('a first promotion cannot be taken back, and says so', async () => {
  await the.promote({ code: codeOf('v1') });
  expect(await post({ ...killed, nonce: '00000001' })).toContain('after the first promotion of search-api:live');
  expect((await the.alias())?.version).toBe('1');
});

test('what a newer run notes right before the way back is no other deployment', async () => {
  await promoteTwice();
  const { move } = awsAliases(the.lambda, the.cloud.clock);
  let isNoted = false;
  const told = await post(killed, {
    async move(...given) {
      if (!isNoted)
        await touch({ Description: (await the.alias())?.description.replace(/order=(\w+):2/, 'order=$1:9') });
      isNoted = true;
      return move(...given);
    },
  });
  expect(told).toContain('users are back on version 1');
  expect(await the.alias()).toMatchObject({
    version: '1',
    description: expect.stringMatching(/undid=2 .*order=\w+:9/),
  });
});

const both = JSON.stringify(['search-worker', 'search-api'].map((functionName) => ({ functionName, name: 'live' })));

test('of several functions each goes back, also when something is wrong with this program', async () => {
  await the.promote({ code: codeOf('v1') });
  await the.promote({ code: codeOf('v2') });
  const { read } = awsAliases(the.lambda, the.cloud.clock);
  const told = await post(
    { ...killed, places: both },
    {
      async read(functionName, name) {
        if (functionName === 'search-worker') throw new TypeError('a bug');
        return read(functionName, name);
      },
    },
  );
  expect(told).toContain('users are back on version 1');
  expect(told).toContain('a bug');
  expect((await the.alias())?.version).toBe('1');
});

test('of several functions each goes back, also when one cannot', async () => {
  await the.make('search-worker');
  await the.promote({ code: codeOf('v1') });
  const names = [the.functionName, 'search-worker'];
  await the.promoteAll(names.map((functionName) => ({ functionName, code: codeOf('v2') })));
  const told = await post({ ...killed, places: both });
  expect(told).toContain('after the first promotion of search-worker:live');
  expect(told).toContain('users are back on version 1');
  expect((await the.alias())?.version).toBe('1');
});
