import { AwsError } from '../../kernel/errors.ts';

// Codes and statuses: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront_KeyValueStore.html;
// AWS's messages could not be found.

/** The store or the key does not exist. */
export function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, `${what} was not found.`);
}

/** The store is not in the state that is expected. */
export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', 409, message);
}

/** A request that the store does not take. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', 400, message);
}

/** More than a store may hold: 402, as AWS has it. */
export function tooMuch(message: string): AwsError {
  return new AwsError('ServiceQuotaExceededException', 402, message);
}
