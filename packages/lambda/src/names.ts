import { type Input, text } from '@actions-aws/action';

/**
 * The input for one function: its name or its ARN, without a version or alias behind it.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html#lambda-GetFunction-request-FunctionName
 */
export function functionName(): Input<string> {
  return text({
    pattern: /^([\w-]{1,64}|arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64})$/,
    hint: 'must be the name or ARN of one function, without a version or alias behind it',
    type: 'name or ARN',
  });
}

/**
 * The input for an alias; room is left for `-previous`.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html#lambda-CreateAlias-request-Name
 */
export function aliasName(): Input<string> {
  return text({
    pattern: /^(?!\d+$)[\w-]{1,119}$/,
    hint: 'must be letters, digits, - and _, and not a number only',
    type: 'alias',
  });
}

/** The input for a published version. */
export function versionNumber(): Input<string> {
  return text({ pattern: /^[1-9]\d*$/, hint: 'must be the number of a published version, such as 7', type: 'version' });
}

/** The alias beside the live one that holds the version before: a promotion writes it, and a rollback may read it. */
export function previousAliasOf(alias: string): string {
  return `${alias}-previous`;
}
