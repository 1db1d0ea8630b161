import type * as sdk from '@aws-sdk/client-cloudfront';
import { invalidArgument, refused } from '../errors.ts';
import type { CloudFrontPlace } from '../place.ts';
import { accessControlOf } from '../policies/origin-access-controls.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
const MOST_ORIGINS = 100;

/** The bucket that an origin's domain name names, and its region where the name has it; nothing for one that is no bucket's. */
export function bucketOfDomain(domainName: string): { readonly bucket: string; readonly region?: string } | undefined {
  const match =
    /^([a-z0-9][a-z0-9.-]+)\.s3(?:[.-](?:dualstack\.)?([a-z]+-[a-z]+(?:-[a-z]+)?-\d))?\.amazonaws\.com$/.exec(
      domainName,
    );
  return match ? { bucket: match[1]!, ...(match[2] !== undefined && { region: match[2] }) } : undefined;
}

/** Throws CloudFront's error for the first thing about the origins that it does not take. */
export function assertOrigins(place: CloudFrontPlace, { Origins }: sdk.DistributionConfig): void {
  const origins = Origins?.Items ?? [];
  if (origins.length === 0) throw invalidArgument('The parameter Origins is required.');
  if (origins.length > MOST_ORIGINS)
    throw refused('TooManyOrigins', 'You cannot create more origins for the distribution.');
  const ids = origins.map(({ Id }) => Id);
  if (new Set(ids).size < ids.length) throw invalidArgument('The parameter Origin Id contains duplicates.');
  for (const origin of origins) assertOrigin(place, origin);
}

function assertOrigin(place: CloudFrontPlace, origin: sdk.Origin): void {
  const { DomainName = '', OriginPath = '', OriginAccessControlId = '', S3OriginConfig, CustomOriginConfig } = origin;
  // "must begin with a slash … must not end with one", 255 characters: DownloadDistValuesOrigin.html of the developer guide
  if (OriginPath !== '' && (!OriginPath.startsWith('/') || OriginPath.endsWith('/') || OriginPath.length > 255))
    throw invalidArgument('The parameter OriginPath must begin with a slash, and not end with one.');
  const bucket = bucketOfDomain(DomainName);
  // The message is CloudFront's own: hashicorp/terraform-provider-aws#7847.
  if (S3OriginConfig && !bucket)
    throw invalidArgument('The parameter Origin DomainName does not refer to a valid S3 bucket.');
  const kinds = [S3OriginConfig, CustomOriginConfig, origin.VpcOriginConfig].filter((each) => each !== undefined);
  // The message is CloudFront's own: ansible-collections/community.aws#1819.
  if (kinds.length !== 1)
    throw refused('InvalidOrigin', 'You must specify either a CustomOrigin or an S3Origin. You cannot specify both.');
  if (OriginAccessControlId === '') return;
  if (S3OriginConfig?.OriginAccessIdentity) {
    const message = 'An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).';
    throw refused('IllegalOriginAccessConfiguration', message);
  }
  if (!accessControlOf(place, OriginAccessControlId))
    throw refused('InvalidOriginAccessControl', 'The origin access control is not valid.');
}

/** Each behavior leads to an origin, or to a group of origins, that is there. */
export function assertTargets(
  { Origins, OriginGroups }: sdk.DistributionConfig,
  behaviors: readonly { readonly TargetOriginId?: string | undefined }[],
): void {
  const known = [...(Origins?.Items ?? []), ...(OriginGroups?.Items ?? [])].map(({ Id }) => Id);
  const members = (OriginGroups?.Items ?? []).flatMap(({ Members }) => Members?.Items ?? []);
  const wanted = [...behaviors.map(({ TargetOriginId }) => TargetOriginId), ...members.map(({ OriginId }) => OriginId)];
  // The message is CloudFront's own: hashicorp/terraform#18283.
  if (wanted.some((id) => !known.includes(id)))
    throw refused('NoSuchOrigin', 'One or more of your origins do not exist.', 404);
}
