import { around, Crash, crashing, EFFECTS, killedAt, seen, twiceAtOnce, waiting } from '../test/support/disturbed.ts';
import { sourcesAt, startWorld, type World } from '../test/support/world.ts';

const steps = [...EFFECTS.keys()];

let world: World;
afterEach(() => world.stop());

describe('main has the version', () => {
  beforeEach(async () => {
    world = await startWorld();
    await world.commit(sourcesAt('1.0.0'));
  });

  test('a run that is killed before or after any step is finished by the next, with the same end', async () => {
    await killedAt(world, steps, EFFECTS);
  }, 240_000);

  test('two runs of the same commit at once make one release, whichever steps the other takes first', async () => {
    await twiceAtOnce(world, steps);
  }, 240_000);

  test('of two runs that draft at once one draft is left, and becomes the release', async () => {
    const alone = await startWorld(world);
    await alone.publish();
    const end = await seen(alone);
    await alone.stop();
    // The other has drafted, and is killed; this one had looked before that.
    const other = () => expect(world.publish(crashing(2, 'after'))).rejects.toThrow(Crash);
    await world.publish(around(2, 'before', other));
    expect(await seen(world)).toEqual(end);
  }, 60_000);
});

describe('the run makes the version', () => {
  beforeEach(async () => {
    world = await startWorld();
    await world.commit(waiting);
  });

  test('a run that is killed is finished by the next, although main has the version already', async () => {
    await killedAt(world, [0], EFFECTS);
  }, 60_000);

  test('two runs make one release', async () => {
    const twin = await startWorld(world);
    await twin.publish();
    const end = await seen(twin);
    await twin.stop();
    await world.publish(around(1, 'before', () => world.publish()));
    expect(await seen(world)).toEqual(end);
  }, 60_000);
});
