import { AwsError } from '../../kernel/errors.ts';

// Codes and statuses are those of AWS's model (botocore data/cloudfront/2020-05-31/service-2.json, 1.43.11). Messages are
// CloudFront's own where an issue has one, with its address beside it, else the model's documentation of the error.

/** https://github.com/aws/aws-sdk/issues/576 */
export function invalidIfMatch(): AwsError {
  const message = 'The If-Match version is missing or not valid for the resource.';
  return new AwsError('InvalidIfMatchVersion', 400, message);
}

/** https://github.com/hashicorp/terraform-provider-aws/issues/17841 */
export function preconditionFailed(): AwsError {
  const message = "The request failed because it didn't meet the preconditions in one or more request-header fields.";
  return new AwsError('PreconditionFailed', 412, message);
}

/** The distribution does not exist, or is another account's. */
export function noSuchDistribution(): AwsError {
  return new AwsError('NoSuchDistribution', 404, 'The specified distribution does not exist.');
}

/** The invalidation does not exist. */
export function noSuchInvalidation(): AwsError {
  return new AwsError('NoSuchInvalidation', 404, 'The specified invalidation does not exist.');
}

/** A policy, an access control or a function that is named and does not exist. */
export function noSuch(code: string, what: string): AwsError {
  return new AwsError(code, 404, `The specified ${what} does not exist.`);
}

/** An argument that CloudFront does not take. */
export function invalidArgument(message: string): AwsError {
  return new AwsError('InvalidArgument', 400, message);
}

/** Any other refusal of a configuration: each has a code of its own. */
export function refused(code: string, message: string, status = 400): AwsError {
  return new AwsError(code, status, message);
}

/** A body that is needed is not there. */
export function missingBody(): AwsError {
  const message = 'This operation requires a body. Ensure that the body is present and the Content-Type header is set.';
  return new AwsError('MissingBody', 400, message);
}
