import { AwsError } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/service.ts';
import { currentOf } from './buckets.ts';
import { conditionalRequestConflict, noSuchKey, preconditionFailed } from './errors.ts';
import type { Bucket, S3State, Version } from './state.ts';

/** The conditions of a read, whatever the headers they came in. */
export interface ReadConditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: Date | undefined;
  readonly ifUnmodifiedSince: Date | undefined;
}

/**
 * How a read stands with its conditions. An If-Match that holds outweighs If-Unmodified-Since, an If-None-Match that fails
 * outweighs If-Modified-Since: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function evaluate(version: Version, conditions: ReadConditions): 'read' | 'not-modified' | 'failed' {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, version)) return 'failed';
  } else if (ifUnmodifiedSince && seconds(version.modified) > seconds(ifUnmodifiedSince.getTime())) return 'failed';
  if (ifNoneMatch !== undefined) return matchesEtag(ifNoneMatch, version) ? 'not-modified' : 'read';
  if (ifModifiedSince && seconds(version.modified) <= seconds(ifModifiedSince.getTime())) return 'not-modified';
  return 'read';
}

/** HTTP dates have no finer resolution. */
function seconds(time: number): number {
  return Math.floor(time / 1000);
}

/** Throws 412 or 304 unless a GET or HEAD may go on. */
export function assertReadable(version: Version, conditions: ReadConditions): void {
  const verdict = evaluate(version, conditions);
  if (verdict === 'failed')
    throw preconditionFailed(conditions.ifMatch === undefined ? 'If-Unmodified-Since' : 'If-Match');
  if (verdict === 'not-modified') throw new AwsError('NotModified', 304, 'Not Modified', { etag: version.etag });
}

/**
 * Throws unless a write may go on; a delete marker counts as no version. Where the key was written or deleted while the request
 * was under way, S3 answers 409 or 412: "If a conflicting operation occurs during the upload S3 returns a 409
 * ConditionalRequestConflict response" (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html), and to the later
 * of two conditional writes 412 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html). Which one is
 * not to be foreseen: here they take turns, 409 first.
 */
export function assertWritable(
  call: Call<S3State>,
  bucket: Bucket,
  key: string,
  { IfMatch: ifMatch, IfNoneMatch: ifNoneMatch }: WriteConditions,
): void {
  try {
    assertHolds(key, currentOf(bucket, key), ifMatch, ifNoneMatch);
  } catch (error) {
    const isFailed = error instanceof AwsError && [404, 412].includes(error.status);
    if (isFailed && (bucket.written.get(key) ?? 0) >= call.arrived && call.state.conflicts++ % 2 === 0)
      throw conditionalRequestConflict(key);
    throw error;
  }
}

/** The conditions of a write. */
export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

function assertHolds(
  key: string,
  current: Version | undefined,
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
): void {
  const existing = current?.deleteMarker ? undefined : current;
  if (ifMatch !== undefined && ifNoneMatch !== undefined)
    throw notSupported('If-Match,If-None-Match', 'Multiple conditional request headers present in the request');
  if (ifNoneMatch !== undefined) {
    // "Expects the '*' (asterisk) character"; an ETag is answered 501.
    if (ifNoneMatch !== '*') throw unaccepted('If-None-Match');
    if (existing) throw preconditionFailed('If-None-Match');
  }
  if (ifMatch === undefined) return;
  // Recorded.
  if (ifMatch === '*') throw unaccepted('If-Match');
  if (!existing) throw noSuchKey(key);
  if (!matchesEtag(ifMatch, existing)) throw preconditionFailed('If-Match');
}

/** Throws unless a delete may go on: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
export function assertDeletable(key: string, current: Version | undefined, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  if (!current || current.deleteMarker) throw noSuchKey(key);
  if (!matchesEtag(ifMatch, current)) throw preconditionFailed('If-Match');
}

function matchesEtag(wanted: string, { etag }: Version): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '').replace(/^"|"$/g, '');
  return wanted.trim() === '*' || wanted.split(',').some((each) => bare(each) === bare(etag));
}

function unaccepted(header: string): AwsError {
  return notSupported(header, `We don't accept the provided value of ${header} header for this API`);
}

/** Recorded. */
function notSupported(header: string, additionalMessage: string): AwsError {
  const message = 'A header you provided implies functionality that is not implemented';
  return new AwsError('NotImplemented', 501, message, { Header: header, additionalMessage });
}
