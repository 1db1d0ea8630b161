import { Runtime } from '@aws-sdk/client-lambda';
import { type Constraint, violationsOf } from '../../kernel/constraints.ts';
import { AwsError } from '../../kernel/errors.ts';
import { validationFailed } from './errors.ts';

// Patterns and bounds are those of AWS's model of Lambda (botocore data/lambda/2015-03-31/service-2.json, 2026-08), which the
// SDK's schemas leave out; the messages are recorded by localstack's aws-validated tests. Presence and types are the
// wire layer's business.

const region = '((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}';
const functionName: Constraint = {
  kind: 'text',
  min: 1,
  max: 140,
  pattern: `(arn:(aws[a-zA-Z-]*)?:lambda:)?${region}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
};
const namespacedFunctionName: Constraint = {
  kind: 'text',
  min: 1,
  max: 256,
  pattern: `(arn:(aws[a-zA-Z-]*)?:lambda:)?${region}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
};
const qualifier: Constraint = {
  kind: 'text',
  min: 1,
  max: 128,
  pattern: '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+',
};
const urlQualifier: Constraint = { kind: 'text', min: 1, max: 128, pattern: '((?!^\\d+$)^[0-9a-zA-Z-_]+$)' };
const arn: Constraint = {
  kind: 'text',
  max: 10000,
  pattern: `arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:${region})?:(\\d{12})?:(.*)`,
};
const keyArn: Constraint = { kind: 'text', max: 10000, pattern: '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()' };
const storageMode: Constraint = { kind: 'choice', of: ['COPY', 'REFERENCE'] };
const bucket: Constraint = { kind: 'text', min: 3, max: 63, pattern: '[0-9A-Za-z\\.\\-_]*(?<!\\.)' };
const architecture: Constraint = { kind: 'choice', of: ['x86_64', 'arm64'] };
const layerVersionArn: Constraint = {
  kind: 'text',
  min: 1,
  max: 2048,
  pattern:
    '((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))',
};
const objectVersion: Constraint = { kind: 'text', min: 1, max: 1024 };
const managed = 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig';
const tagText = '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)';

const namespaced = { FunctionName: namespacedFunctionName, Qualifier: qualifier };
const url = { Qualifier: urlQualifier };
const layers = { MaxItems: { kind: 'number', min: 1, max: 50 } } as const;
const provisioned = { Qualifier: { kind: 'text', min: 1, max: 128, pattern: '(|[a-zA-Z0-9$_-]+)' } } as const;
const asynchronous = {
  ...namespaced,
  MaximumRetryAttempts: { kind: 'number', min: 0, max: 2 },
  MaximumEventAgeInSeconds: { kind: 'number', min: 60, max: 21600 },
} as const;

/** Members by path, where an operation's shape differs from `everywhere`. */
const particular: Readonly<Record<string, Readonly<Record<string, Constraint>>>> = {
  GetFunction: namespaced,
  GetFunctionConfiguration: namespaced,
  DeleteFunction: namespaced,
  ListVersionsByFunction: namespaced,
  Invoke: namespaced,
  AddPermission: namespaced,
  RemovePermission: { ...namespaced, StatementId: { kind: 'text', min: 1, max: 100, pattern: '([a-zA-Z0-9-_.]+)' } },
  GetPolicy: namespaced,
  CreateEventSourceMapping: namespaced,
  UpdateEventSourceMapping: namespaced,
  ListEventSourceMappings: namespaced,
  ListLayers: layers,
  ListLayerVersions: layers,
  ListFunctions: { FunctionVersion: { kind: 'choice', of: ['ALL'] } },
  CreateFunctionUrlConfig: url,
  GetFunctionUrlConfig: url,
  UpdateFunctionUrlConfig: url,
  DeleteFunctionUrlConfig: url,
  ListFunctionUrlConfigs: { MaxItems: { kind: 'number', min: 1, max: 50 } },
  PutProvisionedConcurrencyConfig: provisioned,
  GetProvisionedConcurrencyConfig: provisioned,
  DeleteProvisionedConcurrencyConfig: provisioned,
  ListProvisionedConcurrencyConfigs: { MaxItems: { kind: 'number', min: 1, max: 50 } },
  PutFunctionEventInvokeConfig: asynchronous,
  UpdateFunctionEventInvokeConfig: asynchronous,
  GetFunctionEventInvokeConfig: namespaced,
  ListFunctionEventInvokeConfigs: { ...namespaced, MaxItems: { kind: 'number', min: 1, max: 50 } },
  DeleteFunctionEventInvokeConfig: namespaced,
  GetRuntimeManagementConfig: namespaced,
  PutRuntimeManagementConfig: namespaced,
};

/** Members by path from the input's root, alike in all operations that have them. */
const everywhere: Readonly<Record<string, Constraint>> = {
  FunctionName: functionName,
  Runtime: { kind: 'text' },
  Role: { kind: 'text', max: 10000, pattern: 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+' },
  Handler: { kind: 'text', max: 128, pattern: '[^\\s]+' },
  Description: { kind: 'text', max: 256 },
  // The model says 5400 and 32768, which only capacity providers allow. Other functions have 1,800 s ("Increase function
  // timeout limit to 30 minutes for Lambda Event Functions", aws/aws-sdk-java-v2, November 2026; older pages say 900) and
  // 10,240 MB (Lambda quotas).
  Timeout: { kind: 'number', min: 1, max: 1800 },
  MemorySize: { kind: 'number', min: 128, max: 10240 },
  PackageType: { kind: 'choice', of: ['Zip', 'Image'] },
  Architectures: { kind: 'list', min: 1, max: 1, member: architecture },
  'EphemeralStorage.Size': { kind: 'number', min: 512, max: 10240 },
  RecursiveLoop: { kind: 'choice', of: ['Terminate', 'Allow'] },
  'SnapStart.ApplyOn': { kind: 'choice', of: ['PublishedVersions', 'None'] },
  'TracingConfig.Mode': { kind: 'choice', of: ['Active', 'PassThrough'] },
  'LoggingConfig.LogFormat': { kind: 'choice', of: ['JSON', 'Text'] },
  'LoggingConfig.LogGroup': { kind: 'text', min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' },
  'Environment.Variables': {
    kind: 'map',
    key: { kind: 'text', pattern: '[a-zA-Z]([a-zA-Z0-9_])+' },
    value: { kind: 'text' },
  },
  'VpcConfig.SubnetIds': { kind: 'list', max: 16, member: { kind: 'text', max: 1024, pattern: 'subnet-[0-9a-z]*' } },
  'VpcConfig.SecurityGroupIds': {
    kind: 'list',
    max: 5,
    member: { kind: 'text', max: 1024, pattern: 'sg-[0-9a-zA-Z]*' },
  },
  'DeadLetterConfig.TargetArn': { kind: 'text', max: 10000, pattern: '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()' },
  'ImageConfig.EntryPoint': { kind: 'list', max: 1500, member: { kind: 'text' } },
  'ImageConfig.Command': { kind: 'list', max: 1500, member: { kind: 'text' } },
  'ImageConfig.WorkingDirectory': { kind: 'text', max: 1000 },
  Layers: { kind: 'list', member: layerVersionArn },
  Arn: layerVersionArn,
  LayerName: {
    kind: 'text',
    min: 1,
    max: 140,
    pattern: '(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+',
  },
  LicenseInfo: { kind: 'text', max: 512 },
  CompatibleRuntimes: { kind: 'list', max: 15, member: { kind: 'choice', of: Object.values(Runtime) } },
  CompatibleRuntime: { kind: 'choice', of: Object.values(Runtime) },
  CompatibleArchitectures: { kind: 'list', max: 2, member: architecture },
  CompatibleArchitecture: architecture,
  'Content.S3Bucket': bucket,
  'Content.S3Key': { kind: 'text', min: 1, max: 1024 },
  'Content.S3ObjectVersion': objectVersion,
  'Code.S3Bucket': bucket,
  'Code.S3Key': { kind: 'text', min: 1, max: 1024 },
  S3Bucket: bucket,
  S3Key: { kind: 'text', min: 1, max: 1024 },
  S3ObjectVersion: objectVersion,
  'Code.S3ObjectVersion': objectVersion,
  S3ObjectStorageMode: storageMode,
  'Code.S3ObjectStorageMode': storageMode,
  SourceKMSKeyArn: keyArn,
  'Code.SourceKMSKeyArn': keyArn,
  KMSKeyArn: keyArn,
  'DurableConfig.KMSKeyArn': keyArn,
  'DurableConfig.RetentionPeriodInDays': { kind: 'number', min: 1, max: 90 },
  'DurableConfig.ExecutionTimeout': { kind: 'number', min: 1, max: 31_622_400 },
  [`${managed}.CapacityProviderArn`]: {
    kind: 'text',
    min: 1,
    max: 140,
    pattern: `arn:aws[a-zA-Z-]*:lambda:${region.slice(1)}:\\d{12}:capacity-provider:[a-zA-Z0-9-_]+`,
  },
  [`${managed}.PerExecutionEnvironmentMaxConcurrency`]: { kind: 'number', min: 1, max: 1600 },
  [`${managed}.ExecutionEnvironmentMemoryGiBPerVCpu`]: { kind: 'number', min: 2, max: 8, fraction: true },
  'TenancyConfig.TenantIsolationMode': { kind: 'choice', of: ['PER_TENANT'] },
  TenantId: { kind: 'text', min: 1, max: 256, pattern: '[a-zA-Z0-9\\._:\\/=+\\-@ ]+' },
  UpdateRuntimeOn: { kind: 'choice', of: ['Auto', 'Manual', 'FunctionUpdate'] },
  RuntimeVersionArn: {
    kind: 'text',
    min: 26,
    max: 2048,
    pattern: 'arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}::runtime:.+',
  },
  Name: { kind: 'text', min: 1, max: 128, pattern: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)' },
  FunctionVersion: { kind: 'text', min: 1, max: 1024, pattern: '(\\$LATEST(\\.PUBLISHED)?|[0-9]+)' },
  'RoutingConfig.AdditionalVersionWeights': {
    kind: 'map',
    key: { kind: 'text', min: 1, max: 1024, pattern: '[0-9]+' },
    value: { kind: 'number', min: 0, max: 1, fraction: true },
  },
  MaxItems: { kind: 'number', min: 1, max: 10000 },
  InvocationType: { kind: 'choice', of: ['Event', 'RequestResponse', 'DryRun'] },
  LogType: { kind: 'choice', of: ['None', 'Tail'] },
  ReservedConcurrentExecutions: { kind: 'number', min: 0 },
  ProvisionedConcurrentExecutions: { kind: 'number', min: 1 },
  StatementId: { kind: 'text', min: 1, max: 100, pattern: '([a-zA-Z0-9-_]+)' },
  Action: { kind: 'text', pattern: '(lambda:[*]|lambda:[a-zA-Z]+|[*])' },
  Principal: { kind: 'text', max: 2048, pattern: '[^\\s]+' },
  SourceArn: arn,
  SourceAccount: { kind: 'text', max: 12, pattern: '\\d{12}' },
  EventSourceToken: { kind: 'text', max: 256, pattern: '[a-zA-Z0-9._\\-]+' },
  PrincipalOrgID: { kind: 'text', min: 12, max: 34, pattern: 'o-[a-z0-9]{10,32}' },
  FunctionUrlAuthType: { kind: 'choice', of: ['NONE', 'AWS_IAM'] },
  AuthType: { kind: 'choice', of: ['NONE', 'AWS_IAM'] },
  InvokeMode: { kind: 'choice', of: ['RESPONSE_STREAM', 'BUFFERED'] },
  'Cors.MaxAge': { kind: 'number', min: 0, max: 86400 },
  EventSourceArn: arn,
  UUID: { kind: 'text', min: 36, max: 36 },
  BatchSize: { kind: 'number', min: 1, max: 10000 },
  StartingPosition: { kind: 'choice', of: ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON'] },
  MaximumBatchingWindowInSeconds: { kind: 'number', min: 0, max: 300 },
  ParallelizationFactor: { kind: 'number', min: 1, max: 10 },
  MaximumRecordAgeInSeconds: { kind: 'number', min: -1, max: 604800 },
  MaximumRetryAttempts: { kind: 'number', min: -1, max: 10000 },
  'ScalingConfig.MaximumConcurrency': { kind: 'number', min: 2, max: 1000 },
  Resource: {
    kind: 'text',
    min: 1,
    max: 10000,
    pattern:
      'arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)',
  },
  Tags: {
    kind: 'map',
    key: { kind: 'text', min: 1, max: 128, pattern: tagText },
    value: { kind: 'text', max: 256, pattern: tagText },
  },
  TagKeys: { kind: 'list', member: { kind: 'text', min: 1, max: 128, pattern: tagText } },
};

/** Throws AWS's ValidationException when the input breaks the model's constraints; names every violation at once. */
export function validate(operation: string, input: object): void {
  const { violations, fractions } = violationsOf(input, (path) => particular[operation]?.[path] ?? everywhere[path]);
  if (fractions.length > 0) {
    // What AWS's parser says of a fraction where the model has an integer could not be found; it is refused as one of text is.
    throw new AwsError('SerializationException', 400, 'NUMBER_VALUE can not be converted to an Integer');
  }
  if (violations.length > 0) {
    throw validationFailed(violations);
  }
}
