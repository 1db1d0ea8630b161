import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import { tryHistories } from './support/random-trials.ts';

// A sample, drawn by the commit; `extended/` has more.
const scope = scopeOf();

it('random histories, at any depth: what two whole trees say, or that it is not known', async () => {
  const { wrong, complete } = await tryHistories(randomFrom(seedNumber(scope, 'histories')), 1, 8);
  expect({ seed: scope.seed, wrong }).toEqual({ seed: scope.seed, wrong: [] });
  expect(complete).toBeGreaterThan(0);
}, 120_000);
