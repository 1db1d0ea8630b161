export { MOST_PAGES, mistakenOf } from './function/filter.ts';
export { mistakenIn, type Routing, routingOf } from './function/routing.ts';
export { awsHistory } from './history/aws-history.ts';
export { type History, lastLive, type Move, retiredAt, tabsBefore } from './history/history.ts';
export { noteBack } from './history/note-back.ts';
export { bucketName, distributionId, pointerChoice } from './inputs/sites.ts';
export { type SiteClients, sitesOnAws } from './on-aws.ts';
export type { Chosen } from './pointer/choose.ts';
export { COMMENT_LIMIT, charactersToFree, readComment, writeComment } from './pointer/comment.ts';
export { withGivenEndpoint } from './pointer/key-value-store/client.ts';
export { keyValueStore } from './pointer/key-value-store/key-value-store.ts';
export { readValue, type Value, writeValue } from './pointer/key-value-store/value.ts';
export { backTo, claiming, isSameMove, movingTo } from './pointer/marks.ts';
export { originPath } from './pointer/origin-path.ts';
export type { Pointer, PointerChoice, PointerContent, PointerKind, SitePointer, Swap } from './pointer/pointer.ts';
export { configurationIn, edited } from './pointer/raw-distribution.ts';
export { referenceOf } from './pointer/spread.ts';
export { type Staged, stagedBy, stagedRelease, stagedText } from './pointer/staged.ts';
export { lookAtPointer, UncertainPointerError } from './pointer/uncertain.ts';
export { awsReleases, uriOf } from './release/aws-releases.ts';
export { type Clash, toCarry, withCarried } from './release/carry.ts';
export { carryInto } from './release/carry-into.ts';
export { urlPathOf } from './release/encodings.ts';
export { lackingOf } from './release/lacking.ts';
export {
  byPath,
  type CarriedFile,
  FILE_HEADERS,
  type FileHeaders,
  isServedAlike,
  type Manifest,
  manifestOf,
  type ReleaseFile,
} from './release/manifest.ts';
export { keyOf, manifestKeyOf, pathOf, prefixOf, RELEASE_FILE } from './release/names.ts';
export type { Content, Releases, Written } from './release/releases.ts';
export {
  besideShared,
  isShared,
  isSharedBy,
  PATTERNS_LIMIT,
  patternsFor,
  placeOf,
  SHARED_PREFIX,
  sharedKeyOf,
  sharing,
} from './release/shared.ts';
export type { Bucket } from './release/stored.ts';
export { readManifest, releaseFileOf, type Unreadable, writeManifest } from './release/written.ts';
export {
  type Address,
  ARRIVES_WITHIN_MS,
  ask,
  RELEASE_PATH,
  type Served,
  type Watched,
  watchServed,
} from './served/served.ts';
export { siteVisitor } from './served/visitor.ts';
export { awsSurvey, readDistribution } from './survey/aws.ts';
export { textAt } from './survey/document/xml.ts';
export { misplaced, unreachedIn, whyOf } from './survey/judge/assets.ts';
export { isRed, judge } from './survey/judge/judge.ts';
export { type Level, VERDICTS, type VerdictName } from './survey/judge/table.ts';
export type { Verdict } from './survey/judge/verdicts.ts';
export type { SurveyPorts } from './survey/ports.ts';
export { accountOf, addressesOf, surveySites } from './survey/read.ts';
export {
  type Addressed,
  type Distribution,
  type Question,
  questionOf,
  type Reading,
  type Role,
  type Survey,
} from './survey/survey.ts';
export { failureOfSurvey, summarizeSurvey, tellSurvey, verdictsAsData } from './survey/told.ts';
