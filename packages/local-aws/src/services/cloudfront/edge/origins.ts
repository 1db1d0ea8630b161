import type * as sdk from '@aws-sdk/client-cloudfront';
import { bucketOfDomain } from '../distributions/origins.ts';
import { arnOf, type CloudFrontPlace } from '../place.ts';
import { accessControlOf } from '../policies/origin-access-controls.ts';
import type { CloudFrontPorts, OriginAnswer } from '../ports.ts';
import type { Distribution } from '../state.ts';
import { ofEdge } from './viewer.ts';

/** What it takes to ask the origins of a distribution for what an edge does not have. */
export interface Origins {
  readonly place: CloudFrontPlace;
  readonly ports: CloudFrontPorts;
  readonly distribution: Distribution;
  readonly settings: sdk.DistributionConfig;
}

/** Asks an origin, or the members of a group one after another: high_availability_origin_failover.html of the developer guide. */
export function askOrigin(origins: Origins, id: string | undefined, path: string): OriginAnswer {
  const { settings } = origins;
  const group = settings.OriginGroups?.Items?.find((each) => each.Id === id);
  if (!group) return askOne(origins, id, path);
  const failing = group.FailoverCriteria?.StatusCodes?.Items ?? [];
  const [first, second] = (group.Members?.Items ?? []).map(({ OriginId }) => OriginId);
  const answer = askOne(origins, first, path);
  return second !== undefined && failing.includes(answer.status) ? askOne(origins, second, path) : answer;
}

function askOne({ place, ports, distribution, settings }: Origins, id: string | undefined, path: string): OriginAnswer {
  const origin = settings.Origins?.Items?.find((each) => each.Id === id);
  const bucket = bucketOfDomain(origin?.DomainName ?? '')?.bucket;
  // There is no other server to be asked here.
  if (!origin?.S3OriginConfig || bucket === undefined)
    return ofEdge(502, 'The local cloud reaches no origin but buckets.');
  const key = keyOf(`${origin.OriginPath ?? ''}${path}`);
  if (key === undefined) return ofEdge(400, 'The path is not percent-encoded UTF-8.');
  const control = accessControlOf({ ...place, account: distribution.account }, origin.OriginAccessControlId ?? '');
  const signs = control !== undefined && control.config.SigningBehavior !== 'never';
  const sourceArn = signs ? arnOf(distribution.account, 'distribution', distribution.id) : undefined;
  return ports.readObject({ bucket, key, sourceArn });
}

/**
 * The key that S3 takes a path for. It reads a plus sign as a space, that of a signed request too: nginx/nginx-s3-gateway#77, imgix/js-core#88.
 * A name with a plus sign is therefore reached as `%2B` alone.
 */
function keyOf(path: string): string | undefined {
  try {
    return decodeURIComponent(path.slice(1).replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
