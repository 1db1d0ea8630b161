import { randomFrom } from '@actions-aws/testing';
import { MUTANTS, tryMutants } from '../test/support/mutants.ts';

test('ten thousand mutants of reports end with a verdict, whole files, and nothing unescaped', async () => {
  const fraction = randomFrom(20261130);
  const rounds = Math.ceil(10_000 / MUTANTS);
  expect(await tryMutants(rounds, (below) => Math.floor(fraction() * below))).toEqual([]);
}, 600_000);
