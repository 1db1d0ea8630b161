import { accessKeyOf, codeOf } from '@actions-aws/testing';
import {
  type FunctionCodeLocation,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { artifactKey } from '../src/code/package.ts';
import { outputValues } from '../src/report/report.ts';
import { stageWorld } from './support/stage-world.ts';
import { type World, world } from './support/world.ts';

// How the code of $LATEST is stored: UpdateFunctionCode forgets it unless it is told again.

let the: World;
beforeEach(async () => {
  the = await world();
  await the.promote({ code: codeOf('v1') });
});
afterEach(() => the.stop());

const SourceKMSKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const Bucket = 'builds';

async function codeAt(qualifier: string): Promise<FunctionCodeLocation> {
  const FunctionName = `${the.functionName}:${qualifier}`;
  return (await the.lambda.send(new GetFunctionCommand({ FunctionName }))).Code ?? {};
}

/** As infrastructure code does it; nothing of it is live yet. */
async function store(how: object): Promise<void> {
  await the.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: the.functionName, ...how }));
  await the.cloud.clock.sleep(3_000);
}

async function bucket(Status: 'Enabled' | 'Suspended' = 'Enabled'): Promise<void> {
  await the.s3.send(new CreateBucketCommand({ Bucket }));
  await the.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

async function put(name: string): Promise<{ S3Bucket: string; S3Key: string; S3ObjectVersion: string }> {
  const answer = await the.s3.send(new PutObjectCommand({ Bucket, Key: `${name}.zip`, Body: codeOf(name).bytes }));
  return { S3Bucket: Bucket, S3Key: `${name}.zip`, S3ObjectVersion: answer.VersionId ?? '' };
}

test('the key that the code is encrypted with stays, is shown, and is that of the version that users get', async () => {
  await store({ ZipFile: codeOf('v1').bytes, SourceKMSKeyArn });
  const result = await the.promote({ code: codeOf('v2') });
  expect(result.outcome).toBe('promoted');
  expect(await codeAt('2')).toMatchObject({ SourceKMSKeyArn });
  expect(the.log()).toContain(`Stays with the new code of search-api: SourceKMSKeyArn ${SourceKMSKeyArn}.`);
  expect(the.log()).toContain(
    `Goes to users of search-api along with the code: SourceKMSKeyArn, not set → ${SourceKMSKeyArn}`,
  );
  expect(outputValues(result).report.functions[0]?.codeStorage).toHaveProperty('SourceKMSKeyArn');
});

test('another key on $LATEST is a change that goes to users with the very same code', async () => {
  await store({ ZipFile: codeOf('v1').bytes, SourceKMSKeyArn });
  expect((await the.promote({ code: codeOf('v1') })).outcome).toBe('promoted');
  expect(await codeAt('2')).toMatchObject({ SourceKMSKeyArn });
  expect((await the.promote({ code: codeOf('v1') })).outcome).toBe('noop');
});

/** Version 1 is live by a copy; $LATEST refers to an object. */
async function refer() {
  await store({ ...(await put('v1')), S3ObjectStorageMode: 'REFERENCE' });
}

test('code that Lambda refers to in a bucket is referred to by its version, with `s3-uri`', async () => {
  await bucket();
  await refer();
  const object = await put('v2');
  const result = await the.promote({ code: codeOf('v2'), object });
  expect(result.outcome).toBe('promoted');
  expect(await codeAt('2')).toMatchObject({ ResolvedS3Object: object });
  expect(the.log()).toContain('Stays with the new code of search-api: S3ObjectStorageMode REFERENCE.');
  // Sent once more, for a version that cannot run, it goes the same way.
  expect((await the.promote({ code: codeOf('v2'), object })).outcome).toBe('noop');
});

test('and by `artifact-bucket`, whether the code was there before or not', async () => {
  await bucket();
  await refer();
  const artifacts = { name: Bucket, owner: undefined };
  for (const name of ['v2', 'v3', 'v2']) {
    expect((await the.promote({ code: codeOf(name), bucket: artifacts })).outcome).toBe('promoted');
    expect((await codeAt('$LATEST')).ResolvedS3Object).toEqual({
      S3Bucket: Bucket,
      S3Key: artifactKey(codeOf(name).codeSha256),
      S3ObjectVersion: expect.stringMatching(/./),
    });
  }
});

test('where the new code would be copied, the run is refused before anything is written', async () => {
  await bucket();
  await refer();
  const before = await the.writes();
  const byRequest = await the.promote({ code: codeOf('v2') });
  expect(byRequest.outcome).toBe('failed');
  expect(byRequest.refusal?.message).toMatch(/REFERENCE\), and would copy the new code, since a `zip` is sent/);
  const { S3Bucket, S3Key } = await put('v2');
  const byObject = await the.promote({ code: codeOf('v2'), object: { S3Bucket, S3Key } });
  expect(byObject.refusal?.message).toContain('the bucket of `s3-uri` keeps no versions');
  expect(byObject.refusal?.hint).toBe('Give the code by `s3-uri` or `artifact-bucket`, in a bucket with versioning.');
  expect((await the.writes()).filter((name) => name !== 'PutObject')).toEqual(
    before.filter((name) => name !== 'PutObject'),
  );
});

test('a bucket without versions is an error that names it, before the code of $LATEST changes', async () => {
  await bucket();
  await refer();
  const other = { name: 'unversioned', owner: undefined };
  await the.s3.send(new CreateBucketCommand({ Bucket: other.name }));
  const result = await the.promote({ code: codeOf('v2'), bucket: other });
  expect(result.outcome).toBe('failed');
  expect(result.observed.failure?.message).toContain('`artifact-bucket` is "unversioned", which keeps no versions');
  expect((await codeAt('$LATEST')).ResolvedS3Object).toMatchObject({ S3Key: 'v1.zip' });
});

test('where the key may not be used, the permissions for it are named', async () => {
  const stage = await stageWorld();
  try {
    const sealed = { FunctionName: stage.functionName, ZipFile: codeOf('v1').bytes, SourceKMSKeyArn };
    await stage.lambda.send(new UpdateFunctionCodeCommand(sealed));
    await stage.pass(5_000);
    const policy = {
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'kms:*', Resource: '*' },
      ],
    } as const;
    await stage.cloud.control.registerCredential({ accessKeyId: accessKeyOf('run 1'), policy });
    const { outcome, observed } = await stage.promote({ code: codeOf('v2') });
    expect(outcome).toBe('failed');
    expect(observed.failure?.hint).toContain(
      `The code is encrypted with ${SourceKMSKeyArn}: allow \`kms:GenerateDataKey\` and \`kms:Decrypt\` on it, too.`,
    );
  } finally {
    await stage.stop();
  }
});

test('code that is not stored as it was before is not published', async () => {
  const stage = await stageWorld();
  try {
    await stage.promote({ code: codeOf('v1') });
    const named = { FunctionName: stage.functionName };
    const sealed = { ...named, ZipFile: codeOf('v1').bytes, SourceKMSKeyArn };
    await stage.lambda.send(new UpdateFunctionCodeCommand(sealed));
    await stage.pass(5_000);
    const { codeSha256, bytes } = codeOf('v2');
    const result = await stage.promote(
      { code: codeOf('v2') },
      {
        // The same code once more, right after it has arrived, and without the key.
        async meanwhile({ connect, clock }) {
          const lambda = connect(LambdaClient);
          for (;;) {
            const seen = await lambda.send(new GetFunctionConfigurationCommand(named));
            if (seen.CodeSha256 === codeSha256 && seen.LastUpdateStatus === 'Successful') break;
            await clock.sleep(100);
          }
          await lambda.send(new UpdateFunctionCodeCommand({ ...named, ZipFile: bytes }));
        },
      },
    );
    expect(result.outcome).toBe('failed');
    expect(result.observed.failure?.message).toBe(
      `The code of $LATEST of search-api is not stored as it was before the upload: SourceKMSKeyArn, ${SourceKMSKeyArn} → not set.`,
    );
    expect((await stage.alias())?.version).toBe('1');
  } finally {
    await stage.stop();
  }
});
