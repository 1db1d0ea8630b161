export { type Addresses, addressesBy, httpAddresses } from './addresses.ts';
export {
  type Check,
  checksDocument,
  type GivenCheck,
  type TargetCheck,
  verifyDocument,
} from './document.ts';
export { excerpt } from './excerpt.ts';
export { type Answer, shortcomings } from './judge.ts';
export { type CheckResult, failedInWords, prove, type Target } from './prove.ts';
export type { HttpRequest } from './request.ts';
export { siteAddress, siteHeaders } from './site-inputs.ts';
export { type Site, siteTarget, wrongForSites } from './site-target.ts';
export { summarizeChecks } from './summarize.ts';
