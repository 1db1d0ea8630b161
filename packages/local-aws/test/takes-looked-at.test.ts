import { createHash } from 'node:crypto';
import * as cloudfront from '@aws-sdk/client-cloudfront';
import * as keyvaluestore from '@aws-sdk/client-cloudfront-keyvaluestore';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as balancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { credentials } from '../src/kernel/credentials.ts';
import type { Operation } from '../src/kernel/service.ts';
import { modelOf } from '../src/kernel/wire/model.ts';
import { type Member, membersOf, type Shape } from '../src/kernel/wire/shapes.ts';
import { allServices } from '../src/local-aws.ts';
import { keyClient, minimal, OPTIMIZED } from './cloudfront-cloud.ts';
import { image, piece } from './ecr-cloud.ts';
import { echo, role, zip } from './lambda-cloud.ts';

// An operation looks at all that it takes, also where there is nothing to use it for: the kernel answers 500 where it does
// not. Here each is given each member that it takes, one at a time beside those that it needs.

const region = 'us-east-1';
const settings = {
  region,
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
};
// It takes a body that is left out for a stream of unknown length, and says so each time.
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const sdks: Readonly<Record<string, object>> = {
  'cloudfront-keyvaluestore': keyvaluestore,
  lambda,
  s3,
  logs,
  sts,
  ecr,
  ecs,
  cloudfront,
  monitoring: cloudwatch,
  elasticloadbalancing: balancing,
};
const unused = () => {
  throw new Error('no service is asked anything here');
};
const models = allServices({ known: credentials(), everywhere: unused, runs: 'in-thread' })
  .map(modelOf)
  // Of those that speak two protocols, the one that the client speaks; a registry's is not the SDK's.
  .filter(
    ({ service: { protocol, name } }) =>
      protocol !== 'rest-registry' && (protocol !== 'query' || name !== 'monitoring'),
  );

let cloud: LocalAws;
let clients: Readonly<Record<string, { send(command: never): Promise<unknown> }>>;
beforeEach(async () => {
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 }, functions: 'in-thread' });
  const { endpoint } = cloud;
  clients = {
    lambda: new lambda.LambdaClient({ ...settings, endpoint }),
    s3: new s3.S3Client({ ...settings, endpoint, forcePathStyle: true, logger: quiet }),
    logs: new logs.CloudWatchLogsClient({ ...settings, endpoint }),
    sts: new sts.STSClient({ ...settings, endpoint }),
    ecr: new ecr.ECRClient({ ...settings, endpoint }),
    ecs: new ecs.ECSClient({ ...settings, endpoint }),
    cloudfront: new cloudfront.CloudFrontClient({ ...settings, endpoint }),
    'cloudfront-keyvaluestore': keyClient({ endpoint }),
    monitoring: new CloudWatchClient({ ...settings, endpoint }),
    elasticloadbalancing: new balancing.ElasticLoadBalancingV2Client({ ...settings, endpoint }),
  };
});
afterEach(() => cloud.stop());

async function send(service: string, name: string, input: object): Promise<unknown> {
  // As slowly as the quotas take it.
  await cloud.clock.advance(400);
  const Command = (sdks[service] as Record<string, new (input: object) => never>)[`${name}Command`]!;
  return clients[service]!.send(new Command(input));
}

const layer = piece('layer');
const built = image({}, layer.bytes);

const lifecycle = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 9 },
      action: { type: 'expire' },
    },
  ],
});
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: '*', Action: 'ecr:*' },
});

/** Values that most operations accept, by the member's name; others are made up by their type. */
const known: Readonly<Record<string, unknown>> = {
  FunctionName: 'shop',
  Name: 'live',
  FunctionVersion: '1',
  Qualifier: 'beta',
  Role: role,
  RoleArn: role,
  RoleSessionName: 'session',
  Resource: `arn:aws:lambda:${region}:123456789012:function:shop`,
  EventSourceArn: `arn:aws:sqs:${region}:123456789012:orders`,
  Principal: 's3.amazonaws.com',
  Action: 'lambda:InvokeFunction',
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  ZipFile: zip({ 'index.js': echo('one') }),
  Bucket: 'site',
  Key: 'a',
  CopySource: 'site/a',
  Body: Buffer.from('a'),
  logGroupName: 'group',
  logStreamName: 'stream',
  resourceArn: `arn:aws:logs:${region}:123456789012:log-group:group`,
  AlarmName: 'alarm',
  AlarmNames: ['alarm'],
  ResourceARN: `arn:aws:cloudwatch:${region}:123456789012:alarm:alarm`,
  StateValue: 'OK',
  AlarmRule: 'ALARM(alarm)',
  Namespace: 'shop',
  MetricName: 'sales',
  Period: 60,
  Statistic: 'Sum',
  Statistics: ['Sum'],
  StartTime: new Date(Date.UTC(2025, 11, 31)),
  EndTime: new Date(Date.UTC(2026, 0, 1)),
  ComparisonOperator: 'GreaterThanThreshold',
  DurationSeconds: 900,
  UpdateRuntimeOn: 'Auto',
  AuthType: 'NONE',
  RecursiveLoop: 'Allow',
  retentionInDays: 7,
  StateReasonData: '{}',
  StatementId: 'given',
  WebIdentityToken: [{ alg: 'RS256' }, { iss: 'https://example.com', sub: 'a', aud: 'b', exp: 1_893_456_000 }, {}]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.'),
  ObjectAttributes: ['ETag'],
  Code: { ZipFile: zip({ 'index.js': echo('one') }) },
  InvocationType: 'DryRun',
  LogType: 'Tail',
  ClientContext: 'e30=',
  Architectures: ['arm64'],
  S3ObjectStorageMode: 'COPY',
  MemorySize: 256,
  Size: 512,
  MaximumEventAgeInSeconds: 60,
  InvokeMode: 'BUFFERED',
  PackageType: 'Zip',
  Layers: [],
  LayerName: 'tools',
  VersionNumber: 1,
  Arn: `arn:aws:lambda:${region}:123456789012:layer:tools:1`,
  CompatibleRuntime: 'nodejs22.x',
  CompatibleArchitecture: 'arm64',
  KMSKeyArn: `arn:aws:kms:${region}:123456789012:key/1`,
  SourceKMSKeyArn: `arn:aws:kms:${region}:123456789012:key/1`,
  Mode: 'Active',
  ApplyOn: 'None',
  LoggingConfig: { LogFormat: 'JSON' },
  VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
  DeadLetterConfig: { TargetArn: `arn:aws:sqs:${region}:123456789012:dead` },
  RoutingConfig: { AdditionalVersionWeights: {} },
  orderBy: 'LogStreamName',
  logGroupClass: 'STANDARD',
  ExpectedBucketOwner: '123456789012',
  ChecksumAlgorithm: 'CRC32',
  ChecksumMode: 'ENABLED',
  EncodingType: 'url',
  BucketRegion: region,
  ContinuationToken: Buffer.from('after:a').toString('base64'),
  MetadataDirective: 'REPLACE',
  TaggingDirective: 'COPY',
  StorageClass: 'STANDARD',
  ServerSideEncryption: 'AES256',
  ACL: 'bucket-owner-full-control',
  CreateBucketConfiguration: { Tags: [{ Key: 'a', Value: 'b' }] },
  Status: 'Enabled',
  AlarmTypes: ['MetricAlarm'],
  ScanBy: 'TimestampAscending',
  RecentlyActive: 'PT3H',
  HistoryItemType: 'StateUpdate',
  EvaluationPeriods: 1,
  Threshold: 1,
  Id: 'a',
  MetricDataQueries: [
    { Id: 'a', MetricStat: { Metric: { Namespace: 'shop', MetricName: 'sales' }, Period: 60, Stat: 'Sum' } },
  ],
  MetricData: [{ MetricName: 'sales', Value: 1 }],
  logEvents: [{ timestamp: Date.UTC(2026, 0, 1), message: 'a' }],
  registryId: '123456789012',
  registryIds: ['123456789012'],
  repositoryName: 'app',
  repositoryNames: ['app'],
  imageTagMutability: 'MUTABLE',
  imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest' }],
  encryptionType: 'AES256',
  imageIds: [{ imageTag: 'v1' }],
  imageId: { imageTag: 'v1' },
  imageManifest: built.bytes.toString('utf8'),
  imageManifestMediaType: built.mediaType,
  imageDigest: built.digest,
  acceptedMediaTypes: [built.mediaType],
  tagStatus: 'TAGGED',
  imageStatus: 'ANY',
  subjectId: { imageDigest: built.digest },
  artifactTypes: ['application/vnd.example'],
  artifactStatus: 'ANY',
  lifecyclePolicyText: lifecycle,
  lifecyclePolicy: lifecycle,
  policyText: policy,
  repositoryPolicy: policy,
  prefix: 'team',
  prefixes: ['team'],
  appliedFor: ['CREATE_ON_PUSH'],
  resourceTags: [],
  scanType: 'BASIC',
  rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }],
  targetStorageClass: 'ARCHIVE',
  name: 'BLOB_MOUNTING',
  value: 'ENABLED',
  layerDigest: layer.digest,
  layerDigests: [layer.digest],
  layerPartBlob: layer.bytes,
  partFirstByte: 0,
  partLastByte: layer.bytes.length - 1,
};

const fixedResponse = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } };

/** What an operation makes must not be there yet, and what it needs beside what its model asks for. */
const particular: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  CreateAlias: { Name: 'next' },
  CreateFunction: { FunctionName: 'other', Runtime: 'nodejs22.x', Handler: 'index.handler' },
  CreateEventSourceMapping: { EventSourceArn: known.EventSourceArn },
  UpdateFunctionCode: { ZipFile: known.ZipFile },
  PublishLayerVersion: { Content: { ZipFile: known.ZipFile } },
  DeleteFunction: {},
  PutFunctionEventInvokeConfig: { MaximumRetryAttempts: 1 },
  AddPermission: { StatementId: 'another' },
  CreateFunctionUrlConfig: { Qualifier: 'live' },
  CreateBucket: { Bucket: 'other' },
  DeleteBucket: { Bucket: 'empty' },
  PutBucketPolicy: {
    Policy: JSON.stringify({
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::site/*',
      },
    }),
  },
  CompleteMultipartUpload: {
    MultipartUpload: { Parts: [{ PartNumber: 1, ETag: createHash('md5').update('a').digest('hex') }] },
  },
  CreateLogGroup: { logGroupName: 'other' },
  CreateLogStream: { logStreamName: 'other' },
  DescribeLogStreams: { logGroupName: 'group' },
  FilterLogEvents: { logGroupName: 'group' },
  GetLogEvents: { logGroupName: 'group' },
  GetMetricStatistics: { Statistics: ['Sum'] },
  PutMetricAlarm: {
    Namespace: 'shop',
    MetricName: 'sales',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  },
  PutCompositeAlarm: { AlarmName: 'composite' },
  CreateRepository: { repositoryName: 'other' },
  CreateRepositoryCreationTemplate: { prefix: 'other', customRoleArn: role },
  UpdateRepositoryCreationTemplate: { customRoleArn: role },
  DeleteRepository: { force: true },
  CompleteLayerUpload: { layerDigests: [piece('begun').digest] },
  CreateDistribution: { DistributionConfig: minimal('another') },
  CreateDistributionWithTags: { DistributionConfigWithTags: { DistributionConfig: minimal('another'), Tags: {} } },
  UpdateDistribution: { DistributionConfig: minimal('furnished') },
  CreateInvalidation: {
    InvalidationBatch: { CallerReference: 'another', Paths: { Quantity: 1, Items: ['/*'] } },
  },
  CreateLoadBalancer: { Name: 'other', Subnets: ['subnet-1', 'subnet-2'] },
  CreateTargetGroup: { Name: 'other', Protocol: 'HTTP', Port: 80, VpcId: 'vpc-1', TargetType: 'ip' },
  CreateListener: { Protocol: 'HTTP', DefaultActions: [fixedResponse] },
  CreateRule: { Actions: [fixedResponse], Conditions: [{ Field: 'path-pattern', Values: ['/a'] }] },
  ModifyRule: { Actions: [fixedResponse] },
  ModifyTargetGroupAttributes: { Attributes: [{ Key: 'stickiness.enabled', Value: 'false' }] },
  RegisterTargets: { Targets: [{ Id: '10.0.0.1' }] },
  DeregisterTargets: { Targets: [{ Id: '10.0.0.1' }] },
  CreateService: { taskDefinition: 'web:1', desiredCount: 1 },
  CreateCachePolicy: { CachePolicyConfig: { Name: 'pages', MinTTL: 0 } },
  ...Object.fromEntries(['GetCachePolicy', 'GetCachePolicyConfig'].map((name) => [name, { Id: OPTIMIZED }])),
  ...Object.fromEntries(
    ['GetOriginRequestPolicy', 'GetOriginRequestPolicyConfig'].map((name) => [
      name,
      { Id: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf' },
    ]),
  ),
  ...Object.fromEntries(
    ['GetResponseHeadersPolicy', 'GetResponseHeadersPolicyConfig'].map((name) => [
      name,
      { Id: '67f7725c-6f97-4210-82d7-5512b31e9d03' },
    ]),
  ),
};

const accessControl = { SigningProtocol: 'sigv4', SigningBehavior: 'always', OriginAccessControlOriginType: 's3' };

/** Where two services have a member of one name. */
const ofService: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  elasticloadbalancing: {
    Names: ['furnished'],
    Marker: Buffer.from('from:0').toString('base64'),
    PageSize: 1,
    Type: 'application',
    Scheme: 'internal',
    IpAddressType: 'ipv4',
    Protocol: 'HTTP',
    ProtocolVersion: 'HTTP1',
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckPath: '/health',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 3,
    Matcher: { HttpCode: '200' },
    Targets: [{ Id: '10.0.0.1' }],
  },
  ecr: { resourceArn: `arn:aws:ecr:${region}:123456789012:repository/app` },
  ecs: {
    cluster: 'main',
    clusterName: 'other',
    clusters: ['main'],
    service: 'web',
    services: ['web'],
    serviceName: 'web',
    taskDefinition: 'web:1',
    family: 'web',
    containerDefinitions: [{ name: 'web', image: 'registry.example/web:1' }],
    resourceArn: `arn:aws:ecs:${region}:123456789012:service/main/web`,
    tagKeys: ['a'],
    tags: [{ key: 'a', value: 'b' }],
    nextToken: Buffer.from('from:0').toString('base64'),
    desiredCount: 1,
    stopType: 'ROLLBACK',
    action: 'CONTINUE',
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: { maximumPercent: 150 },
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    status: undefined,
    loadBalancers: [],
    createdAt: { after: new Date(Date.UTC(2025, 0, 1)) },
  },
  cloudfront: {
    OriginAccessControlConfig: { ...accessControl, Name: 'another' },
    Name: 'route',
    Stage: 'LIVE',
    FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
    FunctionCode: Buffer.from('function handler(event) { return event.request; }'),
  },
};

function sample({ name, shape }: Member, declared: readonly string[], prefix = ''): unknown {
  if (name in known) return known[name];
  return ofShape(shape, declared, `${prefix}${name}`);
}

function ofShape(shape: Shape, declared: readonly string[], path: string): unknown {
  if (shape.isListSchema()) return [ofShape(shape.getValueSchema(), declared, path)];
  if (shape.isMapSchema()) return { a: ofShape(shape.getValueSchema(), declared, path) };
  if (shape.isStructSchema()) {
    const isParted = declared.some((each) => each.startsWith(`${path}.`));
    const members = membersOf(shape).filter(
      ({ name, required }) =>
        required || (isParted && declared.some((each) => `${each}.`.startsWith(`${path}.${name}.`))),
    );
    return Object.fromEntries(members.map((member) => [member.name, sample(member, declared, `${path}.`)]));
  }
  if (shape.isTimestampSchema()) return new Date(Date.UTC(2026, 0, 1));
  if (shape.isBlobSchema()) return Buffer.from('{}');
  if (shape.isBooleanSchema()) return true;
  return shape.isStringSchema() ? 'a' : 1;
}

/** Begins an upload of a layer, and sends what there is of it. */
async function uploadOf(bytes: Buffer): Promise<{ repositoryName: string; uploadId: string }> {
  const repositoryName = 'app';
  const { uploadId } = (await send('ecr', 'InitiateLayerUpload', { repositoryName })) as { uploadId: string };
  const ends = { partFirstByte: 0, partLastByte: bytes.length - 1 };
  if (bytes.length > 0)
    await send('ecr', 'UploadLayerPart', { repositoryName, uploadId, ...ends, layerPartBlob: bytes });
  return { repositoryName, uploadId };
}

/** Makes a repository with an image, and tells the ids of an upload that is begun and of one that is not. */
async function furnishRegistry(): Promise<Readonly<Record<string, unknown>>> {
  await send('ecr', 'CreateRepository', { repositoryName: 'app' });
  for (const { bytes, digest } of built.blobs)
    await send('ecr', 'CompleteLayerUpload', { ...(await uploadOf(bytes)), layerDigests: [digest] });
  const imageManifest = built.bytes.toString('utf8');
  await send('ecr', 'PutImage', { repositoryName: 'app', imageManifest, imageTag: 'v1' });
  await send('ecr', 'SetRepositoryPolicy', { repositoryName: 'app', policyText: policy });
  await send('ecr', 'PutLifecyclePolicy', { repositoryName: 'app', lifecyclePolicyText: lifecycle });
  await send('ecr', 'StartLifecyclePolicyPreview', { repositoryName: 'app' });
  await cloud.clock.advance(5_000);
  await send('ecr', 'CreateRepositoryCreationTemplate', { prefix: 'team', appliedFor: ['CREATE_ON_PUSH'] });
  const scanned = { imageDigest: built.digest, status: 'COMPLETE' };
  await cloud.control.call('ecr.scanResult', scanned, { region });
  const [begun, empty] = [await uploadOf(piece('begun').bytes), await uploadOf(Buffer.alloc(0))];
  return { uploadId: begun.uploadId, 'UploadLayerPart.uploadId': empty.uploadId };
}

/** Makes a load balancer with a listener, a rule and a target group, and tells their ARNs. */
async function furnishBalancers(): Promise<Readonly<Record<string, unknown>>> {
  const make = (name: string, input: object) => send('elasticloadbalancing', name, { ...input, ...particular[name] });
  const { LoadBalancers } = (await send('elasticloadbalancing', 'CreateLoadBalancer', {
    Name: 'furnished',
    Subnets: ['subnet-1', 'subnet-2'],
  })) as balancing.CreateLoadBalancerOutput;
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
  const { TargetGroups } = (await send('elasticloadbalancing', 'CreateTargetGroup', {
    ...particular.CreateTargetGroup,
    Name: 'furnished',
  })) as balancing.CreateTargetGroupOutput;
  const { Listeners } = (await make('CreateListener', { LoadBalancerArn, Port: 80 })) as balancing.CreateListenerOutput;
  const ListenerArn = Listeners?.[0]?.ListenerArn;
  const { Rules } = (await make('CreateRule', { ListenerArn, Priority: 1 })) as balancing.CreateRuleOutput;
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn;
  const RuleArn = Rules?.[0]?.RuleArn;
  return {
    LoadBalancerArn,
    LoadBalancerArns: [LoadBalancerArn],
    TargetGroupArn,
    TargetGroupArns: [TargetGroupArn],
    ListenerArn,
    ListenerArns: [ListenerArn],
    RuleArn,
    RuleArns: [RuleArn],
    'elasticloadbalancing.CreateListener.Port': 82,
    'elasticloadbalancing.CreateRule.Priority': 3,
  };
}

/** Makes a service that runs and one whose deployment is at a pause, and tells what they are made of. */
async function furnishContainers(): Promise<Readonly<Record<string, unknown>>> {
  await send('ecs', 'CreateCluster', { clusterName: 'main' });
  await send('ecs', 'CreateCluster', { clusterName: 'empty' });
  const { family, containerDefinitions } = ofService.ecs!;
  await send('ecs', 'RegisterTaskDefinition', { family, containerDefinitions });
  const created = { cluster: 'main', taskDefinition: 'web:1', desiredCount: 1 };
  await send('ecs', 'CreateService', { ...created, serviceName: 'web' });
  await send('ecs', 'CreateService', { ...created, serviceName: 'idle', desiredCount: 0 });
  const lifecycleHooks = [{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] }];
  await send('ecs', 'CreateService', { ...created, serviceName: 'held', deploymentConfiguration: { lifecycleHooks } });
  await cloud.clock.advance(60_000);
  const { serviceDeployments } = (await send('ecs', 'ListServiceDeployments', {
    cluster: 'main',
    service: 'held',
  })) as ecs.ListServiceDeploymentsResponse;
  const { serviceDeploymentArn, targetServiceRevisionArn } = serviceDeployments?.[0] ?? {};
  const described = (await send('ecs', 'DescribeServiceDeployments', {
    serviceDeploymentArns: [serviceDeploymentArn],
  })) as ecs.DescribeServiceDeploymentsResponse;
  const { taskArns = [] } = (await send('ecs', 'ListTasks', { cluster: 'main' })) as ecs.ListTasksResponse;
  return {
    'ecs.DeleteCluster.cluster': 'empty',
    'ecs.DeleteService.service': 'idle',
    'ecs.CreateService.serviceName': 'other',
    serviceDeploymentArn,
    serviceDeploymentArns: [serviceDeploymentArn],
    serviceRevisionArns: [targetServiceRevisionArn],
    hookId: described.serviceDeployments?.[0]?.lifecycleHookDetails?.[0]?.hookId,
    task: taskArns[0],
    tasks: taskArns,
  };
}

/** Makes a distribution and one that can be deleted, and tells their ids and ETags. */
async function furnishSites(): Promise<Readonly<Record<string, unknown>>> {
  const made = async (DistributionConfig: cloudfront.DistributionConfig) =>
    (await send('cloudfront', 'CreateDistribution', { DistributionConfig })) as cloudfront.CreateDistributionResult;
  const { Distribution: site, ETag } = await made(minimal('furnished'));
  const disabled = await made({ ...minimal('disabled'), Enabled: false });
  const InvalidationBatch = { CallerReference: 'furnished', Paths: { Quantity: 1, Items: ['/'] } };
  const { Invalidation } = (await send('cloudfront', 'CreateInvalidation', {
    DistributionId: site?.Id,
    InvalidationBatch,
  })) as cloudfront.CreateInvalidationResult;
  const { OriginAccessControl } = (await send('cloudfront', 'CreateOriginAccessControl', {
    OriginAccessControlConfig: { ...accessControl, Name: 'furnished' },
  })) as cloudfront.CreateOriginAccessControlResult;
  const { FunctionConfig, FunctionCode } = ofService.cloudfront ?? {};
  const route = { Name: 'route', FunctionConfig, FunctionCode };
  const { ETag: routed } = (await send('cloudfront', 'CreateFunction', route)) as cloudfront.CreateFunctionResult;
  await send('cloudfront', 'PublishFunction', { Name: 'route', IfMatch: routed });
  const store = (await send('cloudfront', 'CreateKeyValueStore', {
    Name: 'route',
  })) as cloudfront.CreateKeyValueStoreResult;
  await cloud.clock.advance(300_000);
  const KvsARN = store.KeyValueStore?.ARN;
  const empty = await send('cloudfront-keyvaluestore', 'DescribeKeyValueStore', { KvsARN });
  const { ETag: before } = empty as keyvaluestore.DescribeKeyValueStoreResponse;
  const first = { KvsARN, Key: 'a', Value: 'a', IfMatch: before };
  const { ETag: keyed } = (await send('cloudfront-keyvaluestore', 'PutKey', first)) as keyvaluestore.PutKeyResponse;
  await cloud.clock.advance(60_000);
  const ofKeys = ['PutKey', 'DeleteKey', 'UpdateKeys'];
  const ofFunction = ['UpdateFunction', 'PublishFunction', 'DeleteFunction'];
  const ofSite = ['GetDistribution', 'GetDistributionConfig', 'UpdateDistribution'];
  const ofTags = ['ListTagsForResource', 'TagResource', 'UntagResource'];
  return {
    DistributionId: site?.Id,
    'cloudfront.CreateFunction.Name': 'another',
    'cloudfront.CreateKeyValueStore.Name': 'another',
    'cloudfront.ListKeyValueStores.Marker': store.KeyValueStore?.Id,
    'cloudfront.ListKeyValueStores.Status': 'READY',
    'cloudfront.DeleteKeyValueStore.IfMatch': store.ETag,
    KvsARN,
    ...Object.fromEntries(ofKeys.map((name) => [`cloudfront-keyvaluestore.${name}.IfMatch`, keyed])),
    ...Object.fromEntries(ofFunction.map((name) => [`cloudfront.${name}.IfMatch`, routed])),
    ...Object.fromEntries(ofSite.map((name) => [`${name}.Id`, site?.Id])),
    ...Object.fromEntries(ofTags.map((name) => [`cloudfront.${name}.Resource`, site?.ARN])),
    'UpdateDistribution.IfMatch': ETag,
    'DeleteDistribution.Id': disabled.Distribution?.Id,
    'DeleteDistribution.IfMatch': disabled.ETag,
    'GetInvalidation.Id': Invalidation?.Id,
    'ListInvalidations.Marker': Invalidation?.Id,
    'ListDistributions.Marker': site?.Id,
    'GetOriginAccessControl.Id': OriginAccessControl?.Id,
  };
}

/** Makes what most operations need, and tells what they were given as ids; one of an operation alone after its name. */
async function furnish(): Promise<Readonly<Record<string, unknown>>> {
  const FunctionName = 'shop';
  await send('lambda', 'CreateFunction', { ...particular.CreateFunction, FunctionName, Role: role, Code: known.Code });
  await cloud.clock.advance(2_000);
  await send('lambda', 'PublishVersion', { FunctionName });
  for (const Name of ['live', 'beta'])
    await send('lambda', 'CreateAlias', { FunctionName, Name, FunctionVersion: '1' });
  for (const Qualifier of [undefined, 'beta']) {
    const { StatementId, Action, Principal } = known;
    await send('lambda', 'AddPermission', { FunctionName, Qualifier, StatementId, Action, Principal });
    await send('lambda', 'PutFunctionEventInvokeConfig', { FunctionName, Qualifier, MaximumRetryAttempts: 1 });
    await send('lambda', 'CreateFunctionUrlConfig', { FunctionName, Qualifier, AuthType: 'NONE' });
  }
  const provisioned = { FunctionName, Qualifier: 'beta', ProvisionedConcurrentExecutions: 1 };
  await send('lambda', 'PutProvisionedConcurrencyConfig', provisioned);
  const EventSourceArn = `arn:aws:sqs:${region}:123456789012:returns`;
  const { UUID } = (await send('lambda', 'CreateEventSourceMapping', { FunctionName, EventSourceArn })) as {
    UUID: string;
  };
  await send('lambda', 'PublishLayerVersion', { LayerName: known.LayerName, ...particular.PublishLayerVersion });
  await send('s3', 'CreateBucket', { Bucket: 'site' });
  await send('s3', 'CreateBucket', { Bucket: 'empty' });
  await send('s3', 'PutObject', { Bucket: 'site', Key: 'a', Body: 'a' });
  await send('s3', 'PutBucketPolicy', { Bucket: 'site', ...particular.PutBucketPolicy });
  await send('s3', 'PutBucketTagging', { Bucket: 'site', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } });
  const { UploadId } = (await send('s3', 'CreateMultipartUpload', { Bucket: 'site', Key: 'a' })) as {
    UploadId: string;
  };
  await send('s3', 'UploadPart', { Bucket: 'site', Key: 'a', UploadId, PartNumber: 1, Body: Buffer.from('a') });
  await send('logs', 'CreateLogGroup', { logGroupName: 'group' });
  await send('logs', 'CreateLogStream', { logGroupName: 'group', logStreamName: 'stream' });
  await send('monitoring', 'PutMetricAlarm', { AlarmName: 'alarm', ...particular.PutMetricAlarm });
  await cloud.clock.advance(60_000);
  return {
    UUID,
    UploadId,
    ...(await furnishRegistry()),
    ...(await furnishSites()),
    ...(await furnishBalancers()),
    ...(await furnishContainers()),
  };
}

/** What a bucket never has here is a 404 on AWS as well. */
const absent: Readonly<Record<string, readonly string[]>> = {
  s3: [
    'GetBucketCors',
    'GetBucketLifecycleConfiguration',
    'GetBucketReplication',
    'GetBucketWebsite',
    'GetObjectLockConfiguration',
  ],
};

describe.each(models)('$service.name', (model) => {
  const { name: service, operations } = model.service;

  test.each([
    ['where there is nothing', async (): Promise<Readonly<Record<string, unknown>>> => ({})],
    ['where there is something', furnish],
  ])(
    'looks at all that it takes, %s',
    async (_, prepare) => {
      const ids = await prepare();
      const mistakes: string[] = [];
      const succeeded = new Set<string>();
      await cloud.control.snapshot('prepared');
      for (const [name, { takes }] of Object.entries(operations as Readonly<Record<string, Operation<never>>>)) {
        const members = membersOf(model.operations.get(name)!.input);
        const needed = members.filter(({ required }) => required);
        const optional = members.filter(
          // The length of a body is the client's own business.
          ({ name: optionalName, required }) =>
            !required && optionalName !== 'ContentLength' && takes.some((each) => each.split('.')[0] === optionalName),
        );
        for (const given of [undefined, ...optional]) {
          const all = given ? [...needed, given] : needed;
          const sampled = all.map((member) => {
            const paths = [`${service}.${name}.${member.name}`, `${name}.${member.name}`, member.name];
            const id =
              paths.map((each) => ids[each]).find((each) => each !== undefined) ?? ofService[service]?.[member.name];
            return [member.name, id ?? sample(member, takes)];
          });
          try {
            await send(service, name, { ...Object.fromEntries(sampled), ...particular[name] });
            succeeded.add(name);
          } catch (error) {
            const { message } = error as Error;
            if (/did not look at|does not read/.test(message)) mistakes.push(message.split('\n')[0]!);
          }
        }
        await cloud.control.restore('prepared');
      }
      expect(mistakes).toEqual([]);
      if (prepare !== furnish) return;
      const others = Object.keys(operations).filter((name) => !succeeded.has(name));
      expect(others.sort()).toEqual(absent[service] ?? []);
    },
    60_000,
  );
});
