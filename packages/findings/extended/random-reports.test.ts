import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import { tryReports } from '../test/support/mutants.ts';
import { reportFiles } from '../test/support/report-file.ts';

const scope = scopeOf();
const file = reportFiles();

it('more random reports and mutants of them are read as JSON.parse reads them, or refused', () => {
  const { wrong } = tryReports(randomFrom(seedNumber(scope, 'more reports')), file, 5_000, 100_000);
  expect({ seed: scope.seed, wrong }).toEqual({ seed: scope.seed, wrong: [] });
}, 3_600_000);
