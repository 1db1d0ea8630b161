import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import { tryMutants } from './support/mutants.ts';

test('mutants of reports end with a verdict, whole files, and nothing unescaped', async () => {
  // A sample, drawn by the commit; the extended run tries ten thousand.
  const fraction = randomFrom(seedNumber(scopeOf(), 'mutants'));
  expect(await tryMutants(10, (below) => Math.floor(fraction() * below))).toEqual([]);
});
