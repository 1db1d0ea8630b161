import { errorsOf, stepsOf, type World, world } from './support/world.ts';

// A run was killed while its tasks hung before any pause, of which no timeout would end that: the next run does, once the time is up that the
// run had, since it would have taken them back itself by then.

const MINUTES = 60_000;

let one: World;
/** When the run that was killed had begun, on the local clock. */
let begun: number;
beforeAll(async () => {
  one = await world({ quick: true });
  await one.script('v1', { startsAfterMs: 24 * 60 * MINUTES });
  await one.cloud.control.snapshot('steady');
  begun = one.cloud.clock.now();
  const first = await one.start({ name: 'first' });
  await one.goOnUntil(first, async () => (await one.calls('UpdateService')) > 0);
  await one.stage?.kill(first);
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

/** Its 30 minutes, one for its rollback, and one by which clocks may differ. */
const LEASE = 32 * MINUTES;

test('the next run waits until then, has ECS roll that back, and goes on', async () => {
  await one.cloud.clock.advance(20 * MINUTES);
  const next = await one.deployBy({ version: 'v2', run: 58 });
  expect(next.outputs.outcome).toBe('promoted');
  expect(stepsOf(next).slice(0, 5)).toEqual(['await-rival', 'roll-back-rival', 'await-rival', 'register', 'update']);
  const [rollback] = (await one.cloud.control.journal()).filter(
    ({ operation }) => operation === 'StopServiceDeployment',
  );
  expect((rollback?.time ?? 0) - begun).toBeGreaterThanOrEqual(LEASE);
  expect((rollback?.time ?? 0) - begun).toBeLessThan(LEASE + 5_000);
  expect((await one.live()).versions).toEqual(['v2']);
});

test('a re-run that goes on with what hangs notes its own time, so that no other run takes it back before that', async () => {
  await one.cloud.clock.advance(20 * MINUTES);
  const again = await one.start({ name: 'again', attempt: 2 });
  const next = await one.start({ name: 'next', version: 'v2', run: 58, inputs: { timeout: '60m' } });
  await one.stage?.finish();
  const second = await again.ended;
  expect(second.outputs.outcome).toBe('failed');
  expect(errorsOf(second)).toContain('Time ran out: `timeout` is 30m.');
  const ended = await next.ended;
  expect(ended.outputs.outcome).toBe('promoted');
  expect(stepsOf(ended)).not.toContain('roll-back-rival');
});

test('where it may not note that, it says so, and goes on', async () => {
  await one.cloud.control.addFault({
    operation: 'TagResource',
    kind: 'error',
    error: { code: 'AccessDeniedException', status: 400 },
    times: 10,
  });
  await one.cloud.clock.advance(MINUTES);
  const again = await one.deployBy({ attempt: 2 });
  expect(errorsOf(again)).toContain('Time ran out: `timeout` is 30m.');
  const told = again.annotations.map(({ message }) => message).join('\n');
  expect(told).toMatch(
    /After 2026-01-05T\S+Z a newer run may take it back, since the attempt that began it has ended by then\./,
  );
});

test('a run whose own time is up before that says when it will be', async () => {
  const next = await one.deployBy({ version: 'v2', run: 58 });
  expect(next.outputs.outcome).toBe('failed');
  expect(errorsOf(next)).toContain('Time ran out: `timeout` is 30m.');
  expect(errorsOf(next)).toContain('and to have ECS roll it back at 2026-01-05T');
  expect((await one.live()).versions).toEqual(['v0']);
});

test.each(['wait', 'fail', 'replace'])(
  'one that comes after that waits for nothing, with `when-busy: %s`',
  async (busy) => {
    await one.cloud.clock.advance(LEASE);
    const since = one.cloud.clock.now();
    const next = await one.deployBy({ version: 'v2', run: 58, inputs: { 'when-busy': busy } });
    expect(next.outputs.outcome).toBe('promoted');
    expect(stepsOf(next).slice(0, 2)).toEqual(['roll-back-rival', 'await-rival']);
    expect(one.cloud.clock.now() - since).toBeLessThan(5 * MINUTES);
  },
);

test('before that, `when-busy: fail` fails', async () => {
  const next = await one.deployBy({ version: 'v2', run: 58, inputs: { 'when-busy': 'fail' } });
  expect(next.outputs.outcome).toBe('failed');
  expect(errorsOf(next)).toContain('`when-busy` is `fail`');
});

test('a run of another workflow leaves it alone, also after that', async () => {
  await one.cloud.clock.advance(LEASE);
  const other = await one.deployBy({ version: 'v2', run: 58, workflow: 'other' });
  expect(other.outputs.outcome).toBe('superseded');
  expect(await one.calls('StopServiceDeployment')).toBe(0);
});

test('one that is alive takes its own back before that', async () => {
  await one.cloud.control.restore('steady');
  const first = await one.start({ name: 'first' });
  await one.goOnUntil(first, async () => (await one.calls('UpdateService')) > 0);
  const second = await one.start({ name: 'second', version: 'v2', run: 58, inputs: { timeout: '45m' } });
  await one.stage?.finish();
  expect((await first.ended).outputs.outcome).toBe('failed');
  const ended = await second.ended;
  expect(ended.outputs.outcome).toBe('promoted');
  expect(stepsOf(ended)).not.toContain('roll-back-rival');
  expect((await one.live()).versions).toEqual(['v2']);
});
