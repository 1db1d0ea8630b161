export { type Cut, cutReport, READ } from './bytes/cut-report.ts';
export { readJsonLines } from './bytes/json-lines.ts';
export type { Limits } from './bytes/limits.ts';
export { type Unreadable, UnreadableReport } from './bytes/unreadable-report.ts';
export { advisoriesOf, ghsaIn } from './dependency/advisories.ts';
export { isDistribution, packageInPurl, packageNamed, packageType } from './dependency/packages.ts';
export type { Lines } from './line-hash/checkout-lines.ts';
export { linesOf } from './line-hash/checkout-lines.ts';
export { lineHashes } from './line-hash/line-hash.ts';
export { imageName, uriInImage } from './places/image-name.ts';
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
export type { NormaliseContext } from './sarif/context.ts';
export { seeksCredentials, withoutUsers } from './sarif/credentials.ts';
export { isSarif, runsOf } from './sarif/log.ts';
export { type AggregateRun, aggregateRun, type Remembered } from './sarif/mark/aggregate-run.ts';
export {
  FINGERPRINT,
  type LogMark,
  logMark,
  MARK,
  markOf,
  type ResultMark,
  type RunMark,
  resultMark,
  runMark,
  suppressionFor,
  UnknownMark,
  withoutMark,
} from './sarif/mark/mark.ts';
export { type KnownFiles, knownFiles } from './sarif/plain/known-files.ts';
export type { PlainReader } from './sarif/plain/plain-reader.ts';
export type { PlainFile, PlainResult, PlainSort } from './sarif/plain/plain-result.ts';
export { normaliserOfReported } from './sarif/reported.ts';
export { isFailure, isGone, type SarifRun, sarifRun } from './sarif/sarif-run.ts';
export { link, list, shape } from './shapes.ts';
export type { ToolFacts } from './tools/facts.ts';
export { factsOf, isFailing, KNOWN_TOOLS, titleOf, toolOf, toolsNamed } from './tools/known.ts';
export type { KnownTool } from './tools/table.ts';
export { KINDS, type Kind, SEVERITIES, type Severity, type SeveritySource, type SeverityWord } from './words.ts';
