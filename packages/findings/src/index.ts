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
