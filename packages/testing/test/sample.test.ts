import { sampleOf, scopeOf, seedNumber } from '../src/sweeps/sample.ts';

// A sample is only worth what it cannot leave out for good: every kind now, and every case in time.

const cases = Array.from({ length: 200 }, (_, place) => ({ place, kind: place % 50 === 0 ? 'rare' : 'usual' }));
const how = {
  of: 'a promotion',
  name: ({ place }: (typeof cases)[number]) => `case ${place}`,
  kinds: ({ kind }: (typeof cases)[number]) => [kind],
};
const drawnBy = (seed: string, most = 20) => sampleOf(cases, { ...how, most }, { isWhole: false, seed });

test('it has as many as it may, in the order of the run, and the same ones for the same seed', () => {
  const sample = drawnBy('841fe23');
  expect(sample).toHaveLength(20);
  expect(sample.map(({ place }) => place)).toEqual(sample.map(({ place }) => place).sort((a, b) => a - b));
  expect(drawnBy('841fe23')).toEqual(sample);
  expect(drawnBy('841fe24')).not.toEqual(sample);
});

test('every kind of situation is in it, however small it is', () => {
  for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
    for (const most of [1, 2, 5]) {
      expect(new Set(drawnBy(seed, most).map(({ kind }) => kind))).toEqual(new Set(['rare', 'usual']));
      expect(drawnBy(seed, most)).toHaveLength(Math.max(2, most));
    }
  }
});

test('no case of a kind is drawn more often than another', () => {
  const times = new Map<number, number>();
  const seeds = 2_000;
  for (let seed = 0; seed < seeds; seed += 1) {
    for (const { place, kind } of drawnBy(`${seed}`))
      if (kind === 'usual') times.set(place, (times.get(place) ?? 0) + 1);
  }
  expect(times.size).toBe(196);
  // Some 19 of 196 each time: 195 of 2,000, with a standard deviation of 13.
  for (const count of times.values()) expect(Math.abs(count - 195)).toBeLessThan(70);
});

test('two trials, or two runners of one, try different cases by the same seed', () => {
  expect(sampleOf(cases, { ...how, of: 'a rollback', most: 20 }, { isWhole: false, seed: 'x' })).not.toEqual(
    drawnBy('x'),
  );
  expect(seedNumber({ isWhole: false, seed: 'x' }, 'a race')).not.toBe(
    seedNumber({ isWhole: false, seed: 'x' }, 'another'),
  );
});

test('all are tried where there is no limit, where there are no more, and where the whole is asked for', () => {
  const scope = { isWhole: false, seed: 'x' };
  expect(sampleOf(cases, how, scope)).toEqual(cases);
  expect(sampleOf(cases, { ...how, most: 200 }, scope)).toEqual(cases);
  expect(sampleOf(cases, { ...how, most: 1 }, { isWhole: true, seed: 'x' })).toEqual(cases);
});

test('the seed is the commit unless the environment has another', () => {
  expect(scopeOf({ SWEEP_SEED: '841fe23' })).toEqual({ isWhole: false, seed: '841fe23' });
  expect(scopeOf({ SWEEPS: 'whole' }).isWhole).toBe(true);
  expect(scopeOf({}).seed).toMatch(/^([0-9a-f]{12}|no commit)$/);
  expect(() => scopeOf({ SWEEPS: 'all' })).toThrow('SWEEPS is "all"; it may be `whole`.');
});
