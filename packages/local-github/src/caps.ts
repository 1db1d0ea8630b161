import { SARIF_LIMITS, type SarifLimits } from './code-scanning/limits.ts';

/** How much GitHub takes and tells at most; a test may make it less, so as not to need a huge repository. */
export interface Caps extends SarifLimits {
  /** "Responses include a maximum of 3000 files": https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
  readonly pullFiles: number;
  /**
   * "The list of changed files is only shown on the first page of results, and it includes up to 300 changed files for the entire
   * comparison": https://docs.github.com/en/rest/commits/commits#compare-two-commits
   */
  readonly compareFiles: number;
  /** "up to 1,000 results for each search": https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow */
  readonly runs: number;
  /** "100,000 entries with a maximum size of 7 MB": https://docs.github.com/en/rest/git/trees#get-a-tree */
  readonly treeEntries: number;
  readonly treeBytes: number;
}

/** GitHub's own. */
export const CAPS: Caps = {
  ...SARIF_LIMITS,
  pullFiles: 3000,
  compareFiles: 300,
  runs: 1000,
  treeEntries: 100_000,
  treeBytes: 7 * 1024 * 1024,
};
