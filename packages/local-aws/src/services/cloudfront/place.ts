import type { Call, Place } from '../../kernel/service.ts';
import { noSuchDistribution } from './errors.ts';
import type { CloudFrontState, Distribution } from './state.ts';

/** Where CloudFront's operations act. */
export type CloudFrontPlace = Place<CloudFrontState>;

/** One call of them. */
export type CloudFrontCall = Call<CloudFrontState>;

/** Kinds of resources, as their ARNs name them. */
export type Kind =
  | 'distribution'
  | 'function'
  | 'key-value-store'
  | 'origin-access-control'
  | 'cache-policy'
  | 'origin-request-policy'
  | 'response-headers-policy';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html#amazoncloudfront-resources-for-iam-policies */
export function arnOf(account: string, kind: Kind, id: string): string {
  return `arn:aws:cloudfront::${account}:${kind}/${id}`;
}

/** The caller's distribution of an id; throws NoSuchDistribution, also where it is another account's. */
export function distributionOf({ state, account }: CloudFrontPlace, id: string | undefined): Distribution {
  const found = state.distributions.get(id ?? '');
  if (found?.account !== account) throw noSuchDistribution();
  return found;
}

/** An id in AWS's form, such as `E2QWRUHAPOMQZL`: a letter and thirteen capitals and digits. */
export function newId({ newId: uuid }: Pick<CloudFrontPlace, 'newId'>, letter: string): string {
  const number = BigInt(`0x${uuid().replaceAll('-', '')}`);
  return letter + number.toString(36).toUpperCase().padStart(13, '0').slice(-13);
}
