import { errorsOf, stepsOf, type World, world } from './support/world.ts';

// AWS does not say what it does here: either is expected, and safe.

const CRASHES = { exits: { afterMs: 4_000, code: 1 } };

async function inWorld(options: Parameters<typeof world>[0], work: (one: World) => Promise<void>): Promise<void> {
  const one = await world({ quick: true, ...options });
  try {
    await work(one);
  } finally {
    await one.stop();
  }
}

test.each([
  [true, 'the circuit breaker threshold was exceeded'],
  [false, '`timeout` is 10m'],
])('where it is %s that the breaker counts tasks that exit, a crash loop is back', (breakerCountsExits, said) =>
  inWorld({ strategy: 'ROLLING', guesses: { breakerCountsExits } }, async (one) => {
    await one.script('v1', CRASHES);
    const ended = await one.deployBy({ inputs: { timeout: '10m' } });
    expect(ended.outputs.outcome).toBe('rolled-back');
    // Where it does not, this action does it at the end of its time.
    expect(stepsOf(ended).includes('roll-back')).toBe(!breakerCountsExits);
    expect(errorsOf(ended)).toContain(said);
    expect((await one.live()).versions).toEqual(['v0']);
  }),
);

test.each([
  [true, 'the circuit breaker threshold was exceeded'],
  [false, 'tasks of the new revision of api failed, one after another'],
])('where it is %s that the breaker counts beyond ROLLING, a crash loop is rejected', (breakerBeyondRolling, said) =>
  inWorld(
    {
      configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      guesses: { breakerBeyondRolling, breakerCountsExits: true },
    },
    async (one) => {
      await one.script('v1', CRASHES);
      const ended = await one.deployBy({});
      expect(ended.outputs.outcome).toBe('rejected');
      expect(errorsOf(ended)).toContain(said);
      expect((await one.live()).versions).toEqual(['v0']);
    },
  ),
);

describe.each(['stops', 'waits'] as const)('where an update %s at a pause', (updateAtPause) => {
  /** A run that is killed at its pause. */
  async function killed(one: World): Promise<void> {
    const run = await one.start({ name: 'killed' });
    await one.goOnUntil(
      run,
      async () => run.parked[0]?.operation === 'DescribeRules' && (await one.calls('UpdateService')) === 1,
    );
    await one.stage?.kill(run);
  }

  test.each([
    ['a newer run waits for the end of its lease', { run: 58, inputs: { timeout: '2h' } }],
    ['a newer run replaces it', { run: 58, inputs: { 'when-busy': 'replace' } }],
    ['the job that runs again with other content rolls it back', { run: 57, attempt: 2 }],
  ])('%s, and deploys', (_, deploys) =>
    inWorld({ guesses: { updateAtPause } }, async (one) => {
      await killed(one);
      const ended = await one.deployBy({ version: 'v2', ...deploys });
      expect(errorsOf(ended)).toBe('');
      expect(ended.outputs.outcome).toBe('promoted');
      expect((await one.live()).versions).toEqual(['v2']);
    }),
  );

  test('another hand that updates while a run is at its pause wins, and users are on what was there before', () =>
    inWorld({ guesses: { updateAtPause } }, async (one) => {
      const run = await one.start({});
      await one.goOnUntil(
        run,
        async () => run.parked[0]?.operation === 'DescribeRules' && (await one.calls('UpdateService')) === 1,
      );
      await one.deploy('v3');
      await one.stage?.finish();
      expect((await run.ended).outputs.outcome).toBe('superseded');
      expect((await one.live()).versions).toEqual(['v0']);
    }));
});
