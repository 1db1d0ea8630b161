import { AwsError } from '../../kernel/errors.ts';

// Codes, statuses and messages: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList

/** The bucket does not exist. */
export function noSuchBucket(bucket: string): AwsError {
  return new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: bucket });
}

/** The object does not exist. */
export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { Key: key });
}

/** The version does not exist. */
export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError('NoSuchVersion', 404, 'The specified version does not exist.', {
    Key: key,
    VersionId: versionId,
  });
}

/** The multipart upload does not exist. */
export function noSuchUpload(uploadId: string): AwsError {
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  return new AwsError('NoSuchUpload', 404, message, { UploadId: uploadId });
}

/** Not allowed, without saying more: S3 hides what exists from those who may not look. */
export function accessDenied(): AwsError {
  return new AwsError('AccessDenied', 403, 'Access Denied');
}

/** A precondition does not hold; `condition` is the header that failed. */
export function preconditionFailed(condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError('PreconditionFailed', 412, message, { Condition: condition });
}

/** Another write of the key came between; S3's own message could not be found. */
export function conditionalRequestConflict(key: string): AwsError {
  return new AwsError('ConditionalRequestConflict', 409, 'A conflicting operation occurred.', { Key: key });
}

/** An argument that S3 does not take. */
export function invalidArgument(message: string, name: string, value: string): AwsError {
  return new AwsError('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: value });
}

/** A request that makes no sense as a whole. */
export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', 400, message);
}

/** A document that is not of the schema. */
export function malformedXml(): AwsError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new AwsError('MalformedXML', 400, message);
}

/** What S3 has and the local cloud lacks. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', 501, `The local cloud does not implement ${what}.`);
}
