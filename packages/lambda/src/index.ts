export {
  type Alias,
  type AliasContent,
  type Aliases,
  type AliasesOptions,
  awsAliases,
  type MoveOptions,
  markedDescription,
  type Swap,
  UncertainAliasError,
  type WriteOptions,
} from './aliases.ts';
export { awaitVersion, awaken, UnusableVersionError, type Waiting } from './awaken.ts';
export { backFrom, canaryOf, ofLive, sharesTraffic } from './canary.ts';
export { claiming, isClaimed } from './claim.ts';
export {
  type CodeStorage,
  type Configuration,
  type Difference,
  differences,
  maybeSame,
  storageOf,
} from './configuration.ts';
export { listedTwice, oneOrSeveral, type Skipped, shortName } from './functions-input.ts';
export { historyOf, liveBefore, movingOn } from './history.ts';
export {
  awsInvocations,
  type Invocation,
  type InvocationLimits,
  type Invocations,
  type NotFound,
  type NotInvoked,
} from './invocations.ts';
export { aliasName, functionName, previousAliasOf, versionNumber } from './names.ts';
export { inOneOrder } from './one-order.ts';
export { looksAgain, type Outdated } from './outdated.ts';
export { LAMBDA_QUOTAS } from './quotas.ts';
export { remedyOf } from './reasons.ts';
export {
  type Answer,
  isRuntimePinned,
  type Judgement,
  judgeProvisioned,
  judgeState,
  judgeUpdate,
  type Place,
} from './states.ts';
export {
  awsVersions,
  type FunctionVersion,
  functionVersion,
  LATEST,
  type PublishedVersion,
  type Versions,
} from './versions.ts';
export { cutoverInWords, skippedInWords } from './words.ts';
