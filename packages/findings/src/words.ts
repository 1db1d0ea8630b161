/** What a result is about. `lint` and `license` are judged only where the workflow names them. */
export const KINDS = ['code', 'dependency', 'secret', 'configuration', 'lint', 'license'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * How bad a result is. `unknown` where the tool does not say: it is not the least, it meets every threshold. `none` is what
 * SARIF's kinds `pass`, `notApplicable` and `informational` and its level `none` say: nothing to judge.
 */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown', 'none'] as const;
export type SeverityWord = (typeof SEVERITIES)[number];

/** Where a severity comes from; the first that a result has counts. */
export type SeveritySource = 'tool' | 'cvss' | 'security-severity' | 'level' | 'nothing';

/** A severity, and how it came about. */
export interface Severity {
  readonly word: SeverityWord;
  readonly source: SeveritySource;
  /** As the tool wrote it, such as `HIGH`, `7.5` or `warning`; absent where it wrote none. */
  readonly said?: string;
}
