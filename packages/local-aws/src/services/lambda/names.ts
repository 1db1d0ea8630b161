import { AwsError } from '../../kernel/errors.ts';
import { invalidParameter, notFound } from './errors.ts';
import type { Home } from './ports.ts';

/** A function as a caller may name it: by name, partial ARN or ARN, with or without a qualifier. */
export interface FunctionReference {
  readonly name: string;
  /** A version, `$LATEST` or an alias. */
  readonly qualifier: string | undefined;
}

// The model's pattern, with groups for partition, region, account, name and qualifier.
const form =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:((?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_.]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;

/** Takes a FunctionName and a Qualifier apart; refuses another region, another account, and qualifiers that disagree. */
export function refer(home: Home, functionName: string, qualifier?: string): FunctionReference {
  const [, region, account, name, own] = form.exec(functionName) ?? [];
  if (name === undefined) {
    throw notFound(`Function not found: ${functionArn(home, functionName)}`);
  }
  if (region !== undefined && region !== home.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${home.region}')`);
  }
  if (account !== undefined && account !== home.account) {
    // Other accounts may be allowed by a resource policy on AWS; here they never are.
    throw new AwsError(
      'AccessDeniedException',
      403,
      `No resource-based policy of ${functionName} allows account ${home.account}. Accounts are kept apart here`,
    );
  }
  if (own !== undefined && qualifier !== undefined && own !== qualifier) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  return { name, qualifier: qualifier ?? own };
}

/** For operations on whole functions; that AWS refuses any qualifier is recorded of PutFunctionConcurrency. */
export function referUnqualified(home: Home, functionName: string): string {
  const { name, qualifier } = refer(home, functionName);
  if (qualifier !== undefined) {
    throw invalidParameter(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    );
  }
  return name;
}

/** The ARN of a function, or of a version or alias of it. */
export function functionArn(home: Home, name: string, qualifier?: string): string {
  const unqualified = `arn:${partition(home.region)}:lambda:${home.region}:${home.account}:function:${name}`;
  return qualifier === undefined ? unqualified : `${unqualified}:${qualifier}`;
}

/** The ARN that IAM checks for a request; of names that cannot be understood, the name itself. */
export function requestedArn(home: Home, functionName: string, qualifier?: string): string {
  const [, region, account, name, own] = form.exec(functionName) ?? [];
  if (name === undefined) {
    return functionName;
  }
  return functionArn(
    { region: region ?? home.region, account: account ?? home.account },
    name,
    qualifier === undefined || qualifier === '' ? own : qualifier,
  );
}

/** The ARN of an event source mapping. */
export function mappingArn(home: Home, uuid: string): string {
  return `arn:${partition(home.region)}:lambda:${home.region}:${home.account}:event-source-mapping:${uuid}`;
}

/** The partition that a region belongs to. */
export function partition(region: string): string {
  if (region.startsWith('cn-')) {
    return 'aws-cn';
  }
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** Whether a qualifier is the number of a published version. */
export function isVersionNumber(qualifier: string): boolean {
  return /^[0-9]+$/.test(qualifier);
}
