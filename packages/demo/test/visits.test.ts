import { errorsIn, sharesOf, spellsOf } from '../src/visits.ts';
import { visitsTo } from './tales.ts';

describe('what users met, over time', () => {
  test('is told in spells, one for each change of version, coming back included', () => {
    const spells = spellsOf(visitsTo('1', '1', '2', '2', '2', '1'));
    expect(spells.map(({ version, visits }) => [version, visits])).toEqual([
      ['1', 2],
      ['2', 3],
      ['1', 1],
    ]);
    expect(spells[1]).toMatchObject({ from: 1100, until: 1200, errors: 0, medianMs: 4, slowestMs: 4 });
  });

  test('follows the order in which requests were sent, not that of the answers', () => {
    const [first, second, third] = visitsTo('1', '1', '2');
    expect(spellsOf([third!, first!, second!]).map(({ version }) => version)).toEqual(['1', '2']);
  });

  test('takes requests that were under way at the same time in the order that fits', () => {
    const visit = (at: number, tookMs: number, version: string) => ({ at, tookMs, version, problem: '' });
    const overlapping = [visit(1000, 4, '1'), visit(1050, 80, '2'), visit(1100, 4, '1'), visit(1150, 60, '2')];
    expect(spellsOf(overlapping).map(({ version }) => version)).toEqual(['1', '2']);
    const apart = [visit(1000, 4, '1'), visit(1050, 40, '2'), visit(1100, 4, '1'), visit(1150, 60, '2')];
    expect(spellsOf(apart).map(({ version }) => version)).toEqual(['1', '2', '1', '2']);
  });

  test('counts a request that nobody answered as an error of what was live', () => {
    const [first, , third] = visitsTo('1', '1', '1');
    const lost = { at: 1050, tookMs: 20, version: '', problem: 'reset' };
    expect(spellsOf([first!, lost, third!])).toMatchObject([{ version: '1', visits: 3, errors: 1, slowestMs: 20 }]);
  });

  test('gives errors before the first answer to the version that answers first', () => {
    const lost = { at: 900, tookMs: 20, version: '', problem: 'no alias' };
    expect(spellsOf([lost, ...visitsTo('1')])).toMatchObject([{ version: '1', visits: 2, errors: 1 }]);
  });

  test('has no spell where there was no visit', () => {
    expect(spellsOf([])).toEqual([]);
    expect(sharesOf([])).toEqual([]);
    expect(errorsIn([])).toBe(0);
  });

  test('is shared out among the versions that answered, the busiest first', () => {
    const lost = { at: 900, tookMs: 20, version: '', problem: 'reset' };
    expect(sharesOf([lost, ...visitsTo('1', '2', '2', '2')])).toEqual([
      { version: '2', visits: 3, share: 0.75 },
      { version: '1', visits: 1, share: 0.25 },
    ]);
  });
});
