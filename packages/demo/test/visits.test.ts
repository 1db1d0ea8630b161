import { errorsIn, identified, sharesOf } from '../src/story/visits.ts';
import { visit, visitsTo } from './tales.ts';

describe('visits', () => {
  test('are shared out among the releases that answered, the busiest first', () => {
    const lost = visit({ version: '', release: '', problem: 'reset' });
    expect(sharesOf([lost, ...visitsTo('1', '2', '2', '2')])).toEqual([
      { release: '2', visits: 3, share: 0.75 },
      { release: '1', visits: 1, share: 0.25 },
    ]);
    expect(sharesOf([])).toEqual([]);
  });

  test('that failed are put down to the release whose version ran', () => {
    const failed = visit({ version: '7', release: '', problem: 'HTTP 500' });
    const [known] = identified([failed, visit({ version: '7', release: '4' })]);
    expect(known).toEqual({ ...failed, release: '4' });
  });

  test('of one function tell nothing of the versions of another', () => {
    const failed = visit({ functionName: 'search-indexer', version: '7', release: '', problem: 'HTTP 500' });
    expect(identified([failed, visit({ version: '7', release: '4' })])[0]).toEqual(failed);
  });

  test('count as errors when something else than an answer came', () => {
    expect(errorsIn([...visitsTo('1', '1'), visit({ problem: 'reset' })])).toBe(1);
    expect(errorsIn([])).toBe(0);
  });
});
