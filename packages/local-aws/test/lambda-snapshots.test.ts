import { echo, lambdaCloud, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

const status = async (name: string) =>
  (await cloud.send('GetFunctionConfiguration', { FunctionName: name })).LastUpdateStatus;

it('holds an update that is on its way, and what runs meanwhile', async () => {
  await cloud.create('shop');
  await cloud.send('UpdateFunctionCode', { FunctionName: 'shop', ZipFile: zip({ 'index.js': echo('two') }) });
  await cloud.cloud.control.snapshot('updating');
  for (const attempt of ['first', 'second']) {
    expect([attempt, await status('shop')]).toEqual([attempt, 'InProgress']);
    expect((await cloud.invoke('shop')).payload.tag).toBe('one');
    await cloud.advance(1_500);
    expect(await status('shop')).toBe('Successful');
    expect((await cloud.invoke('shop')).payload.tag).toBe('two');
    await cloud.cloud.control.restore('updating');
  }
});

it('gives the same ids when it is played again', async () => {
  await cloud.cloud.control.snapshot('before');
  const play = async () => {
    const { RevisionId } = await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'shop', Timeout: 9 });
    return RevisionId;
  };
  await cloud.advance(1_500);
  await cloud.cloud.control.snapshot('settled');
  const first = await play();
  await cloud.cloud.control.restore('settled');
  expect(await play()).toBe(first);
});

it('leaves running code and its memory in the past', async () => {
  const body =
    'let calls = 0; exports.handler = async ({ hang }) => { calls += 1; console.log("call", calls); while (hang) {} return calls; };';
  await cloud.create('counter', { Code: { ZipFile: zip({ 'index.js': body }) } });
  expect((await cloud.invoke('counter')).payload).toBe(1);
  await cloud.cloud.control.snapshot('warm');
  const hanging = cloud.invoke('counter', { Payload: Buffer.from('{"hang":true}') }).catch((error: Error) => error);
  while (!cloud.logs.some(({ message }) => message.endsWith('call 2\n'))) {
    await new Promise((go) => setTimeout(go, 5));
  }
  const lines = cloud.logs.length;
  await cloud.cloud.control.restore('warm');
  expect(await hanging).toBeInstanceOf(Error);
  expect(cloud.logs.length).toBe(lines);
  expect((await cloud.invoke('counter')).payload).toBe(1);
});

it('drops asynchronous invocations that were waiting to be tried again', async () => {
  const body = 'exports.handler = async () => { throw new Error("again"); };';
  await cloud.create('thrower', { Code: { ZipFile: zip({ 'index.js': body }) } });
  await cloud.cloud.control.snapshot('idle');
  const ends = () => cloud.logs.filter(({ message }) => message.startsWith('END')).length;
  const before = ends();
  await cloud.invoke('thrower', { InvocationType: 'Event' });
  while (ends() === before) {
    await new Promise((go) => setTimeout(go, 5));
  }
  await cloud.cloud.control.restore('idle');
  await cloud.advance(3_600_000);
  expect(ends()).toBe(before + 1);
});

it('links to the code of a function for ten minutes, and only to that', async () => {
  const code = zip({ 'index.js': echo('linked') });
  await cloud.create('linked', { Code: { ZipFile: code } });
  const { Code } = await cloud.send('GetFunction', { FunctionName: 'linked' });
  const link = Code?.Location ?? '';
  const bytes = async (url: string) => {
    const answer = await fetch(url);
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : answer.status;
  };
  expect(await bytes(link)).toEqual(code);
  expect(await bytes(link.replace(/signature=../, 'signature=00'))).toBe(403);
  await cloud.advance(600_000);
  expect(await bytes(link)).toBe(403);
});
