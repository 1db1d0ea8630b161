import { type SteppedWorld, steppedWorld } from './support/stepped-world.ts';

let the: SteppedWorld;
beforeEach(async () => {
  the = await steppedWorld();
});
afterEach(() => the.stop());

const live = async () => (await the.alias())?.version;
/** How long something takes, by the clock that is stepped. */
async function timed<Value>(work: () => Promise<Value>): Promise<{ readonly value: Value; readonly tookMs: number }> {
  const started = the.cloud.clock.now();
  return { value: await work(), tookMs: the.cloud.clock.now() - started };
}

test.each(['GetAlias', 'GetFunction', 'UpdateAlias'])(
  'five 503s in a row on %s do not end a rollback',
  async (operation) => {
    await the.cloud.control.addFault({ operation, kind: 'unavailable', times: 5 });
    const { value, tookMs } = await timed(() => the.rollBack());
    expect(value.outputs.outcome).toBe('rolled-back');
    expect(await live()).toBe('1');
    expect(tookMs).toBeLessThan(5_000);
  },
);

test('an outage of four minutes does not end a rollback that has five', async () => {
  await the.cloud.control.addFault({ accessKeyId: the.accessKeyId, kind: 'unavailable', forMs: 240_000 });
  expect((await the.rollBack()).outputs.outcome).toBe('rolled-back');
  expect(await live()).toBe('1');
});

test('where every reply is lost for a minute, its own write is found by what it wrote', async () => {
  await the.cloud.control.addFault({ accessKeyId: the.accessKeyId, kind: 'reset', when: 'after', forMs: 60_000 });
  const { outputs, exitCode } = await the.rollBack();
  expect(outputs).toMatchObject({ outcome: 'rolled-back', version: '1' });
  expect(exitCode).toBe(0);
});

test('an outage that outlasts `timeout` ends it there, and says what AWS said', async () => {
  await the.cloud.control.addFault({ operation: 'UpdateAlias', kind: 'unavailable', forMs: 3_600_000 });
  const { value, tookMs } = await timed(() => the.rollBack({ timeout: '90s' }));
  expect(value.outputs.outcome).toBe('failed');
  expect(value.annotations[0]?.message).toContain('AWS kept failing. The last answer was ServiceUnavailableException');
  expect(tookMs).toBeGreaterThan(88_000);
  expect(tookMs).toBeLessThanOrEqual(90_000);
  expect(await live()).toBe('2');
});

test.each([
  ['throttled', { kind: 'throttle' }],
  ['refused for another operation', { kind: 'error', error: { code: 'ResourceConflictException', status: 409 } }],
] as const)('a write that is %s for two minutes is made all the same', async (_what, fault) => {
  await the.cloud.control.addFault({ operation: 'UpdateAlias', ...fault, forMs: 120_000 });
  expect((await the.rollBack()).outputs.outcome).toBe('rolled-back');
});

test.each(['GetAlias', 'GetFunction', 'UpdateAlias'])(
  'a signal ends its patience with %s at once',
  async (operation) => {
    await the.cloud.control.addFault({ operation, accessKeyId: the.accessKeyId, kind: 'throttle', forMs: 240_000 });
    const running = await the.start();
    let cancelled = 0;
    the.cloud.clock.after(10_300, () => {
      cancelled = the.cloud.clock.now();
      running.cancel(new Error('The run was cancelled.'));
    });
    await the.stage.finish();
    const { outputs, annotations } = await running.ended;
    expect(outputs.outcome).toBe('failed');
    expect(annotations[0]?.message).toContain('The run was cancelled.');
    expect(the.cloud.clock.now()).toBe(cancelled);
    expect(await live()).toBe('2');
  },
);
