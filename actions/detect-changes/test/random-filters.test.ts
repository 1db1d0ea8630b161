import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import { tryFilters } from './support/random-filters.ts';

// A sample, drawn by the commit.
const scope = scopeOf();

test('random filters and random changes: what a slow and plain reading of the rules says', () => {
  const { differing, on, off } = tryFilters(randomFrom(seedNumber(scope, 'filters')), 2_000);
  expect({ seed: scope.seed, differing }).toEqual({ seed: scope.seed, differing: [] });
  expect(Math.min(on, off)).toBeGreaterThan(500);
});
