export { agentsVia } from './agents.ts';
export { type Exchange, exchangeBy, exchangeOver, unencoded, wholeAnswer } from './exchange.ts';
export { isLocalName } from './local-name.ts';
export {
  type Answer,
  BrokenOffError,
  type Request,
  type StreamedAnswer,
  type StreamedBody,
  UnusableAnswerError,
} from './messages.ts';
export { retryAfter } from './retry-after.ts';
export { type Stream, type StreamLimits, streamOver } from './stream.ts';
