import { EFFECTS, killedAt, twiceAtOnce } from '../test/support/disturbed.ts';
import { sourcesAt, startWorld, type World } from '../test/support/world.ts';

const steps = [...EFFECTS.keys()];

let world: World;
beforeEach(async () => {
  world = await startWorld();
  await world.commit(sourcesAt('1.0.0'));
});
afterEach(() => world.stop());

test('a run that is killed before or after any step is finished by the next, with the same end', async () => {
  await killedAt(world, steps, EFFECTS);
}, 240_000);

test('two runs of the same commit at once make one release, whichever steps the other takes first', async () => {
  await twiceAtOnce(world, steps);
}, 240_000);
