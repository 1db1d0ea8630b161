import { type RollbackWorld, RUN_KEY, world } from './support/world.ts';

let the: RollbackWorld;
beforeAll(async () => {
  the = await world({ configuration: { bakeTimeInMinutes: 0 } });
  await the.cloud.control.snapshot('made');
}, 60_000);
beforeEach(async () => {
  await the.cloud.control.restore('made');
  await the.cloud.control.clearFaults();
  await the.cloud.control.clearJournal();
});
afterAll(() => the.stop());

const versions = async () => (await the.standing()).versions;

test.each([
  'DescribeServices',
  'ListServiceDeployments',
  'DescribeServiceRevisions',
  'DescribeTaskDefinition',
  'DescribeImages',
  'RegisterTaskDefinition',
  'UpdateService',
  'DescribeServiceDeployments',
  'ContinueServiceDeployment',
])('five 503s in a row on %s do not end a rollback', async (operation) => {
  await the.cloud.control.addFault({ operation, kind: 'unavailable', times: 5, accessKeyId: RUN_KEY });
  const { outcome, outputs } = await the.rollBack();
  expect([outcome, outputs.report.warnings]).toEqual(['rolled-back', []]);
  expect(await versions()).toEqual(['v0']);
});

test('an outage of four minutes does not end a rollback that has ten', async () => {
  await the.cloud.control.addFault({ accessKeyId: RUN_KEY, kind: 'unavailable', forMs: 240_000 });
  expect((await the.rollBack({ timeoutMs: 600_000 })).outcome).toBe('rolled-back');
  expect(await versions()).toEqual(['v0']);
});

test('where every reply is lost for a minute, its own writes are found by what they wrote', async () => {
  await the.cloud.control.addFault({ accessKeyId: RUN_KEY, kind: 'reset', when: 'after', forMs: 60_000 });
  expect((await the.rollBack()).outcome).toBe('rolled-back');
  expect((await the.writes()).filter((name) => name === 'UpdateService')).toHaveLength(1);
  expect(await versions()).toEqual(['v0']);
});

test('an outage that outlasts `timeout` ends it there, and says what AWS said', async () => {
  await the.cloud.control.addFault({ operation: 'UpdateService', kind: 'unavailable', forMs: 7_200_000 });
  const started = the.cloud.clock.now();
  const { outcome, outputs } = await the.rollBack({ timeoutMs: 90_000 });
  expect(outcome).toBe('failed');
  expect(outputs.report.message).toMatch(/AWS kept failing|Time ran out/);
  expect(the.cloud.clock.now() - started).toBeLessThanOrEqual(90_000);
  expect(await versions()).toEqual(['v1']);
});

test.each(['DescribeServices', 'RegisterTaskDefinition', 'UpdateService'])(
  'a signal ends its patience with %s at once',
  async (operation) => {
    await the.cloud.control.addFault({ operation, accessKeyId: RUN_KEY, kind: 'throttle', forMs: 240_000 });
    const started = the.cloud.clock.now();
    let cancelled = 0;
    const running = the.rollBack({
      async meanwhile({ clock, cancel }) {
        await clock.sleep(10_300);
        cancelled = clock.now();
        cancel();
      },
    });
    const ended = await running.then(
      ({ outcome, outputs }) => ({ outcome, message: outputs.report.message ?? '' }),
      (error: Error) => ({ outcome: 'failed', message: error.message }),
    );
    expect(ended).toEqual({ outcome: 'failed', message: expect.stringContaining('The workflow was cancelled.') });
    expect(the.cloud.clock.now()).toBe(cancelled);
    expect(cancelled - started).toBe(10_300);
    expect(await versions()).toEqual(['v1']);
  },
);
