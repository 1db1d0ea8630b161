import type { SeverityWord } from '@actions-aws/findings';
import { bestOf, type Rank } from '../src/plan/best.ts';

const rank = (index: number, severity: SeverityWord, blocks = false, name = ''): Rank => ({
  index,
  severity,
  blocks,
  name,
});

function kept(most: number, ranks: readonly Rank[]): readonly number[] {
  const best = bestOf(most);
  for (const one of ranks) best.take(one);
  return best.kept().map(({ index }) => index);
}

test('the worst come first, what blocks before all, and what is not known before what is known to be less than high', () => {
  const ranks = [
    rank(0, 'low', true),
    rank(1, 'none'),
    rank(2, 'low'),
    rank(3, 'medium'),
    rank(4, 'unknown'),
    rank(5, 'high'),
    rank(6, 'critical'),
  ];
  expect(kept(9, ranks)).toEqual([0, 6, 5, 4, 3, 2, 1]);
  expect(kept(3, ranks)).toEqual([0, 6, 5]);
});

test('among equals the choice is the same in any order', () => {
  const names = ['b', 'd', 'a', 'c'];
  const of = (order: readonly string[]) =>
    kept(
      2,
      order.map((name) => rank(names.indexOf(name), 'high', false, name)),
    );
  expect(of(names)).toEqual([2, 0]);
  expect(of([...names].reverse())).toEqual(of(names));
});

test('it counts all, and keeps as many as it may of very many', () => {
  const best = bestOf(10);
  for (let index = 0; index < 1000; index += 1) best.take(rank(index, index % 100 === 7 ? 'high' : 'low'));
  expect(best.taken).toBe(1000);
  expect(best.kept().map(({ severity }) => severity)).toEqual(Array.from({ length: 10 }, () => 'high'));
});
