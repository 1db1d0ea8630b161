import type {
  CreateFunctionRequest,
  DeleteFunctionRequest,
  DeleteFunctionResponse,
  FunctionCodeLocation,
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
  GetFunctionRequest,
  GetFunctionResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import type { Authorization } from '../../kernel/service.ts';
import { codeAuthorizations, readCode, sourceMembers, storeCode, unzippedSize } from './code.ts';
import {
  configurableMembers,
  configured,
  defaultSettings,
  fullConfiguration,
  listedConfiguration,
  withoutUndefined,
} from './configuration.ts';
import { conflict, functionNotFound, invalidParameter } from './errors.ts';
import { imageAuthorizations } from './images/permissions.ts';
import { resolvedUri } from './images/reference.ts';
import { assertOfPackage } from './images/settings.ts';
import { assertKind, kindDefaults, withKind } from './kinds.ts';
import { assertTogether } from './layers/of-functions.ts';
import { codeLink } from './links.ts';
import { functionArn, isVersionNumber, refer, referUnqualified } from './names.ts';
import { operation, unqualifiedArn } from './operation.ts';
import { page } from './paging.ts';
import type { LambdaCall } from './place.ts';
import type { LambdaPorts } from './ports.ts';
import { withRuntimeVersion } from './runtime-versions.ts';
import type { FunctionRecord, VersionRecord } from './state.ts';
import { assertStorable } from './storage.ts';
import { checkedTags } from './tags.ts';
import {
  assertRevision,
  assertSettled,
  beginUpdate,
  existing,
  pendingVersion,
  takeFailure,
  versionOf,
} from './updates.ts';
import { addVersion } from './versions.ts';

/** Functions as a whole, and their configuration. */
export function functionOperations(ports: LambdaPorts) {
  return {
    CreateFunction: operation<CreateFunctionRequest, FunctionConfiguration>('CreateFunction', {
      takes: [
        'FunctionName',
        ...sourceMembers.map((each) => `Code.${each}` as const),
        ...configurableMembers,
        'Architectures',
        'CapacityProviderConfig',
        'DurableConfig',
        'PackageType',
        'Publish',
        'Tags',
        'TenancyConfig',
      ],
      resource: unqualifiedArn,
      authorizes: (input, place) => [
        { action: 'lambda:CreateFunction', resource: unqualifiedArn(input, place) },
        ...passRole(input.Role),
        ...codeAuthorizations(input.Code ?? {}, place),
        ...imageAuthorizations(ports, input.Code?.ImageUri, place, unqualifiedArn(input, place)),
        ...configurationAuthorizations(input),
        ...(input.Tags === undefined ? [] : [{ action: 'lambda:TagResource', resource: unqualifiedArn(input, place) }]),
      ],
      run(call, input) {
        const func = created(call, ports, input);
        if (input.Publish !== true) {
          return fullConfiguration(call, func, func.latest, undefined);
        }
        // Recorded: the version is answered, but with the function's unqualified ARN.
        const version = addVersion(call, func, undefined, func.latest.transition);
        return fullConfiguration(call, func, version, undefined);
      },
    }),

    GetFunction: operation<GetFunctionRequest, GetFunctionResponse>('GetFunction', {
      takes: ['FunctionName', 'Qualifier'],
      run(call, input) {
        const { func, version, qualifier } = found(call, input);
        const { ImageUri, CodeSha256, PackageType } = version.settings;
        const tags = qualifier === undefined || qualifier === '$LATEST' ? visibleTags(call, func) : {};
        return withoutUndefined({
          Configuration: fullConfiguration(call, func, version, qualifier),
          Code:
            PackageType === 'Image'
              ? {
                  RepositoryType: 'ECR',
                  ImageUri,
                  ResolvedImageUri: resolvedUri(ImageUri ?? '', `sha256:${CodeSha256}`),
                }
              : zipLocation(call, version.settings),
          ...tags,
          Concurrency:
            func.reservedConcurrency === undefined
              ? undefined
              : { ReservedConcurrentExecutions: func.reservedConcurrency },
        }) as GetFunctionResponse;
      },
    }),

    GetFunctionConfiguration: operation<GetFunctionConfigurationRequest, FunctionConfiguration>(
      'GetFunctionConfiguration',
      {
        takes: ['FunctionName', 'Qualifier'],
        run(call, input) {
          const { func, version, qualifier } = found(call, input);
          return fullConfiguration(call, func, version, qualifier);
        },
      },
    ),

    UpdateFunctionConfiguration: operation<UpdateFunctionConfigurationRequest, FunctionConfiguration>(
      'UpdateFunctionConfiguration',
      {
        takes: ['FunctionName', ...configurableMembers, 'CapacityProviderConfig', 'DurableConfig', 'RevisionId'],
        resource: unqualifiedArn,
        authorizes: (input, place) => [
          { action: 'lambda:UpdateFunctionConfiguration', resource: unqualifiedArn(input, place) },
          ...passRole(input.Role),
          ...configurationAuthorizations(input),
        ],
        run(call, input) {
          const func = existing(call, referUnqualified(call, input.FunctionName ?? ''));
          assertSettled(call, func);
          assertRevision(func.latest.revisionId, input.RevisionId);
          assertOfPackage(func.latest.settings.PackageType, input);
          const settings = configured(call, func.name, withKind(func.latest.settings, input), input);
          assertKind(settings);
          assertTogether(call, settings, () => unzippedSize(call.state.packages.get(settings.CodeSha256)));
          beginUpdate(call, func, settings);
          return fullConfiguration(call, func, func.latest, undefined);
        },
      },
    ),

    DeleteFunction: operation<DeleteFunctionRequest, DeleteFunctionResponse>('DeleteFunction', {
      takes: ['FunctionName', 'Qualifier'],
      run(call, input) {
        const { name, qualifier } = refer(call, input.FunctionName ?? '', input.Qualifier);
        if (qualifier === '$LATEST') {
          throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
        }
        if (qualifier !== undefined && !isVersionNumber(qualifier)) {
          throw invalidParameter('Deletion of aliases is not currently supported.');
        }
        // Recorded: the 404 names the function even when a version was asked for.
        const func = existing(call, name);
        if (qualifier === undefined) {
          // Mappings stay (recorded). Archives stay too: another function, or a snapshot's journal, may show the same bytes.
          call.state.functions.delete(name);
        } else {
          deleteVersion(func, qualifier);
        }
        return { StatusCode: 204 };
      },
    }),

    ListFunctions: operation<ListFunctionsRequest, ListFunctionsResponse>('ListFunctions', {
      takes: ['FunctionVersion', 'Marker', 'MaxItems'],
      resource: () => '*',
      run(call, { FunctionVersion, Marker, MaxItems }) {
        const all = [...call.state.functions.values()].flatMap((func): [string, FunctionRecord, VersionRecord][] => [
          [`${func.name}:$LATEST`, func, func.latest],
          ...(FunctionVersion === 'ALL'
            ? [...func.versions].map(([number, version]): [string, FunctionRecord, VersionRecord] => [
                `${func.name}:${number}`,
                func,
                version,
              ])
            : []),
        ]);
        const { items, nextMarker } = page(all, ([key]) => key, Marker, MaxItems);
        return withoutUndefined({
          Functions: items.map(([, func, version]) =>
            listedConfiguration(call, func, version, FunctionVersion === 'ALL' ? version.version : undefined),
          ),
          NextMarker: nextMarker,
        });
      },
    }),
  };
}

function created(call: LambdaCall, ports: LambdaPorts, input: CreateFunctionRequest): FunctionRecord {
  const name = referUnqualified(call, input.FunctionName ?? '');
  if (name.length > 64) {
    // Recorded: the model allows more, so that this is the service's own refusal.
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
  }
  if (call.state.functions.has(name)) {
    throw conflict(`Function already exist: ${name}`);
  }
  const packageType = input.PackageType ?? 'Zip';
  if (packageType === 'Zip' && (input.Handler === undefined || input.Runtime === undefined)) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  if (packageType === 'Zip' && input.Code?.ImageUri !== undefined) {
    // boto/boto3#2705: the type is Zip unless it is given.
    throw invalidParameter('Please provide a source for function code.');
  }
  assertOfPackage(packageType, input);
  const tags = checkedTags({}, input.Tags ?? {});
  const code = readCode(call, ports, input.Code ?? {}, packageType, name);
  const initial = configured(
    call,
    name,
    {
      ...defaultSettings(name, code.settings),
      ...kindDefaults(input),
      ...(input.Architectures === undefined ? {} : { Architectures: input.Architectures }),
    },
    input,
  );
  assertKind(initial);
  assertTogether(call, initial, () => unzippedSize(code.zip));
  const settings = withRuntimeVersion(call, initial, 'Auto');
  assertStorable(call.state, settings, input.Publish === true ? 2 : 1);
  storeCode(call.state, code);
  const func: FunctionRecord = {
    name,
    latest: pendingVersion(call, '$LATEST', settings, call.state.pace.create, takeFailure(call.state, name, 'create')),
    versions: new Map(),
    aliases: new Map(),
    publishedAs: undefined,
    reservedConcurrency: undefined,
    provisioned: new Map(),
    urls: new Map(),
    policies: new Map(),
    asynchronous: new Map(),
    tags,
    recursiveLoop: 'Terminate',
  };
  call.state.functions.set(name, func);
  return func;
}

function found(call: LambdaCall, input: GetFunctionRequest) {
  const { name, qualifier } = refer(call, input.FunctionName ?? '', input.Qualifier);
  const func = call.state.functions.get(name);
  const version = func && versionOf(func, qualifier);
  if (func === undefined || version === undefined) {
    throw functionNotFound(functionArn(call, name, qualifier));
  }
  return { func, version, qualifier };
}

/**
 * Where a package is, and its key: of a package that stays in its bucket the object, and no link
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html). "Principals who don't have access to
 * the customer managed key can't download the .zip package": https://docs.aws.amazon.com/lambda/latest/dg/encrypt-zip-package.html
 */
function zipLocation(call: LambdaCall, settings: VersionRecord['settings']): FunctionCodeLocation {
  const { CodeSha256, ResolvedS3Object, SourceKMSKeyArn } = settings;
  const shown = { RepositoryType: 'S3', ...(SourceKMSKeyArn !== undefined && { SourceKMSKeyArn }) };
  if (SourceKMSKeyArn !== undefined && !call.allows({ action: 'kms:Decrypt', resource: SourceKMSKeyArn })) {
    const Message = `The package cannot be read: ${call.principal} is not authorized to perform kms:Decrypt on ${SourceKMSKeyArn}.`;
    return { ...shown, Error: { ErrorCode: 'AccessDeniedException', Message } };
  }
  return { ...shown, ...(ResolvedS3Object ? { ResolvedS3Object } : { Location: codeLink(call, CodeSha256) }) };
}

/** Tags are answered for the function only, and to who may list them (SDK, GetFunctionResponse.Tags). */
function visibleTags(call: LambdaCall, func: FunctionRecord): Pick<GetFunctionResponse, 'Tags' | 'TagsError'> {
  const resource = functionArn(call, func.name);
  if (!call.allows({ action: 'lambda:ListTags', resource })) {
    return {
      TagsError: {
        ErrorCode: 'AccessDeniedException',
        Message: `${call.principal} is not authorized to perform: lambda:ListTags on resource: ${resource}`,
      },
    };
  }
  return Object.keys(func.tags).length > 0 ? { Tags: { ...func.tags } } : {};
}

function deleteVersion(func: FunctionRecord, number: string): void {
  const referring = [...func.aliases.values()].filter(
    (alias) => alias.functionVersion === number || alias.weight?.version === number,
  );
  if (referring.length > 0) {
    // karl-cardenas-coding/go-lambda-cleanup#45.
    const names = referring.map((alias) => alias.name).join(', ');
    throw conflict(`Unable to delete version because the following aliases reference it: [${names}]`);
  }
  // A version that does not exist is deleted successfully (floci-io/floci#2824, measured on AWS).
  func.versions.delete(number);
  func.provisioned.delete(number);
  func.policies.delete(number);
  func.asynchronous.delete(number);
}

function passRole(role: string | undefined): Authorization[] {
  return role === undefined ? [] : [{ action: 'iam:PassRole', resource: role }];
}

/** What the developer guide asks for besides: configuration-vpc, chapter-layers and lambda-managed-instances-security. */
function configurationAuthorizations(
  input: Pick<CreateFunctionRequest, 'Layers' | 'VpcConfig' | 'CapacityProviderConfig'>,
): Authorization[] {
  const vpc = (input.VpcConfig?.SubnetIds ?? []).length > 0;
  const { CapacityProviderArn: provider } =
    input.CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig ?? {};
  return [
    ...(input.Layers ?? []).map((resource) => ({ action: 'lambda:GetLayerVersion', resource })),
    ...(provider === undefined ? [] : [{ action: 'lambda:PassCapacityProvider', resource: provider }]),
    ...(vpc ? ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'] : []).map((action) => ({
      action,
      resource: '*',
    })),
  ];
}
