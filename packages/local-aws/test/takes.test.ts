import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { credentials } from '../src/kernel/credentials.ts';
import type { Call, Operation, Service } from '../src/kernel/service.ts';
import { refuseUntaken } from '../src/kernel/takes.ts';
import { modelOf, type ServiceModel } from '../src/kernel/wire/model.ts';
import { membersOf, type Shape } from '../src/kernel/wire/shapes.ts';
import { allServices } from '../src/local-aws.ts';
import { lambdaCloud, refusal, role, zip } from './lambda-cloud.ts';

const models = allServices({
  known: credentials(),
  everywhere: () => {
    throw new Error('no service is asked anything here');
  },
  runs: undefined,
}).map(modelOf);

/** All operations of all services of the local cloud, with what AWS's models give them. */
const operations = models.flatMap((model) =>
  Object.entries(model.service.operations as Readonly<Record<string, Operation<never>>>).map(
    ([name, operation]) => [`${model.service.protocol} ${model.service.name}:${name}`, model, name, operation] as const,
  ),
);

const inputOf = (model: ServiceModel, name: string) => model.operations.get(name)?.input as Shape;

test('there is something to walk', () => {
  expect(new Set(operations.map(([, { service }]) => service.name))).toEqual(
    new Set([
      'cloudfront',
      'cloudfront-keyvaluestore',
      'ecr',
      'ecs',
      'elasticloadbalancing',
      'lambda',
      'logs',
      'monitoring',
      's3',
      'sts',
    ]),
  );
  expect(operations.length).toBeGreaterThan(100);
});

test.each(operations)('%s takes each member of its input, or refuses it by name', (_, model, name, operation) => {
  const declared = [...operation.takes, ...(operation.ignores ?? [])];
  for (const [path, given] of membersBelow(inputOf(model, name), declared)) {
    const ask = () => refuseUntaken(operation, `${model.service.name}:${name}`, given);
    if (declared.includes(path)) expect(ask).not.toThrow();
    else expect(ask).toThrow(`does not read ${path} of ${model.service.name}:${name}`);
  }
});

/** Each member, as deep as the declaration goes, with an input that has this one alone. */
function membersBelow(shape: Shape, declared: readonly string[], prefix = ''): (readonly [string, object])[] {
  const structure = shape.isListSchema() ? shape.getValueSchema() : shape;
  return membersOf(structure).flatMap((member) => {
    const path = `${prefix}${member.name}`;
    const isParted = declared.some((each) => each.startsWith(`${path}.`));
    const below = isParted ? membersBelow(member.shape, declared, `${path}.`) : [[path, 'given'] as const];
    return below.map(([deep, value]) => {
      const given = isParted && member.shape.isListSchema() ? [value] : value;
      return [deep, { [member.name]: given }] as const;
    });
  });
}

test.each(operations)('%s declares only what AWS’s model has, and nothing twice', (_, model, name, operation) => {
  const declared = [...operation.takes, ...(operation.ignores ?? [])];
  expect(new Set(declared).size).toBe(declared.length);
  for (const path of declared) expect([path, exists(inputOf(model, name), path.split('.'))]).toEqual([path, true]);
});

/** Whether a path leads to a member, through lists as through structures. */
function exists(shape: Shape, [first, ...rest]: readonly string[]): boolean {
  const structure = shape.isListSchema() ? shape.getValueSchema() : shape;
  const member = membersOf(structure).find(({ name }) => name === first);
  return member !== undefined && (rest.length === 0 || exists(member.shape, rest));
}

describe('over the wire', () => {
  it('what would be forgotten is refused by name, before anything is done', async () => {
    const lambda = await lambdaCloud();
    try {
      const given = {
        PublishTo: 'LATEST_PUBLISHED' as const,
        CodeSigningConfigArn: `arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-${'a'.repeat(17)}`,
      };
      expect(await refusal(lambda.create('forgetful', given))).toBe(
        'NotImplemented 501: The local cloud does not read PublishTo, CodeSigningConfigArn of lambda:CreateFunction, and refuses to forget it.',
      );
      expect(await refusal(lambda.send('GetFunction', { FunctionName: 'forgetful' }))).toContain('404');
      await lambda.create('plain');
      const publish = { FunctionName: 'plain', PublishTo: given.PublishTo };
      expect(await refusal(lambda.send('PublishVersion', publish))).toContain('does not read PublishTo');
      expect(await refusal(lambda.send('UpdateFunctionCode', { ...publish, ZipFile: zip({ a: '' }) }))).toContain(
        'does not read PublishTo',
      );
      expect(await refusal(lambda.invoke('plain', { DurableExecutionName: 'once' }))).toContain(
        'does not read DurableExecutionName',
      );
    } finally {
      await lambda.stop();
    }
  });

  it('layers that do not exist are refused, and those that a test has made are shown', async () => {
    const lambda = await lambdaCloud();
    const layer = 'arn:aws:lambda:eu-west-1:123456789012:layer:tools:3';
    try {
      expect(await refusal(lambda.create('layered', { Layers: [layer] }))).toBe(
        `InvalidParameterValueException 400: Layer version ${layer} does not exist.`,
      );
      await lambda.control('addLayer', { arn: layer, codeSize: 1_000 });
      expect(await lambda.create('layered', { Role: role, Layers: [layer] })).toMatchObject({
        Layers: [{ Arn: layer, CodeSize: 1_000 }],
      });
    } finally {
      await lambda.stop();
    }
  });

  it('of S3 and Logs too, below the top where only some of a structure is read', async () => {
    const cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
    const options = {
      endpoint: cloud.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    };
    try {
      const s3 = new S3Client({ ...options, forcePathStyle: true });
      await s3.send(new CreateBucketCommand({ Bucket: 'site' }));
      const put = new PutObjectCommand({ Bucket: 'site', Key: 'a', Body: 'a', ObjectLockLegalHoldStatus: 'ON' });
      await expect(s3.send(put)).rejects.toThrow('does not read ObjectLockLegalHoldStatus of s3:PutObject');
      const Objects = [{ Key: 'a', Size: 1 }];
      const remove = new DeleteObjectsCommand({ Bucket: 'site', Delete: { Objects } });
      await expect(s3.send(remove)).rejects.toThrow('does not read Delete.Objects.Size of s3:DeleteObjects');
      const parts = new CompleteMultipartUploadCommand({
        Bucket: 'site',
        Key: 'a',
        UploadId: 'none',
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: 'a', ChecksumXXHASH64: 'AAAAAAAAAAA=' }] },
      });
      await expect(s3.send(parts)).rejects.toThrow('does not read MultipartUpload.Parts.ChecksumXXHASH64');
      const metrics = new GetMetricDataCommand({
        StartTime: new Date(0),
        EndTime: new Date(1),
        MetricDataQueries: [{ Id: 'a', Expression: '1', AccountId: '210987654321' }],
      });
      await expect(new CloudWatchClient(options).send(metrics)).rejects.toThrow(
        'does not read MetricDataQueries.AccountId of monitoring:GetMetricData',
      );
      const create = new logs.CreateLogGroupCommand({ logGroupName: 'kept', deletionProtectionEnabled: true });
      await expect(new logs.CloudWatchLogsClient(options).send(create)).rejects.toThrow(
        'does not read deletionProtectionEnabled of logs:CreateLogGroup',
      );
    } finally {
      await cloud.stop();
    }
  });
});

describe('an operation that declares more than it reads', () => {
  const answering = async (run: (input: Record<string, unknown>, call: Call<object>) => void) => {
    const operation = {
      takes: ['logGroupName', 'kmsKeyId'],
      resource: ({ logGroupName }: { logGroupName: string }) => logGroupName,
      authorizes: () => [],
      run: (call: Call<object>, input: Record<string, unknown>) => run(input, call),
    } as unknown as Operation<object>;
    const service: Service<object> = {
      name: 'logs',
      protocol: 'json-1.1',
      sdk: logs,
      initialState: () => ({}),
      operations: { CreateLogGroup: operation },
    };
    const cloud: LocalAws = await startLocalAws({ services: [service as never] });
    const client = new logs.CloudWatchLogsClient({
      endpoint: cloud.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
    const kmsKeyId = 'arn:aws:kms:us-east-1:123456789012:key/1';
    try {
      await client.send(new logs.CreateLogGroupCommand({ logGroupName: 'kept', kmsKeyId }));
      return 'done';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await cloud.stop();
    }
  };

  it('fails with what it was given and did not look at', async () => {
    expect(await answering(() => {})).toContain('logs:CreateLogGroup takes kmsKeyId and did not look at it');
    expect(await answering((input) => void input.kmsKeyId)).toBe('done');
    // Who lists all members acts on none.
    expect(await answering((input) => void Object.keys(input))).toContain('takes kmsKeyId');
  });
});
