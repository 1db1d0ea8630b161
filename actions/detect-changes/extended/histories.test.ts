import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import { tryHistories } from '../test/support/random-trials.ts';

const scope = scopeOf();

it('random histories, at any depth: what two whole trees say, or that it is not known', async () => {
  const { wrong, complete } = await tryHistories(randomFrom(seedNumber(scope, 'more histories')), 12, 12);
  expect({ seed: scope.seed, wrong }).toEqual({ seed: scope.seed, wrong: [] });
  expect(complete).toBeGreaterThan(70);
}, 3_600_000);
