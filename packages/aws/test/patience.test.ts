import { setImmediate as turn } from 'node:timers/promises';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { GetAccountSettingsCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { type Patience, patient, UnsentError, unless } from '../src/index.ts';

let cloud: LocalAws;
let client: LambdaClient;
beforeEach(async () => {
  cloud = await startLocalAws({ clock: { scale: 0 } });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  client = new LambdaClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await cloud.stop();
});

const read = () => new GetAccountSettingsCommand();
/** Of a function that is not there: what AWS does is refuse it. */
const write = () => new PutFunctionConcurrencyCommand({ FunctionName: 'gone', ReservedConcurrentExecutions: 1 });

/** Calls with this patience; time passes whenever the call sleeps, and `after` so much of it something happens. */
async function call(
  command: ReturnType<typeof read> | ReturnType<typeof write>,
  { attempts, ...given }: Partial<Patience> & { readonly attempts?: number } = {},
): Promise<{ readonly ended: unknown; readonly tookMs: number; readonly made: number }> {
  const { clock } = cloud;
  const started = clock.now();
  const patience: Patience = { waitsOut: 'throttling', until: started + 60_000, ...given };
  let isOver = false;
  const ended = patient(client, patience, clock, attempts)
    .send(command as ReturnType<typeof read>)
    .catch((error: unknown) => error)
    .finally(() => {
      isOver = true;
    });
  while ((await cloud.control.journal()).length === 0) await turn();
  while (!isOver) {
    const due = clock.due();
    if (due !== undefined) await clock.advance(due - clock.now());
    await turn();
  }
  return { ended: await ended, tookMs: clock.now() - started, made: (await cloud.control.journal()).length };
}

const fails = (kind: 'throttle' | 'unavailable' | 'reset', times = 1_000) => cloud.control.addFault({ kind, times });

test.each(['throttle', 'unavailable', 'reset'] as const)('patience with outages waits out %s', async (kind) => {
  await fails(kind, 30);
  const { ended, tookMs } = await call(read(), { waitsOut: 'outages' });
  expect(ended).toMatchObject({ AccountLimit: expect.anything() });
  expect(tookMs).toBeGreaterThan(20_000);
});

test('patience with throttling waits out no more than that', async () => {
  await fails('throttle', 30);
  expect((await call(read())).ended).toMatchObject({ AccountLimit: expect.anything() });
  await cloud.control.clearJournal();
  await fails('unavailable');
  const { ended, tookMs, made } = await call(read());
  expect(ended).toMatchObject({ $metadata: { httpStatusCode: 503 } });
  expect(made).toBe(5);
  expect(tookMs).toBeLessThan(1_000);
});

test.each(['throttling', 'outages'] as const)('no attempt begins when the time is up: %s', async (waitsOut) => {
  await fails('throttle');
  const { ended, tookMs } = await call(read(), { waitsOut });
  expect(ended).toMatchObject({ name: 'TooManyRequestsException' });
  expect(tookMs).toBe(60_000);
});

test('a signal ends a pause at once', async () => {
  await fails('throttle');
  const cancel = new AbortController();
  cloud.clock.after(10_300, () => cancel.abort(new Error('cancelled')));
  const { ended, tookMs } = await call(read(), { signal: cancel.signal });
  expect(ended).toBeInstanceOf(UnsentError);
  expect(ended).toMatchObject({ reason: { message: 'cancelled' } });
  expect(tookMs).toBe(10_300);
});

test('of a write that may have been done, a signal leaves the doubt', async () => {
  await cloud.control.addFault({ kind: 'unavailable', when: 'after', times: 1_000 });
  const cancel = new AbortController();
  cloud.clock.after(10_300, () => cancel.abort(new Error('cancelled')));
  const command = unless(write(), cancel.signal);
  const { ended, tookMs } = await call(command, { waitsOut: 'outages', signal: cancel.signal });
  expect(ended).toMatchObject({ $metadata: { httpStatusCode: 503 } });
  expect(tookMs).toBe(10_300);
});

test('what must not run twice is made again only where AWS was too busy to begin', async () => {
  await fails('throttle', 30);
  expect((await call(read(), { waitsOut: 'outages', attempts: 1 })).made).toBe(31);
  await cloud.control.clearJournal();
  await fails('unavailable');
  expect((await call(read(), { waitsOut: 'outages', attempts: 1 })).made).toBe(1);
});

test('what AWS refuses is made once', async () => {
  const { ended, made } = await call(write(), { waitsOut: 'outages' });
  expect(ended).toMatchObject({ name: 'ResourceNotFoundException' });
  expect(made).toBe(1);
});

test('what AWS refuses is made once where this machine’s clock is wrong, too', async () => {
  const { now } = Date;
  Date.now = () => now() + 10 * 60_000;
  try {
    const { ended, made } = await call(write(), { waitsOut: 'outages' });
    expect(ended).toMatchObject({ name: 'ResourceNotFoundException', $metadata: { clockSkewCorrected: true } });
    expect(made).toBe(1);
  } finally {
    Date.now = now;
  }
});

test('that a call is waited for is told after half a minute', async () => {
  await fails('throttle');
  const told: string[] = [];
  await call(read(), { tell: (line) => told.push(line) });
  expect(told).toEqual([
    expect.stringContaining('GetAccountSettings is tried again, for AWS still says TooManyRequestsException'),
  ]);
});
