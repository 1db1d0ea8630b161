import { AwsError } from '../../kernel/errors.ts';

// Codes are those of the API's model; "seen" wordings come from messages that users quote. Others are ours.

/** 400: the request breaks a rule of its operation. */
export function validationFailed(message: string): AwsError {
  return new AwsError('ValidationException', 400, message);
}

/** 400: one parameter has a value that is not allowed. */
export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', 400, message);
}

/** 400: parameters that exclude each other. */
export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', 400, message);
}

/** 400: a parameter that this combination needs. */
export function missingParameter(name: string): AwsError {
  return new AwsError('MissingRequiredParameterException', 400, `The parameter ${name} is required.`);
}

/** 404: an alarm that does not exist. DescribeAlarms never says so: it leaves unknown names out. */
export function alarmNotFound(names: readonly string[]): AwsError {
  return new AwsError('ResourceNotFound', 404, `Alarms [${names.join(', ')}] do not exist`);
}

/** 404 of the tag operations. */
export function resourceNotFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, `${arn} does not exist`, {
    ResourceType: 'alarm',
    ResourceId: arn,
  });
}

/** 400: a token that no page of this operation gave. */
export function invalidToken(): AwsError {
  return new AwsError('InvalidNextToken', 400, 'The next token specified is invalid.');
}

/** 501: AWS has it, the local cloud does not. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', 501, `The local cloud does not implement ${what}.`);
}
