export { agentsVia } from './agents.ts';
export {
  type Answer,
  BrokenOffError,
  type Exchange,
  exchangeOver,
  type Request,
  UnusableAnswerError,
  unencoded,
} from './exchange.ts';
export { isLocalName } from './local-name.ts';
export { retryAfter } from './retry-after.ts';
