/**
 * The category in an `automationDetails.id`: "everything in the string until the last forward slash"; without a slash there is none.
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support#runautomationdetails-object
 */
export function categoryIn(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('/')));
}

/** The id of a run in a category, without a name of the run: each run is that of its commit. */
export function idOf(category: string): string {
  return `${category}/`;
}

/** What of a run tells which analysis it is. */
export interface Named {
  readonly tool: string;
  readonly category: string;
  /** The report's path, for messages. */
  readonly file: string;
  /** Its place among the runs of the report, from 1 on. */
  readonly run: number;
}

/**
 * Runs that GitHub would take for one analysis, as sentences: "Code scanning will no longer combine multiple SARIF runs", and
 * refuses them since https://github.blog/changelog/2025-07-21-code-scanning-will-stop-combining-multiple-sarif-runs-uploaded-in-the-same-sarif-file/
 */
export function repeated(runs: readonly Named[]): readonly string[] {
  const groups = Map.groupBy(runs, analysisOf);
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => `${group.map(placeOf).join(' and ')} are both ${analysisOf(group[0] as Named)}`);
}

/** The analysis in words, such as `Trivy in the category trivy/backend`. */
export function analysisOf({ tool, category }: Pick<Named, 'tool' | 'category'>): string {
  return category === '' ? `${tool} without a category` : `${tool} in the category ${category}`;
}

function placeOf({ file, run }: Named): string {
  return `run ${run} of ${file}`;
}
