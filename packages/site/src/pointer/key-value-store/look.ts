import { UserError } from '@actions-aws/action';
import { type Doing, errorName, explain } from '@actions-aws/aws';
import {
  type CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { Pointer } from '../pointer.ts';
import { RELEASE_KEY, readValue } from './value.ts';

/**
 * The states of a store that are known. AWS lists none, and has these in its examples:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-create.html. Any other one ends the run by its name.
 */
const READY = 'READY';
const PROVISIONING = 'PROVISIONING';

/** How often is tried again at once after a conflict. */
export const AT_ONCE = 3;

/** Where a store is full: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_PutKey.html#API_kvs_PutKey_Errors */
export const FULL = 'ServiceQuotaExceededException';

/** What was read with a pointer, and what a write of it goes by. */
export interface Seen extends Pointer {
  /** The text of the key; `undefined` where it is not there. */
  readonly value: string | undefined;
}

/**
 * Reads the pointer of a store: its ETag first. `pause` waits before another attempt, and says whether another one begins.
 *
 * @throws UserError where it cannot be read.
 */
export async function lookAt(
  client: CloudFrontKeyValueStoreClient,
  arn: string,
  pause: () => Promise<boolean>,
): Promise<Seen> {
  const doing = `read the key \`${RELEASE_KEY}\` of the store ${nameOf(arn)}`;
  for (let attempt = 1; ; attempt += 1) {
    let action = 'cloudfront-keyvaluestore:DescribeKeyValueStore';
    try {
      const { ETag, Status, FailureReason } = await client.send(new DescribeKeyValueStoreCommand({ KvsARN: arn }));
      if (Status === PROVISIONING && (await pause())) continue;
      if (Status !== undefined && Status !== READY) throw notReady(arn, Status, FailureReason);
      if (!ETag) throw new UserError(`AWS answered the store ${nameOf(arn)} without an ETag.`);
      action = 'cloudfront-keyvaluestore:GetKey';
      return seenIn(await valueThrough(client, arn), ETag);
    } catch (error) {
      // A read, too, may meet a conflict: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_GetKey.html#API_kvs_GetKey_Errors
      const mayPass = errorName(error) === 'ConflictException' && (attempt < AT_ONCE || (await pause()));
      if (!mayPass) throw told(error, { doing, action });
    }
  }
}

/** What the key `release` of a store holds; `undefined` where it is not there. */
export async function storedValue(client: CloudFrontKeyValueStoreClient, arn: string): Promise<string | undefined> {
  return (await lookAt(client, arn, async () => false)).value;
}

function notReady(arn: string, status: string, reason: string | undefined): UserError {
  return new UserError(`The key value store ${nameOf(arn)} is ${status}, not ${READY}${reason ? `: ${reason}` : ''}.`, {
    hint:
      status === PROVISIONING
        ? 'Wait until it is READY, which takes a moment after it was made, and run the job again.'
        : 'Look at the store in the console of CloudFront; where it could not be made, make it anew, and associate it with the function.',
  });
}

async function valueThrough(client: CloudFrontKeyValueStoreClient, arn: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetKeyCommand({ KvsARN: arn, Key: RELEASE_KEY }))).Value ?? '';
  } catch (error) {
    // The store is there: it was just described.
    if (errorName(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** The name in `arn:aws:cloudfront::123456789012:key-value-store/0a1b…`. */
export function nameOf(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}

/** What a text of the key says. */
export function seenIn(value: string | undefined, etag: string): Seen {
  const found = value === undefined ? undefined : readValue(value);
  const seen = {
    kind: 'key-value-store' as const,
    release: found?.release,
    raw: found?.release ?? (value ?? '').slice(0, 100),
    mark: found?.mark,
    etag,
    deployed: true,
  };
  // Not shown where a pointer is printed.
  return Object.defineProperty(seen, 'value', { value }) as unknown as Seen;
}

/**
 * What failed, and what to do. Credentials that work everywhere else, and not here, are mostly of STS's global endpoint: their tokens hold
 * in one Region each, where SigV4a asks for all
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-function-restrictions.html).
 */
export function told(error: unknown, doing: Doing): Error {
  const explained = explain(error, doing);
  if (errorName(error) === FULL) {
    const hint = 'Remove keys that are not needed from the store; it takes 5 MB, and this action needs one key of it.';
    return new UserError(explained.message, { hint, cause: error });
  }
  if (!(explained instanceof UserError) || explained.code !== 'credentials-invalid') return explained;
  return new UserError(explained.message, {
    hint: `${explained.hint ?? ''} Key value stores refuse tokens of the global endpoint of STS: set AWS_STS_REGIONAL_ENDPOINTS to \`regional\`, and assume the role in a Region.`.trim(),
    code: explained.code,
    cause: error,
  });
}
