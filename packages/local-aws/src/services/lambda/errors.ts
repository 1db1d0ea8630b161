import { counted } from '../../kernel/constraints.ts';
import { AwsError } from '../../kernel/errors.ts';

// Wordings are AWS's, as recorded by the aws-validated tests of localstack (test_lambda_api and test_lambda,
// *.snapshot.json) unless a function names another source.

const user = { Type: 'User' };

/** 400: a value that the model allows and the service does not. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', 400, message, user);
}

/** The same, as the few refusals that are recorded without a Type. */
export function untypedInvalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', 400, message, { Type: undefined });
}

/** 404. */
export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, message, user);
}

/** 404 for a function, a version of it, or (outside the alias operations) an alias. */
export function functionNotFound(arn: string): AwsError {
  return notFound(`Function not found: ${arn}`);
}

/** 404 where an alias is asked for. */
export function aliasNotFound(arn: string): AwsError {
  return notFound(`Cannot find alias arn: ${arn}`);
}

/** 409. */
export function conflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', 409, message, user);
}

/** 409 while the last update is in progress (alexcasalboni/aws-lambda-power-tuning#134). */
export function updateInProgress(arn: string): AwsError {
  return conflict(`The operation cannot be performed at this time. An update is in progress for resource: ${arn}`);
}

/** 409 while a function is not Active (AWS Lambda developer guide, troubleshooting-invocation). */
export function notInState(state: string): AwsError {
  return conflict(
    `The operation cannot be performed at this time. The function is currently in the following state: ${state}`,
  );
}

/** 412 of functions and aliases. */
export function staleRevision(): AwsError {
  return new AwsError(
    'PreconditionFailedException',
    412,
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    user,
  );
}

/** 412 of resource policies. */
export function stalePolicyRevision(): AwsError {
  return new AwsError(
    'PreconditionFailedException',
    412,
    'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
    user,
  );
}

/** 400 of the model: one message for all violations. */
export function validationFailed(violations: readonly string[]): AwsError {
  return new AwsError('ValidationException', 400, counted(violations));
}

/** 413 of the front end; its code is not in the model. */
export function requestTooLarge(message: string): AwsError {
  return new AwsError('RequestEntityTooLargeException', 413, message);
}

/** 429 of Invoke. */
export function throttled(reason: string): AwsError {
  return new AwsError('TooManyRequestsException', 429, 'Rate Exceeded.', { ...user, Reason: reason });
}

/** 429 of the control plane (AWS Lambda API reference, TooManyRequestsException). */
export function rateExceeded(): AwsError {
  return new AwsError('TooManyRequestsException', 429, 'Rate exceeded', {
    ...user,
    Reason: 'CallerRateLimitExceeded',
  });
}

/** 400: an event source mapping that is still changing (SDK, ResourceInUseException). */
export function mappingInUse(verb: 'update' | 'delete'): AwsError {
  return new AwsError(
    'ResourceInUseException',
    400,
    `Cannot ${verb} the event source mapping because it is in use.`,
    user,
  );
}
