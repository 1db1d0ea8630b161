import { startLocalAws } from '../src/index.ts';
import { lambdaOn, zip } from '../test/lambda-cloud.ts';

// Needs a python3 with boto3 in PATH.

const app = `
import boto3

s3 = boto3.client("s3")

def handler(event, context):
    s3.create_bucket(Bucket="books", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="books", Key="emma", Body=b"Emma")
    account = boto3.client("sts").get_caller_identity()["Account"]
    return [account, s3.get_object(Bucket="books", Key="emma")["Body"].read().decode()]
`;

test('boto3 in a function reaches the local cloud, as the account and in the Region of the function', async () => {
  const cloud = await startLocalAws({ clock: { scale: 0 } });
  try {
    const lambda = lambdaOn(cloud);
    const code = {
      Runtime: 'python3.13' as const,
      Handler: 'app.handler',
      Timeout: 900,
      Code: { ZipFile: zip({ 'app.py': app }) },
    };
    await lambda.create('books', code);
    expect((await lambda.invoke('books')).payload).toEqual(['123456789012', 'Emma']);
  } finally {
    await cloud.stop();
  }
}, 60_000);
