export { Cancelled, reasonOf, wasGivenUp } from './cancellation.ts';
export { type Clock, systemClock } from './clock.ts';
export { completeFailedRun } from './failed-run.ts';
export { type Failure, failureOf } from './failure.ts';
export { type Content, escapeHtml, type Html, html, trusted } from './html.ts';
export { atMost, inParallel } from './in-parallel.ts';
export { inert, oneLine } from './inert.ts';
export { document, readDocument, type Schema, type SchemaIssue } from './input/document.ts';
export { duration, parseDuration, showDuration } from './input/duration.ts';
export {
  accepted,
  type Input,
  type InputSpec,
  type InputsOf,
  input,
  inputName,
  optional,
  type Parsed,
  type Refusal,
  refused,
  type Surroundings,
} from './input/input.ts';
export { InputError, type Problem } from './input/input-error.ts';
export { type Entries, entriesOf, list } from './input/lists.ts';
export { filesMatching, isPattern } from './input/matching.ts';
export { path } from './input/path.ts';
export { isWithin, type Places, placesOf, realWay, seemsWithin } from './input/places.ts';
export { readInputs, secretsIn } from './input/read.ts';
export { choice, flag, integer, type Range, text } from './input/scalars.ts';
export { secret } from './input/secret.ts';
export { type UnknownInputs, unknownInputs } from './input/unknown.ts';
export {
  type Annotation,
  type Log,
  type LogLine,
  type RecordingLog,
  recordingLog,
  runnerLog,
} from './log.ts';
export { bold, code, type Markdown, prose, type Text } from './markdown.ts';
export { type OutputSheet, type Outputs, type OutputValue, outputSheet, outputText } from './outputs.ts';
export { type Destination, proxyFor, proxySecretsIn } from './proxy.ts';
export type { Action, Run } from './run.ts';
export { runAction } from './run-action.ts';
export { showTime } from './show-time.ts';
export type { State } from './state.ts';
export { createSummary, type Summary, summaryLimit } from './summary.ts';
export { took } from './took.ts';
export { UserError, type UserErrorOptions } from './user-error.ts';
export { wrongLetters } from './wrong-letters.ts';
