import { createHash } from 'node:crypto';
import type {
  CreateFunctionRequest,
  FunctionConfiguration,
  LastUpdateStatusReasonCode,
  LoggingConfig,
  StateReasonCode,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { invalidParameter } from './errors.ts';
import { imageConfig } from './images/settings.ts';
import { layersOf } from './layers/of-functions.ts';
import { functionArn } from './names.ts';
import type { LambdaCall, LambdaPlace } from './place.ts';
import { supportedRuntime } from './runtimes.ts';
import type { FunctionRecord, Settings, VersionRecord } from './state.ts';

/** Lambda's limit for all environment variables together (Lambda quotas). */
const environmentLimit = 4096;

/** The members that CreateFunction and UpdateFunctionConfiguration share, and that {@link configured} reads. */
export const configurableMembers = [
  'DeadLetterConfig',
  'Description',
  'Environment',
  'EphemeralStorage',
  'FileSystemConfigs',
  'Handler',
  'ImageConfig',
  'KMSKeyArn',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'Role',
  'Runtime',
  'SnapStart',
  'Timeout',
  'TracingConfig',
  'VpcConfig',
] as const;

type Configurable = Pick<
  CreateFunctionRequest | UpdateFunctionConfigurationRequest,
  (typeof configurableMembers)[number]
>;

/** What a new function has before its request is applied; the defaults are those of AWS's documentation. */
export function defaultSettings(
  name: string,
  code: Pick<Settings, 'CodeSha256' | 'CodeSize' | 'PackageType'>,
): Settings {
  return {
    ...code,
    Description: '',
    Role: '',
    Timeout: 3,
    MemorySize: 128,
    Architectures: ['x86_64'],
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  };
}

/** The settings after a request: members that it leaves out keep their values. */
export function configured(place: LambdaPlace, name: string, before: Settings, request: Configurable): Settings {
  const after: { -readonly [Member in keyof Settings]?: Settings[Member] | undefined } = { ...before };
  for (const member of [
    'Description',
    'Handler',
    'MemorySize',
    'Role',
    'Timeout',
    'EphemeralStorage',
    'TracingConfig',
  ] as const) {
    if (request[member] !== undefined) {
      Object.assign(after, { [member]: request[member] });
    }
  }
  if (request.Runtime !== undefined) {
    after.Runtime = supportedRuntime(request.Runtime);
  }
  // `Environment: {}` keeps the variables, `Variables: {}` clears them (go-to-k/cdkd#1161, probed on AWS).
  if (request.Environment?.Variables !== undefined) {
    after.Environment = { Variables: withinLimit(request.Environment.Variables) };
  }
  if (request.KMSKeyArn !== undefined) {
    after.KMSKeyArn = request.KMSKeyArn === '' ? undefined : request.KMSKeyArn;
  }
  if (request.Layers !== undefined) {
    after.Layers = layersOf(place, request.Layers);
  }
  if (request.FileSystemConfigs !== undefined) {
    after.FileSystemConfigs = request.FileSystemConfigs.length === 0 ? undefined : request.FileSystemConfigs;
  }
  if (request.DeadLetterConfig !== undefined) {
    after.DeadLetterConfig = request.DeadLetterConfig.TargetArn ? request.DeadLetterConfig : undefined;
  }
  if (request.ImageConfig !== undefined) {
    after.ImageConfigResponse = imageConfig(request.ImageConfig);
  }
  if (request.SnapStart !== undefined) {
    // Optimisation is only ever on for published versions (SDK, SnapStartResponse).
    after.SnapStart = { ApplyOn: request.SnapStart.ApplyOn ?? 'None', OptimizationStatus: 'Off' };
  }
  if (request.LoggingConfig !== undefined) {
    // Replaced as a whole: what is left out falls back to the default (go-to-k/cdkd#1161, probed on AWS).
    after.LoggingConfig = loggingConfig(name, request.LoggingConfig);
  }
  if (request.VpcConfig !== undefined) {
    const { SubnetIds = [], SecurityGroupIds = [], Ipv6AllowedForDualStack = false } = request.VpcConfig;
    if (SubnetIds.length > 0 !== SecurityGroupIds.length > 0) {
      throw invalidParameter('SubnetIds and SecurityIds must coexist or be both empty list.');
    }
    after.VpcConfig =
      SubnetIds.length > 0
        ? {
            SubnetIds,
            SecurityGroupIds,
            VpcId: `vpc-${digest(SubnetIds.join(), 'hex').slice(0, 17)}`,
            Ipv6AllowedForDualStack,
          }
        : { SubnetIds: [], SecurityGroupIds: [], VpcId: '' };
  }
  return withoutUndefined(after) as Settings;
}

/** Levels filter JSON logs only, and are INFO unless said (recorded). */
function loggingConfig(name: string, given: LoggingConfig): LoggingConfig {
  const levels = given.LogFormat === 'JSON' ? { ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' } : {};
  return { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}`, ...levels, ...given } as LoggingConfig;
}

function withinLimit(variables: Record<string, string>): Record<string, string> {
  for (const name of Object.keys(variables)) {
    if (reservedVariables.has(name)) {
      throw invalidParameter(
        `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${name}`,
      );
    }
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > environmentLimit) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
    );
  }
  return variables;
}

/** AWS Lambda developer guide, configuration-envvars: reserved environment variables. */
const reservedVariables = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** A version as GetFunctionConfiguration and the writes answer it. `qualifier` is the one asked for: it ends the ARN. */
export function fullConfiguration(
  call: LambdaCall,
  func: FunctionRecord,
  version: VersionRecord,
  qualifier: string | undefined,
): FunctionConfiguration {
  const { RuntimeVersionConfig } = version.settings;
  return withoutUndefined({
    ...listedConfiguration(call, func, version, qualifier),
    RuntimeVersionConfig,
    State: version.state,
    StateReason: version.stateReason?.text,
    StateReasonCode: version.stateReason?.code as StateReasonCode | undefined,
    LastUpdateStatus: version.lastUpdate,
    LastUpdateStatusReason: version.lastUpdateReason?.text,
    LastUpdateStatusReasonCode: version.lastUpdateReason?.code as LastUpdateStatusReasonCode | undefined,
  });
}

/** A version as lists answer it: recorded without states, reasons and RuntimeVersionConfig. */
export function listedConfiguration(
  call: LambdaCall,
  func: FunctionRecord,
  version: VersionRecord,
  qualifier: string | undefined,
): FunctionConfiguration {
  const {
    RuntimeVersionConfig: _,
    ImageUri: __,
    Image: ___,
    ResolvedS3Object: ____,
    SourceKMSKeyArn: _____,
    ...settings
  } = version.settings;
  return withoutUndefined({
    ...settings,
    Environment: readEnvironment(call, settings),
    FunctionName: func.name,
    FunctionArn: functionArn(call, func.name, qualifier),
    Version: version.version,
    LastModified: lambdaDate(version.lastModified),
    RevisionId: version.revisionId,
    ConfigSha256: configSha256(version.settings),
  });
}

/**
 * With a key of the customer's own, "only users in your account with access to the KMS key can view […] environment
 * variables": https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html. Others have an error in
 * their place: https://docs.aws.amazon.com/lambda/latest/api/API_EnvironmentResponse.html
 */
function readEnvironment(
  call: LambdaCall,
  { Environment, KMSKeyArn }: Pick<Settings, 'Environment' | 'KMSKeyArn'>,
): FunctionConfiguration['Environment'] {
  if (!Environment || !KMSKeyArn || call.allows({ action: 'kms:Decrypt', resource: KMSKeyArn })) return Environment;
  return {
    Error: {
      ErrorCode: 'AccessDeniedException',
      Message: 'Lambda was unable to decrypt your environment variables because the KMS access was denied.',
    },
  };
}

/** AWS documents it as "the SHA256 hash of the function configuration" and no more: here without code and description. */
function configSha256(settings: Settings): string {
  const {
    CodeSha256: _,
    CodeSize: __,
    Description: ___,
    ImageUri: ____,
    Image: _____,
    ResolvedS3Object: ______,
    SourceKMSKeyArn: _______,
    ...others
  } = settings;
  const { SnapStart, ...rest } = others;
  const sorted = Object.entries({ ...rest, SnapStart: SnapStart?.ApplyOn }).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify(sorted), 'base64');
}

/** Lambda's own date format, such as `2026-11-21T12:00:00.000+0000` (SDK, FunctionConfiguration.LastModified). */
export function lambdaDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '+0000');
}

function digest(text: string, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(text).digest(encoding);
}

/** The object without members that are undefined; what AWS has not, it does not send. */
export function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
