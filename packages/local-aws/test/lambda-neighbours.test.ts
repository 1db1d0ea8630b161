import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startLocalAws } from '../src/local-aws.ts';
import { refusal, role, zip } from './lambda-cloud.ts';

const cloud = await startLocalAws({ clock: { scale: 0 } });
afterAll(() => cloud.stop());
const settings = {
  endpoint: cloud.endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
};

it('runs code from S3 and explains itself in Logs', async () => {
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const functions = new LambdaClient(settings);
  const logs = new CloudWatchLogsClient(settings);
  await s3.send(
    new CreateBucketCommand({ Bucket: 'artifacts', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  const Body = zip({ 'index.js': 'exports.handler = async () => { throw new Error("no stock"); }' });
  await s3.send(new PutObjectCommand({ Bucket: 'artifacts', Key: 'app.zip', Body }));
  await functions.send(
    new CreateFunctionCommand({
      FunctionName: 'shop',
      Role: role,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { S3Bucket: 'artifacts', S3Key: 'app.zip' },
    }),
  );
  await cloud.clock.advance(2_000);
  const { FunctionError } = await functions.send(new InvokeCommand({ FunctionName: 'shop' }));
  expect(FunctionError).toBe('Unhandled');
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/shop' }));
  expect(events?.map((event) => event.message).join('')).toContain('"errorMessage":"no stock"');
});

it('says in S3’s words why code cannot be read', async () => {
  const functions = new LambdaClient(settings);
  const create = (client: LambdaClient, S3Bucket: string, S3Key: string) =>
    refusal(
      client.send(
        new CreateFunctionCommand({
          FunctionName: 'unmade',
          Role: role,
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Code: { S3Bucket, S3Key },
        }),
      ),
    );
  const failed = 'InvalidParameterValueException 400: Error occurred while GetObject. S3 Error Code:';
  expect(await create(functions, 'no-bucket', 'app.zip')).toBe(
    `${failed} NoSuchBucket. S3 Error Message: The specified bucket does not exist`,
  );
  expect(await create(functions, 'artifacts', 'no.zip')).toBe(
    `${failed} NoSuchKey. S3 Error Message: The specified key does not exist.`,
  );
  expect(await create(new LambdaClient({ ...settings, region: 'us-west-2' }), 'artifacts', 'app.zip')).toBe(
    `${failed} PermanentRedirect. S3 Error Message: The bucket is in this region: eu-west-1. Please use this region to retry the request`,
  );
  const stranger = { ...settings, credentials: { accessKeyId: '210987654321', secretAccessKey: 'secret' } };
  expect(await create(new LambdaClient(stranger), 'artifacts', 'app.zip')).toContain(
    'AccessDeniedException 403: Your access has been denied by S3',
  );
});
