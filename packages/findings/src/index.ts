export { type Cut, cutReport, readJson } from './bytes/cut-report.ts';
export type { Limits } from './bytes/limits.ts';
export { type Unreadable, UnreadableReport } from './bytes/unreadable-report.ts';
export { advisoriesOf, ghsaIn } from './dependency/advisories.ts';
export { isDistribution, packageInPurl, packageNamed, packageType } from './dependency/packages.ts';
export type {
  Dependency,
  Failure,
  NormalResult,
  Package,
  Place,
  Reported,
  Rule,
  Subject,
  Suppression,
} from './result.ts';
export { KINDS, type Kind, SEVERITIES, type Severity, type SeveritySource, type SeverityWord } from './words.ts';
