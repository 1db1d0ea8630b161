import { validationFailed } from './errors.ts';

// Patterns and bounds are those of AWS's model of Lambda (botocore data/lambda/2015-03-31/service-2.json, 2026-08), which the
// SDK's schemas leave out; the messages are recorded by localstack's aws-validated tests. Presence and types are the
// wire layer's business.

/** What AWS's model asks of a member beyond its type. */
type Constraint =
  | { readonly kind: 'text'; readonly min?: number; readonly max?: number; readonly pattern?: string }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly fraction?: boolean }
  | { readonly kind: 'list'; readonly min?: number; readonly max?: number; readonly member: Constraint }
  | { readonly kind: 'map'; readonly key: Constraint; readonly value: Constraint };

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
const tagText = '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)';

const namespaced = { FunctionName: namespacedFunctionName, Qualifier: qualifier };
const url = { Qualifier: urlQualifier };
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
};

/** Members by path from the input's root, alike in all operations that have them. */
const everywhere: Readonly<Record<string, Constraint>> = {
  FunctionName: functionName,
  Runtime: { kind: 'text' },
  Role: { kind: 'text', max: 10000, pattern: 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+' },
  Handler: { kind: 'text', max: 128, pattern: '[^\\s]+' },
  Description: { kind: 'text', max: 256 },
  // The model says 5400 and 32768, which only capacity providers allow; functions have 900 s and 10,240 MB (Lambda quotas).
  Timeout: { kind: 'number', min: 1, max: 900 },
  MemorySize: { kind: 'number', min: 128, max: 10240 },
  PackageType: { kind: 'choice', of: ['Zip', 'Image'] },
  Architectures: { kind: 'list', min: 1, max: 1, member: { kind: 'choice', of: ['x86_64', 'arm64'] } },
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
  Layers: {
    kind: 'list',
    member: {
      kind: 'text',
      min: 1,
      max: 2048,
      pattern:
        '((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))',
    },
  },
  'Code.S3Bucket': { kind: 'text', min: 3, max: 63, pattern: '[0-9A-Za-z\\.\\-_]*(?<!\\.)' },
  'Code.S3Key': { kind: 'text', min: 1, max: 1024 },
  S3Bucket: { kind: 'text', min: 3, max: 63, pattern: '[0-9A-Za-z\\.\\-_]*(?<!\\.)' },
  S3Key: { kind: 'text', min: 1, max: 1024 },
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
  const found: string[] = [];
  visit('', input);
  if (found.length > 0) {
    throw validationFailed(found);
  }

  function visit(prefix: string, structure: object): void {
    for (const [member, value] of Object.entries(structure)) {
      const path = prefix + member;
      const constraint = particular[operation]?.[path] ?? everywhere[path];
      if (value === undefined || value === null) {
        continue;
      }
      if (constraint !== undefined) {
        const broken = violations(constraint, value);
        if (broken.length > 0) {
          const at = path.replaceAll(/(^|\.)([A-Z])/g, (_, dot: string, letter: string) => dot + letter.toLowerCase());
          found.push(
            ...broken.map(
              (rule) => `Value '${shown(constraint, value)}' at '${at}' failed to satisfy constraint: ${rule}`,
            ),
          );
        }
      } else if (isStructure(value)) {
        visit(`${path}.`, value);
      }
    }
  }
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function violations(constraint: Constraint, value: unknown): string[] {
  switch (constraint.kind) {
    case 'text': {
      const broken = bounds('length', (value as string).length, constraint);
      if (constraint.pattern !== undefined && !new RegExp(`^(?:${constraint.pattern})$`, 'su').test(value as string)) {
        broken.push(`Member must satisfy regular expression pattern: ${constraint.pattern}`);
      }
      return broken;
    }
    case 'choice':
      return constraint.of.includes(value as string)
        ? []
        : [`Member must satisfy enum value set: [${constraint.of.join(', ')}]`];
    case 'number':
      return bounds('value', value as number, constraint);
    case 'list': {
      const list = value as unknown[];
      const broken = bounds('length', list.length, constraint);
      if (list.some((member) => violations(constraint.member, member).length > 0)) {
        broken.push(`Member must satisfy constraint: [${rules(constraint.member)}]`);
      }
      return broken;
    }
    case 'map': {
      const broken: string[] = [];
      const entries = Object.entries(value as object);
      if (entries.some(([key]) => violations(constraint.key, key).length > 0)) {
        broken.push(`Map keys must satisfy constraint: [${rules(constraint.key, false)}]`);
      }
      if (entries.some(([, member]) => violations(constraint.value, member).length > 0)) {
        broken.push(`Map value must satisfy constraint: [${rules(constraint.value)}]`);
      }
      return broken;
    }
  }
}

function bounds(what: 'length' | 'value', size: number, constraint: { min?: number; max?: number }): string[] {
  const broken: string[] = [];
  const { min, max } = constraint;
  if (min !== undefined && size < min) {
    broken.push(`Member must have ${what} greater than or equal to ${number(min, constraint)}`);
  }
  if (max !== undefined && size > max) {
    broken.push(`Member must have ${what} less than or equal to ${number(max, constraint)}`);
  }
  return broken;
}

/** All rules of a member, in the order in which AWS lists them for collections. */
function rules(constraint: Constraint, notNull = true): string {
  const all: string[] = [];
  if (constraint.kind === 'text' || constraint.kind === 'number' || constraint.kind === 'list') {
    const what = constraint.kind === 'number' ? 'value' : 'length';
    if (constraint.max !== undefined) {
      all.push(`Member must have ${what} less than or equal to ${number(constraint.max, constraint)}`);
    }
    if (constraint.min !== undefined) {
      all.push(`Member must have ${what} greater than or equal to ${number(constraint.min, constraint)}`);
    }
  }
  if (constraint.kind === 'text' && constraint.pattern !== undefined) {
    all.push(`Member must satisfy regular expression pattern: ${constraint.pattern}`);
  }
  if (constraint.kind === 'choice') {
    all.push(`Member must satisfy enum value set: [${constraint.of.join(', ')}]`);
  }
  if (notNull) {
    all.push('Member must not be null');
  }
  return all.join(', ');
}

/** Java's way to print a value. */
function shown(constraint: Constraint, value: unknown): string {
  if (constraint.kind === 'list') {
    return `[${(value as unknown[]).map((member) => shown(constraint.member, member)).join(', ')}]`;
  }
  if (constraint.kind === 'map') {
    const entries = Object.entries(value as object);
    return `{${entries.map(([key, member]) => `${key}=${shown(constraint.value, member)}`).join(', ')}}`;
  }
  return constraint.kind === 'number' ? number(value as number, constraint) : String(value);
}

function number(value: number, constraint: object): string {
  const fraction = 'fraction' in constraint && constraint.fraction === true;
  return fraction && Number.isInteger(value) ? `${value}.0` : String(value);
}
