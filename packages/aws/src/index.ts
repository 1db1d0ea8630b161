export { type ClientSettings, clientSettings } from './client-settings.ts';
export {
  areCredentialsInvalid,
  type Doing,
  errorName,
  explain,
  explained,
  isAccessDenied,
  isTransient,
} from './errors.ts';
export { DeadlineError, poll } from './poll.ts';
