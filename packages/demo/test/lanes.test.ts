import { lanesOf, type Move } from '../src/story/lanes.ts';
import type { Visit } from '../src/story/visits.ts';
import { move, visit, visitsTo } from './tales.ts';

describe('what the users of a function met, over time', () => {
  test('is divided where its alias was written', () => {
    const visits = [...visitsTo('1', '1', '1'), ...later(2000, visitsTo('2', '2'))];
    expect(stretches(visits, [move(900), move(1900)])).toEqual([
      { from: 1000, until: 1900, met: ['1: 3'], visits: 3, errors: 0 },
      { from: 1900, until: 9000, met: ['2: 2'], visits: 2, errors: 0 },
    ]);
  });

  test('is not divided by a write that users cannot tell, such as of the description', () => {
    expect(stretches(visitsTo('1', '1', '1'), [move(900), move(1050), move(1150)])).toHaveLength(1);
  });

  test('shows who answered how often where the alias sends some to a second version', () => {
    const canary = later(2000, visitsTo('2', '2', '4', '2', '2', '2', '2', '2', '2', '2'));
    const visits = [...visitsTo('2', '2'), ...canary, ...later(4000, visitsTo('2', '2'))];
    expect(stretches(visits, [move(1900, { aside: 0.1 }), move(3900)])).toEqual([
      { from: 1000, until: 1900, met: ['2: 2'], visits: 2, errors: 0 },
      { from: 1900, until: 3900, met: ['2: 9', '4: 1'], visits: 10, errors: 0 },
      { from: 3900, until: 9000, met: ['2: 2'], visits: 2, errors: 0 },
    ]);
  });

  test('is divided where the declared share changes, though the releases stay', () => {
    const visits = [...later(2000, visitsTo('2', '4', '2')), ...later(4000, visitsTo('2', '4', '4'))];
    const [first, second] = stretches(visits, [move(900, { aside: 0.1 }), move(3900, { aside: 0.5 })]);
    expect([first?.met, second?.met]).toEqual([
      ['2: 2', '4: 1'],
      ['4: 2', '2: 1'],
    ]);
  });

  test('counts a request on its way during a write where its answer belongs', () => {
    const before = later(500, visitsTo('1', '1'));
    const after = later(3000, visitsTo('2', '2'));
    const overtaken = visit({ at: 1890, tookMs: 400, version: '2', release: '2' });
    const late = visit({ at: 1905, version: '1', release: '1' });
    const found = stretches([...before, overtaken, late, ...after], [move(1900)]);
    expect(found.map(({ met }) => met)).toEqual([['1: 3'], ['2: 3']]);
  });

  test('shows a release that nobody should have met', () => {
    const visits = [...visitsTo('1', '1', '3', '1'), ...later(3000, visitsTo('2', '2'))];
    expect(stretches(visits, [move(2900)])[0]?.met).toEqual(['1: 3', '3: 1']);
  });

  test('has errors where they happened, by the release that failed', () => {
    const failed = visit({ at: 2100, version: '4', release: '', problem: 'HTTP 500' });
    const visits = [...later(1500, visitsTo('2', '4', '2')), failed, visit({ at: 2300 })];
    expect(stretches(visits, [move(900, { aside: 0.1 })])).toMatchObject([{ met: ['2: 3', '4: 2'], errors: 1 }]);
  });

  test('keeps a request that nobody answered, and no stretch of its own for it', () => {
    const lost = visit({ at: 1700, version: '', release: '', problem: 'reset' });
    const found = stretches([...visitsTo('1', '1'), lost, visit({ at: 1800, version: '1', release: '1' })], []);
    expect(found).toMatchObject([{ met: ['1: 3'], visits: 4, errors: 1 }]);
  });

  test('is a lane for each function, which knows nothing of the others', () => {
    const other = visit({ functionName: 'search-indexer', at: 1500 });
    const lanes = lanesOf(['search-api', 'search-indexer'], [...visitsTo('1', '1'), other], {
      moves: [move(1400, { functionName: 'search-indexer' })],
      until: 9000,
      settlingMs: 1000,
    });
    expect(lanes.map(({ functionName, visits }) => [functionName, visits.length])).toEqual([
      ['search-api', 2],
      ['search-indexer', 1],
    ]);
    expect(lanes[1]?.stretches).toMatchObject([{ from: 1500, until: 9000, versions: ['2'] }]);
  });

  test('is empty where nobody came', () => {
    expect(stretches([], [move(1000)])).toEqual([]);
  });
});

function stretches(visits: readonly Visit[], moves: readonly Move[]) {
  const [lane] = lanesOf(['search-api'], visits, { moves, until: 9000, settlingMs: 1000 });
  return lane!.stretches.map(({ from, until, shares, visits: all, errors }) => {
    return { from, until, met: shares.map((share) => `${share.release}: ${share.visits}`), visits: all, errors };
  });
}

function later(at: number, visits: readonly Visit[]): Visit[] {
  return visits.map((one) => ({ ...one, at: one.at - 1000 + at }));
}
