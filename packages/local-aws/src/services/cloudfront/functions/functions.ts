import type * as sdk from '@aws-sdk/client-cloudfront';
import { AwsError } from '../../../kernel/errors.ts';
import { newestOf } from '../distributions/configurations.ts';
import { invalidArgument, invalidIfMatch, noSuch, preconditionFailed, refused } from '../errors.ts';
import { spread } from '../hosts.ts';
import { given, operation } from '../operation.ts';
import { arnOf, type CloudFrontCall, type CloudFrontPlace, newId } from '../place.ts';
import type { EdgeFunction, FunctionCode } from '../state.ts';
import { associationsOf } from './associations.ts';
import { parsed } from './syntax.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
const LARGEST = 10 * 1024;

type Stage = 'DEVELOPMENT' | 'LIVE';
type Named = { readonly Name?: string | undefined };

const resource = ({ Name = '*' }: Named, { account }: CloudFrontPlace) => arnOf(account, 'function', Name);

function functionOf({ state, account }: CloudFrontPlace, name = ''): EdgeFunction {
  const found = state.functions.get(arnOf(account, 'function', name));
  if (!found) throw noSuch('NoSuchFunctionExists', 'function');
  return found;
}

/** The code of a stage; a function that was never published has no LIVE one. */
function stageOf(call: CloudFrontPlace, name: string | undefined, stage: string = 'DEVELOPMENT'): FunctionCode {
  const found = functionOf(call, name);
  const code = stage === 'LIVE' ? found.live.at(-1) : found.development;
  if (!code) throw noSuch('NoSuchFunctionExists', 'function');
  return code;
}

function shown(
  call: CloudFrontCall,
  { name, created }: EdgeFunction,
  stage: Stage,
  code: FunctionCode,
): sdk.FunctionSummary {
  const FunctionARN = arnOf(call.account, 'function', name);
  return {
    Name: name,
    // The states are those of the CLI's examples of describe-function and publish-function.
    Status: stage === 'DEVELOPMENT' ? 'UNPUBLISHED' : isInUse(call, FunctionARN) ? 'DEPLOYED' : 'UNASSOCIATED',
    FunctionConfig: code.config,
    FunctionMetadata: {
      FunctionARN,
      Stage: stage,
      CreatedTime: new Date(created),
      LastModifiedTime: new Date(code.modified),
    },
  };
}

function isInUse({ state }: CloudFrontPlace, arn: string): boolean {
  return [...state.distributions.values()].some((each) => associationsOf(newestOf(each).settings).includes(arn));
}

/** Throws for what is no code. What CloudFront says of wrong syntax could not be found: it is refused here, before it could fail a viewer. */
function assertCode({ state, account }: CloudFrontPlace, config: sdk.FunctionConfig, code: Uint8Array): void {
  if (code.length > LARGEST) throw new AwsError('FunctionSizeLimitExceeded', 413, 'The function is too large.');
  if (config.Runtime !== 'cloudfront-js-2.0')
    throw new AwsError('NotImplemented', 501, `The local cloud runs no functions of ${config.Runtime}.`);
  const stores = (config.KeyValueStoreAssociations?.Items ?? []).map(({ KeyValueStoreARN = '' }) => KeyValueStoreARN);
  // One for each function: cloudfront-limits.html#limits-functions of the developer guide.
  if (stores.length > 1) throw invalidArgument('A function has one key value store at most.');
  if (stores.some((arn) => state.stores.get(arn)?.account !== account))
    throw refused('EntityNotFound', 'The entity was not found.', 404);
  try {
    parsed(Buffer.from(code).toString('utf8'));
  } catch (error) {
    throw invalidArgument(`The function code is not valid: ${(error as Error).message}`);
  }
}

function written(call: CloudFrontCall, config: sdk.FunctionConfig, code: Uint8Array): FunctionCode {
  assertCode(call, config, code);
  return { etag: newId(call, 'E'), config, code: Uint8Array.from(code), modified: call.clock.now(), reaches: [] };
}

function assertMatches({ etag }: FunctionCode, ifMatch: string | undefined): void {
  if (ifMatch === undefined || !/^E[A-Z0-9]{5,20}$/.test(ifMatch)) throw invalidIfMatch();
  if (ifMatch !== etag) throw preconditionFailed();
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html */
const createFunction = operation<sdk.CreateFunctionRequest, sdk.CreateFunctionResult>('CreateFunction', {
  takes: ['Name', 'FunctionConfig', 'FunctionCode'],
  resource,
  authorizes: () => [{ action: 'cloudfront:CreateFunction', resource: '*' }],
  run(call, { Name = '', FunctionConfig, FunctionCode }) {
    if (!/^[a-zA-Z0-9-_]{1,64}$/.test(Name)) throw invalidArgument('The parameter Name is not valid.');
    const arn = arnOf(call.account, 'function', Name);
    const development = written(call, given(FunctionConfig), given(FunctionCode));
    if (call.state.functions.has(arn))
      throw refused('FunctionAlreadyExists', 'A function with the same name already exists in this account.', 409);
    const made: EdgeFunction = { name: Name, account: call.account, created: call.clock.now(), development, live: [] };
    call.state.functions.set(arn, made);
    return { FunctionSummary: shown(call, made, 'DEVELOPMENT', development), ETag: development.etag, Location: arn };
  },
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateFunction.html: the DEVELOPMENT stage alone. */
const updateFunction = operation<sdk.UpdateFunctionRequest, sdk.UpdateFunctionResult>('UpdateFunction', {
  takes: ['Name', 'IfMatch', 'FunctionConfig', 'FunctionCode'],
  resource,
  run(call, { Name, IfMatch, FunctionConfig, FunctionCode }) {
    const found = functionOf(call, Name);
    assertMatches(found.development, IfMatch);
    found.development = written(call, given(FunctionConfig), given(FunctionCode));
    return {
      FunctionSummary: shown(call, found, 'DEVELOPMENT', found.development),
      ETag: found.development.etag,
    };
  },
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_PublishFunction.html: what is LIVE reaches one host after the other. */
const publishFunction = operation<sdk.PublishFunctionRequest, sdk.PublishFunctionResult>('PublishFunction', {
  takes: ['Name', 'IfMatch'],
  resource,
  run(call, { Name, IfMatch }) {
    const found = functionOf(call, Name);
    assertMatches(found.development, IfMatch);
    const { pace } = call.state;
    const [now, etag] = [call.clock.now(), newId(call, 'E')];
    const reaches = spread(now, pace.function, pace.seed, `${found.name} ${etag}`);
    const live = { ...found.development, etag, modified: now, reaches };
    found.live = [...found.live, live];
    return { FunctionSummary: shown(call, found, 'LIVE', live) };
  },
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DescribeFunction.html */
const describeFunction = operation<sdk.DescribeFunctionRequest, sdk.DescribeFunctionResult>('DescribeFunction', {
  takes: ['Name', 'Stage'],
  resource,
  run(call, { Name, Stage = 'DEVELOPMENT' }) {
    const code = stageOf(call, Name, Stage);
    return { FunctionSummary: shown(call, functionOf(call, Name), Stage as Stage, code), ETag: code.etag };
  },
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetFunction.html */
const getFunction = operation<sdk.GetFunctionRequest, sdk.GetFunctionResult>('GetFunction', {
  takes: ['Name', 'Stage'],
  resource,
  run(call, { Name, Stage }) {
    const { code, etag } = stageOf(call, Name, Stage);
    return { FunctionCode: code, ETag: etag, ContentType: 'application/octet-stream' };
  },
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteFunction.html */
const deleteFunction = operation<sdk.DeleteFunctionRequest, void>('DeleteFunction', {
  takes: ['Name', 'IfMatch'],
  resource,
  run(call, { Name, IfMatch }) {
    const found = functionOf(call, Name);
    assertMatches(found.development, IfMatch);
    const arn = arnOf(call.account, 'function', found.name);
    if (isInUse(call, arn))
      throw refused(
        'FunctionInUse',
        'Cannot delete the function because it is attached to one or more cache behaviors.',
        409,
      );
    call.state.functions.delete(arn);
  },
});

/** What is done with functions. */
export const functionOperations = {
  CreateFunction: createFunction,
  UpdateFunction: updateFunction,
  PublishFunction: publishFunction,
  DescribeFunction: describeFunction,
  GetFunction: getFunction,
  DeleteFunction: deleteFunction,
};
