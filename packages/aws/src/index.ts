export { withoutAccounts } from './accounts.ts';
export { type ClientSettings, clientSettings } from './client-settings.ts';
export { type Connect, connectAs } from './connect.ts';
export {
  type Doing,
  errorName,
  explain,
  explained,
  isAccessDenied,
  isThrottled,
  isTransient,
  TransientError,
} from './errors.ts';
export { judged } from './judged.ts';
export { clientInDoubt, lookAfter } from './lost-answers.ts';
export { onDemand } from './on-demand.ts';
export { type Patience, patient } from './patience.ts';
export { DeadlineError, poll } from './poll.ts';
export { receiving, sending } from './raw-body.ts';
export { type RequestQuota, withinQuotas } from './request-rate.ts';
export { UnsentError, unless } from './unless.ts';
