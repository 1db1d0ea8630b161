export { type Addresses, addressesBy, httpAddresses } from './addresses.ts';
export {
  type AddressCheck,
  type Check,
  checksDocument,
  type Expectations,
  type GivenCheck,
  type TargetCheck,
  verifyDocument,
} from './document.ts';
export { excerpt } from './excerpt.ts';
export { type Answer, shortcomings } from './judge.ts';
export { type CheckResult, failures, type Prover, prove, type Target } from './prove.ts';
export type { HttpRequest } from './request.ts';
export { type Site, type SiteAsker, siteTarget, wrongForSites } from './site-target.ts';
