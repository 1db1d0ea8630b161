/**
 * What GitHub takes of a file, where its pages contradict each other the less of both:
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
 */
export const LIMITS = {
  /** "Runs per file". */
  runs: 20,
  /** "gzip-compressed": 10 MB, which may mean either million. */
  bytes: 10_000_000,
  /** "Results per run": 25,000 are taken, and the top 5,000 are kept; which these are is not as documented (github/docs#38085). */
  results: 5_000,
  /** "Tool extensions per run". */
  extensions: 100,
  /** "Tags per rule": 20 are taken, 10 are kept. */
  tags: 10,
  /** "Locations per result": 100 are kept by the table, and the text about `locations[]` says "max 10". Only the first is annotated. */
  locations: 10,
  /** "Thread flow locations per result": 10,000 are taken, 1,000 are kept. */
  steps: 1_000,
  /** "rule name", in characters. */
  name: 255,
  /** "short description" and "full description": 1,024 in one place, 1,000 in another. */
  description: 1_000,
} as const;
