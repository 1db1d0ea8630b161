import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { clientEnvironment } from './client-environment.ts';

// A site as people make one by the AWS CLI, and a key of its store by boto3, which share no code with the local cloud. Needs `aws` and a
// python3 with boto3[crt] in PATH: without the C runtime there is no Signature Version 4A.

const run = promisify(execFile);
const minute = 60_000;

let cloud: LocalAws;
let folder: string;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { scale: 20 } });
  // The waiters look once a minute and once in twenty seconds, of the machine's time: a change is there when they first look.
  await cloud.control.call('cloudfront.pace', { configuration: 100, invalidation: 100 });
  folder = await mkdtemp(join(tmpdir(), 'site-'));
});
afterAll(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true, force: true });
});

async function aws(...words: string[]): Promise<string> {
  const all = ['--endpoint-url', cloud.endpoint, '--output', 'json', ...words];
  return (await run('aws', all, { cwd: folder, env: clientEnvironment(folder) })).stdout;
}

async function written(name: string, content: unknown): Promise<string> {
  await writeFile(join(folder, name), JSON.stringify(content));
  return `file://${name}`;
}

test(
  'the AWS CLI makes a site, releases to it, and moves it to another release',
  async () => {
    await aws(
      's3api',
      'create-bucket',
      '--bucket',
      'site',
      '--create-bucket-configuration',
      'LocationConstraint=eu-west-1',
    );
    for (const release of ['1', '2']) {
      await writeFile(join(folder, 'index.html'), `page ${release}`);
      const given = ['--cache-control', 'max-age=60', '--content-type', 'text/html'];
      await aws('s3', 'cp', 'index.html', `s3://site/r/${release}/index.html`, ...given);
    }
    const control = await written('control.json', {
      Name: 'site',
      SigningProtocol: 'sigv4',
      SigningBehavior: 'always',
      OriginAccessControlOriginType: 's3',
    });
    const made = await aws('cloudfront', 'create-origin-access-control', '--origin-access-control-config', control);
    const origin = {
      Id: 'site',
      DomainName: 'site.s3.eu-west-1.amazonaws.com',
      OriginPath: '/r/1',
      OriginAccessControlId: JSON.parse(made).OriginAccessControl.Id,
      S3OriginConfig: { OriginAccessIdentity: '' },
    };
    const configuration = await written('configuration.json', {
      CallerReference: 'by-cli',
      Comment: 'by the CLI',
      Enabled: true,
      DefaultRootObject: 'index.html',
      Origins: { Quantity: 1, Items: [origin] },
      DefaultCacheBehavior: {
        TargetOriginId: 'site',
        ViewerProtocolPolicy: 'redirect-to-https',
        CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      },
    });
    const created = await aws('cloudfront', 'create-distribution', '--distribution-config', configuration);
    const { Id, ARN } = JSON.parse(created).Distribution;
    const policy = await written('policy.json', {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::site/*',
        Condition: { StringEquals: { 'AWS:SourceArn': ARN } },
      },
    });
    await aws('s3api', 'put-bucket-policy', '--bucket', 'site', '--policy', policy);
    await aws('cloudfront', 'wait', 'distribution-deployed', '--id', Id);
    const { url } = (await cloud.control.call('cloudfront.edges', { distributionId: Id })) as { readonly url: string };
    expect(await (await fetch(url)).text()).toBe('page 1');

    const { ETag, DistributionConfig } = JSON.parse(await aws('cloudfront', 'get-distribution-config', '--id', Id));
    DistributionConfig.Origins.Items[0].OriginPath = '/r/2';
    const changed = await written('changed.json', DistributionConfig);
    const update = ['cloudfront', 'update-distribution', '--id', Id, '--distribution-config', changed];
    await expect(aws(...update)).rejects.toThrow(/InvalidIfMatchVersion/);
    await aws(...update, '--if-match', ETag);
    await expect(aws(...update, '--if-match', ETag)).rejects.toThrow(/PreconditionFailed/);
    await aws('cloudfront', 'wait', 'distribution-deployed', '--id', Id);
    const asked = ['--distribution-id', Id];
    const invalidated = await aws('cloudfront', 'create-invalidation', ...asked, '--paths', '/*');
    await aws(
      'cloudfront',
      'wait',
      'invalidation-completed',
      ...asked,
      '--id',
      JSON.parse(invalidated).Invalidation.Id,
    );
    expect(await (await fetch(url)).text()).toBe('page 2');
    const { DistributionList } = JSON.parse(await aws('cloudfront', 'list-distributions'));
    expect(DistributionList.Items).toMatchObject([{ Id, Comment: 'by the CLI', Status: 'Deployed' }]);
  },
  4 * minute,
);

const keys = `
import sys, time, boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from urllib.parse import urlsplit

endpoint = sys.argv[1]
cloudfront = boto3.client('cloudfront', endpoint_url=endpoint)
arn = cloudfront.create_key_value_store(Name='pointer')['KeyValueStore']['ARN']
while cloudfront.describe_key_value_store(Name='pointer')['KeyValueStore']['Status'] != 'READY': time.sleep(0.1)
store = boto3.client('cloudfront-keyvaluestore', endpoint_url=endpoint, config=Config(retries={'total_max_attempts': 1}))

# Of its own the client puts the account before the endpoint's host.
def as_given(params, **_):
    params['url'] = params['url'].replace(urlsplit(params['url']).netloc, urlsplit(endpoint).netloc, 1)
store.meta.events.register('before-call.cloudfront-keyvaluestore', as_given)

first = store.describe_key_value_store(KvsARN=arn)['ETag']
second = store.put_key(KvsARN=arn, Key='release', Value='one', IfMatch=first)['ETag']
refused = set()
for _ in range(2):
    try: store.put_key(KvsARN=arn, Key='release', Value='two', IfMatch=first)
    except ClientError as error: refused.add(error.response['Error']['Code'])
store.update_keys(KvsARN=arn, IfMatch=second, Puts=[{'Key': 'other', 'Value': 'three'}])
time.sleep(0.2)
held = {item['Key']: item['Value'] for item in store.list_keys(KvsARN=arn)['Items']}
print(sorted(refused), store.get_key(KvsARN=arn, Key='release')['Value'], held)
`;

test(
  'boto3 writes a key of a store by compare-and-swap',
  async () => {
    const { stdout } = await run('python3', ['-c', keys, cloud.endpoint], {
      cwd: folder,
      env: clientEnvironment(folder),
    });
    expect(stdout.trim()).toBe("['ConflictException', 'ValidationException'] one {'other': 'three', 'release': 'one'}");
  },
  minute,
);
