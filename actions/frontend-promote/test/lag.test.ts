import { SITE_FUNCTION as functionCode } from '@actions-aws/testing';
import { buildOf } from './support/builds.ts';
import { type World, world } from './support/world.ts';

/** Two sites whose pointers stand in stores: a read may show what was there some seconds ago. */
let one: World;
let live = '';
beforeAll(async () => {
  one = await world({ functionCode, scale: 200 });
  live = one.live?.manifest.id ?? '';
  await one.cloud.control.snapshot('made');
}, 60_000);
beforeEach(async () => {
  await one.cloud.control.restore('made');
  one.reached.splice(0);
});
afterAll(() => one.stop());

test.each([1, 2, 3, 4])(
  'a run that is cancelled right after its move takes it back, although reads lag (%s)',
  async () => {
    const staged = await one.stage(buildOf('v2'));
    await one.cloud.control.call('keyvaluestore.pace', { read: 10_000 });
    const cancel = new AbortController();
    const { outcome } = await one.promote({
      staged,
      signal: cancel.signal,
      exchange: (usual) => async (request, limits) => {
        if (request.url.origin === one.app.url && one.reached.includes('moving')) cancel.abort(new Error('cancelled'));
        return usual(request, limits);
      },
    });
    expect(outcome).toBe('rolled-back');
    await one.cloud.clock.advance(60_000);
    expect((await one.pointer()).release).toBe(live);
  },
);
