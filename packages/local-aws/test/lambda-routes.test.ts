import { account, echo, lambdaCloud, refusal, region } from './lambda-cloud.ts';

const cloud = await lambdaCloud('in-thread');
afterAll(() => cloud.stop());

const PACE = 20_000;

/** A function with versions 1, 2 and 3, and the alias `live` on the first; a change of it takes its time. */
async function routed(name: string) {
  await cloud.control('pace', { alias: PACE });
  await cloud.create(name, { Publish: true });
  for (const tag of ['two', 'three']) {
    await cloud.update(name, { 'index.js': echo(tag) });
    await cloud.publish(name);
  }
  await cloud.send('CreateAlias', { FunctionName: name, Name: 'live', FunctionVersion: '1' });
  const update = (input: object) => cloud.sendAtOnce('UpdateAlias', { FunctionName: name, Name: 'live', ...input });
  /** Which versions answer, and how often, of so many calls. */
  const met = async (calls = 60) => {
    const counts: Record<string, number> = {};
    for (let call = 0; call < calls; call += 1) {
      const { ExecutedVersion = '' } = await cloud.invoke(`${name}:live`);
      counts[ExecutedVersion] = (counts[ExecutedVersion] ?? 0) + 1;
    }
    return counts;
  };
  return { update, met, versions: async () => Object.keys(await met()) };
}

const weights = (version: string, share: number) => ({
  RoutingConfig: { AdditionalVersionWeights: { [version]: share } },
});
const none = { RoutingConfig: { AdditionalVersionWeights: {} } };

it('leads to the former version or the new one for a time, and then to the new one only', async () => {
  const { update, met } = await routed('moved');
  expect(await met()).toEqual({ 1: 60 });
  await update({ FunctionVersion: '2' });
  await cloud.advance(PACE - 1);
  const meanwhile = await met();
  expect(Object.keys(meanwhile)).toEqual(['1', '2']);
  expect(meanwhile['1']).toBeGreaterThan(15);
  expect(meanwhile['2']).toBeGreaterThan(15);
  await cloud.advance(1);
  expect(await met()).toEqual({ 2: 60 });
});

it('leads to any version that it was on within the time, and to no other', async () => {
  const { update, versions } = await routed('chased');
  await update({ FunctionVersion: '2' });
  await cloud.advance(PACE / 2);
  await update({ FunctionVersion: '3' });
  expect(await versions()).toEqual(['1', '2', '3']);
  await cloud.advance(PACE / 2);
  expect(await versions()).toEqual(['2', '3']);
  await cloud.advance(PACE / 2);
  expect(await versions()).toEqual(['3']);
});

it('takes the same time for weights', async () => {
  const { update, met, versions } = await routed('shared');
  await update(weights('2', 0.5));
  await cloud.advance(PACE);
  await update(none);
  const meanwhile = await met(200);
  // Half of those that are routed as before.
  expect(meanwhile['2']).toBeGreaterThan(25);
  expect(meanwhile['2']).toBeLessThan(75);
  await cloud.advance(PACE);
  expect(await versions()).toEqual(['1']);
});

it('takes none where only the description changes', async () => {
  const { update, met } = await routed('described');
  await update({ Description: 'the same', FunctionVersion: '1' });
  expect(await met()).toEqual({ 1: 60 });
});

it('answers with the new version at once, and lets the former one be deleted under those who are routed to it', async () => {
  const { update, versions } = await routed('pruned');
  expect(await update({ FunctionVersion: '2' })).toMatchObject({ FunctionVersion: '2' });
  await cloud.send('DeleteFunction', { FunctionName: 'pruned', Qualifier: '1' });
  const answers = new Set<string>();
  for (let call = 0; call < 30; call += 1) {
    answers.add(
      await cloud.invoke('pruned:live').then(
        ({ ExecutedVersion }) => ExecutedVersion ?? '',
        (error) => refusal(Promise.reject(error)),
      ),
    );
  }
  const gone = `ResourceNotFoundException 404: Function not found: arn:aws:lambda:${region}:${account}:function:pruned:live`;
  expect([...answers].sort()).toEqual(['2', gone]);
  await cloud.advance(PACE);
  expect(await versions()).toEqual(['2']);
});

it('holds in a snapshot, and is drawn alike when it is played again', async () => {
  const { update, met } = await routed('snapped');
  await update({ FunctionVersion: '3' });
  await cloud.cloud.control.snapshot('moving');
  const order = async () => {
    const seen: string[] = [];
    for (let call = 0; call < 12; call += 1) seen.push(Object.keys(await met(1)).join());
    return seen;
  };
  const first = await order();
  await cloud.cloud.control.restore('moving');
  expect(await order()).toEqual(first);
  expect(new Set(first)).toEqual(new Set(['1', '3']));
});

it('takes its time after provisioned concurrency has followed, too', async () => {
  const { update, versions } = await routed('provisioned');
  await cloud.control('pace', { provision: 5_000 });
  const live = { FunctionName: 'provisioned', Qualifier: 'live' };
  await cloud.send('PutProvisionedConcurrencyConfig', { ...live, ProvisionedConcurrentExecutions: 1 });
  await cloud.advance(5_000);
  await update({ FunctionVersion: '2' });
  expect(await versions()).toEqual(['1']);
  await cloud.advance(5_000);
  expect(await versions()).toEqual(['1', '2']);
  await cloud.advance(PACE - 1);
  expect(await versions()).toEqual(['1', '2']);
  await cloud.advance(1);
  expect(await versions()).toEqual(['2']);
});
