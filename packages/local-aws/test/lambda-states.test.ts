import { State } from '@aws-sdk/client-lambda';
import { echo, lambdaCloud, refusal, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

const notNow = (state: string) =>
  `ResourceConflictException 409: The operation cannot be performed at this time. The function is currently in the following state: ${state}`;
const runs = 'done';

/** What each state answers to: an invocation, an update or a publication of $LATEST, and an alias to a version. */
const answers: Readonly<Record<State, { invoke: string; change: string; alias: string }>> = {
  Pending: { invoke: notNow('Pending'), change: notNow('Pending'), alias: notNow('Pending') },
  Active: { invoke: runs, change: runs, alias: runs },
  Inactive: {
    invoke:
      'CodeArtifactUserPendingException 409: INFO: Lambda is initializing your function. It will be ready to invoke shortly.',
    change: runs,
    alias: runs,
  },
  Failed: { invoke: notNow('Failed'), change: notNow('Failed'), alias: notNow('Failed') },
  Deactivating: { invoke: notNow('Deactivating'), change: notNow('Deactivating'), alias: notNow('Deactivating') },
  Deactivated: { invoke: notNow('Deactivated'), change: notNow('Deactivated'), alias: notNow('Deactivated') },
  ActiveNonInvocable: { invoke: notNow('ActiveNonInvocable'), change: runs, alias: notNow('ActiveNonInvocable') },
  Deleting: { invoke: notNow('Deleting'), change: notNow('Deleting'), alias: notNow('Deleting') },
};

/** The refusal of a call, or that there was none. */
const ending = async (call: Promise<unknown>) => {
  const settled = call.then(() => runs);
  return settled.catch(() => refusal(call));
};

describe('the states of a function', () => {
  it('are all that the API knows', () => {
    expect(Object.keys(answers).sort()).toEqual(Object.values(State).sort());
  });

  test.each(Object.values(State))(
    '%s of $LATEST is told with its reason, and decides what can be done',
    async (state) => {
      const FunctionName = `latest-${state}`;
      await cloud.create(FunctionName);
      const reason = { code: 'InternalError', text: `It is ${state}.` };
      const put = () => cloud.control('setState', { functionName: FunctionName, state, reason });
      await put();
      expect(await cloud.send('GetFunctionConfiguration', { FunctionName })).toMatchObject({
        State: state,
        StateReasonCode: 'InternalError',
        StateReason: `It is ${state}.`,
      });
      const ZipFile = zip({ 'index.js': echo('two') });
      expect(await ending(cloud.invoke(FunctionName))).toBe(answers[state].invoke);
      await put();
      expect(await ending(cloud.send('PublishVersion', { FunctionName }))).toBe(answers[state].change);
      expect(await ending(cloud.send('UpdateFunctionCode', { FunctionName, ZipFile }))).toBe(answers[state].change);
    },
  );

  test.each(Object.values(State))('%s of a version decides whether an alias can point to it', async (state) => {
    const FunctionName = `version-${state}`;
    await cloud.create(FunctionName);
    const one = await cloud.publish(FunctionName);
    await cloud.update(FunctionName, { 'index.js': echo('two') });
    const two = await cloud.publish(FunctionName);
    await cloud.send('CreateAlias', { FunctionName, Name: 'live', FunctionVersion: one });
    await cloud.control('setState', { functionName: `${FunctionName}:${two}`, state });
    expect(await ending(cloud.send('UpdateAlias', { FunctionName, Name: 'live', FunctionVersion: two }))).toBe(
      answers[state].alias,
    );
    expect(await ending(cloud.send('CreateAlias', { FunctionName, Name: 'next', FunctionVersion: two }))).toBe(
      answers[state].alias,
    );
    expect(await ending(cloud.invoke(`${FunctionName}:${two}`))).toBe(answers[state].invoke);
  });

  it('end what was under way, and can be left again', async () => {
    await cloud.create('moved');
    await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'moved', Timeout: 10 });
    await cloud.control('setState', { functionName: 'moved', state: 'Deactivating' });
    await cloud.advance(10_000);
    const get = () => cloud.send('GetFunctionConfiguration', { FunctionName: 'moved' });
    expect(await get()).toMatchObject({ State: 'Deactivating' });
    await cloud.control('setState', { functionName: 'moved', state: 'Active' });
    expect((await get()).StateReason).toBeUndefined();
    expect((await cloud.invoke('moved')).payload.tag).toBe('one');
  });

  it('are refused by name where AWS has no such state, or there is no such function', async () => {
    const set = (argument: object) => cloud.control('setState', argument);
    await expect(set({ functionName: 'moved', state: 'Asleep' })).rejects.toThrow(
      'Asleep is not a state of a function; there are Active, ActiveNonInvocable, ',
    );
    await expect(set({ functionName: 'nothing', state: 'Active' })).rejects.toThrow('There is no function nothing');
  });
});
