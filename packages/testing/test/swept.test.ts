import { everyFaultStepped } from '../src/sweeps/stepped/every-fault.ts';
import { inTurn, sweepsOf } from '../src/sweeps/swept.ts';
import { promotionThat } from './careless-action/test/support/trial.ts';

test('a sample says how many of how many, and a failure in it the seed by which the same cases are drawn', async () => {
  const { failures, tried, of } = await everyFaultStepped(promotionThat('gives up'), { most: 30 });
  expect(tried).toBe(30);
  expect(of).toBeGreaterThan(60);
  expect(failures.length).toBeGreaterThan(0);
  for (const failure of failures) expect(failure).toMatch(/ \(SWEEP_SEED=([0-9a-f]{12}|no commit)\)$/);
}, 60_000);

test('a whole sweep says so, and no seed', async () => {
  const choose = { choose: (cases: readonly unknown[]) => cases.slice(0, 3) } as object;
  const { failures, tried, of } = await everyFaultStepped(promotionThat('none'), choose);
  expect({ failures, tried, of }).toEqual({ failures: [], tried: 3, of: 3 });
}, 60_000);

test('a sweep of nothing is no proof', async () => {
  await expect(everyFaultStepped(promotionThat('none'), { choose: () => [] })).rejects.toThrow(
    'there is nothing to try of a promotion',
  );
}, 60_000);

test('a table has a row for each way in which a trial is swept, by the runners that the budget names', () => {
  const trial = promotionThat('none');
  const table = [{ trial, steps: { crashes: {}, faults: {} }, processes: { cancellations: {} } }];
  const names = (budget: Parameters<typeof sweepsOf>[1]) => sweepsOf(table, budget).map(([name]) => name);
  expect(names({ steps: 1, processes: 1 })).toEqual([
    'a promotion, killed',
    'a promotion, with faults',
    'a promotion, by the bundle, cancelled',
  ]);
  expect(names({ steps: 1 })).toHaveLength(2);
});

test('rows have their turn by the seed: one of each trial where they are enough, and all of them in time', () => {
  const trials = ['a promotion', 'a rollback, far back', 'a rejection'];
  const ways = ['killed', 'with faults', 'with outages', 'cancelled'];
  const never = async () => Promise.reject(new Error('no row is run here'));
  const rows = trials.flatMap((trial) => ways.map((way) => [`${trial}, ${way}`, never] as const));
  const seen = new Set<string>();
  const tell = () => {};
  for (let seed = 0; seed < 40; seed += 1) {
    const scope = { isWhole: false, seed: `${seed}` };
    const names = inTurn(rows, 4, scope, tell).map(([name]) => name);
    expect(names).toHaveLength(4);
    for (const trial of trials) expect(names.some((name) => name.startsWith(trial))).toBe(true);
    for (const name of names) seen.add(name);
    expect(inTurn(rows, 2, scope, tell)).toHaveLength(2);
  }
  expect(seen.size).toBe(rows.length);
  expect(inTurn(rows, 4, { isWhole: true, seed: 'x' })).toEqual(rows);
});
