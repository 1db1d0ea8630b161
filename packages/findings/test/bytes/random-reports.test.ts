import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import { tryReports } from '../support/mutants.ts';
import { reportFiles } from '../support/report-file.ts';

// A sample, drawn by the commit.
const scope = scopeOf();
/** What JSON.parse takes and we do not: a document that is no object and no list, and two lists that could each be the one. */
const STRICTER = new Set([
  'UnreadableReport: The file is not JSON: byte N is not what may stand there.',
  'UnreadableReport: The file names "runs" twice in one object: it is not clear which counts.',
  'UnreadableReport: The file names "results" twice in one object: it is not clear which counts.',
]);

const file = reportFiles();

describe('random reports and mutants of them', () => {
  it('are read as JSON.parse reads them, or refused', () => {
    const { wrong, whole, mutated, stricter } = tryReports(randomFrom(seedNumber(scope, 'reports')), file, 500, 10_000);
    expect({ seed: scope.seed, wrong }).toEqual({ seed: scope.seed, wrong: [] });
    expect(stricter.every((why) => STRICTER.has(why))).toBe(true);
    expect(whole.same).toBeGreaterThan(300);
    expect(Math.min(mutated.same, mutated.refused)).toBeGreaterThan(500);
  });
});
