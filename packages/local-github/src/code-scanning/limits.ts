/**
 * How much of what GitHub takes and keeps: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#validating-your-sarif-file
 * and https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
 */
export interface SarifLimits {
  /**
   * "a maximum size of 10 MB", of the gzip file: 11 MB of JSON that were 1.4 MB as gzip got through. Whether these are 10,000,000
   * bytes or 10,485,760 is not said: the fewer.
   */
  readonly sarifBytes: number;
  /** Of the JSON. Nothing is documented; a gzip file of 10 MB can hold 10 GB, and this is what fits into a string here. */
  readonly sarifTextBytes: number;
  /** "limited to 1,000 requests per hour for each user or app installation calling it": all tokens of the repository are one. */
  readonly sarifUploadsPerHour: number;
  readonly sarifRuns: number;
  readonly sarifResults: number;
  /** Those above are not kept, and no error tells: https://github.com/github/docs/issues/38085 */
  readonly sarifResultsKept: number;
  readonly sarifRules: number;
  readonly sarifExtensions: number;
  /**
   * Of one result. The table has 1,000, the text about `locations[]` "a maximum of 10": this is the text's, the stricter one, and
   * {@link sarifAllLocations} the table's.
   */
  readonly sarifLocations: number;
  /** Of one result, with those that are related. Whether these count is not documented: they do. */
  readonly sarifAllLocations: number;
  /** Of one result, in all its flows together. */
  readonly sarifFlowLocations: number;
  /**
   * Of one rule. The table has 20, of which 10 are kept; the page about errors has "fewer than 10" as the remedy; 11 were taken with
   * a warning (https://github.com/github/codeql/issues/18193). More than what is kept is refused here, the strictest that a client
   * that sends all that is shown can meet.
   */
  readonly sarifTags: number;
  /** Of a rule's name, and of each of its descriptions; the rest is cut off. */
  readonly ruleName: number;
  readonly ruleText: number;
  /** "All analysis uploads blocked due to alert limit": https://docs.github.com/en/enterprise-server@3.14/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit */
  readonly alerts: number;
}

/** GitHub's own. */
export const SARIF_LIMITS: SarifLimits = {
  sarifBytes: 10_000_000,
  sarifTextBytes: 500_000_000,
  sarifUploadsPerHour: 1000,
  sarifRuns: 20,
  sarifResults: 25_000,
  sarifResultsKept: 5000,
  sarifRules: 25_000,
  sarifExtensions: 100,
  sarifLocations: 10,
  sarifAllLocations: 1000,
  sarifFlowLocations: 10_000,
  sarifTags: 10,
  ruleName: 255,
  ruleText: 1024,
  alerts: 1_000_000,
};
