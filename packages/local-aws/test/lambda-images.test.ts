import { buildImage, buildIndex, MEDIA_TYPES, type PushedImage, pushImage } from '@actions-aws/testing/images';
import type * as sdk from '@aws-sdk/client-lambda';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { account, lambdaOn, refusal, role, zip } from './lambda-cloud.ts';

let cloud: LocalAws;
let lambda: ReturnType<typeof lambdaOn>;
let first: PushedImage;
let second: PushedImage;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
  lambda = lambdaOn(cloud);
  first = await pushImage(cloud, 'shop/app:v1', { files: { 'var/task/index.js': 'first' } });
  second = await pushImage(cloud, 'shop/app:v2', { files: { 'var/task/index.js': 'second' } });
});
afterAll(() => cloud.stop());

const host = `${account}.dkr.ecr.eu-west-1.amazonaws.com`;

function create(name: string, ImageUri: string, input: Partial<sdk.CreateFunctionRequest> = {}) {
  const image = { PackageType: 'Image', Code: { ImageUri }, Runtime: undefined, Handler: undefined } as const;
  return lambda.create(name, { ...image, Role: role, ...input });
}

const update = (FunctionName: string, ImageUri: string) =>
  lambda.send('UpdateFunctionCode', { FunctionName, ImageUri });

const codeOf = async (FunctionName: string, Qualifier?: string) =>
  (await lambda.send('GetFunction', { FunctionName, Qualifier })).Code;

describe('an image', () => {
  it('is resolved to its digest once', async () => {
    await pushImage(cloud, 'shop/app:moving', first.image);
    const uri = `${host}/shop/app:moving`;
    const created = await create('resolved', uri);
    expect(created).toMatchObject({
      PackageType: 'Image',
      CodeSha256: first.digest.replace('sha256:', ''),
      CodeSize: 0,
      State: 'Pending',
      StateReasonCode: 'Creating',
    });
    expect(created.Handler).toBeUndefined();
    await pushImage(cloud, 'shop/app:moving', second.image);
    expect(await codeOf('resolved')).toEqual({
      RepositoryType: 'ECR',
      ImageUri: uri,
      ResolvedImageUri: first.resolvedUri,
    });
    await update('resolved', uri);
    expect((await codeOf('resolved'))?.ResolvedImageUri).toBe(second.resolvedUri);
  });

  it('is named by its digest, or as the local registry names it', async () => {
    await create('by-digest', first.resolvedUri);
    expect(await codeOf('by-digest')).toMatchObject({
      ImageUri: first.resolvedUri,
      ResolvedImageUri: first.resolvedUri,
    });
    await create('by-local', first.localUri);
    expect(await codeOf('by-local')).toMatchObject({
      ImageUri: first.localUri,
      ResolvedImageUri: first.localUri.replace(':v1', `@${first.digest}`),
    });
  });

  it.each([
    ['without a tag', `${host}/shop/app`, 'is not valid'],
    ['of another registry', 'docker.io/library/node:24', 'is not valid'],
    ['by the FIPS endpoint', `${account}.dkr.ecr-fips.eu-west-1.amazonaws.com/shop/app:v1`, 'is not valid'],
    ['with a tag that is not there', `${host}/shop/app:v9`, 'does not exist'],
    ['of a repository that is not there', `${host}/shop/none:v1`, 'does not exist'],
    ['with a digest that is not there', `${host}/shop/app@sha256:${'0'.repeat(64)}`, 'does not exist'],
  ])('%s is refused', async (_, uri, why) => {
    expect(await refusal(create('refused', uri))).toBe(
      `InvalidParameterValueException 400: Source image ${uri} ${why}. Provide a valid source image.`,
    );
  });

  it('of another Region, or of an account that does not share it, is refused', async () => {
    const elsewhere = await pushImage(cloud, 'shop/app:v1', {}, { region: 'us-east-1' });
    expect(await refusal(create('refused', elsewhere.uri))).toBe(
      'InvalidParameterValueException 400: Image repository must be in the same region.',
    );
    const foreign = await pushImage(cloud, 'shop/app:v1', {}, { accessKeyId: '210987654321' });
    expect(await refusal(create('refused', foreign.uri))).toBe(
      'AccessDeniedException 403: Lambda does not have permission to access the ECR image. Check the ECR permissions.',
    );
  });

  it('that is an index, or that has a type which Lambda does not know, is refused', async () => {
    const zstd = structuredClone(buildImage());
    const text = Buffer.from(zstd.bytes).toString().replace(MEDIA_TYPES.oci.gzipped, `${MEDIA_TYPES.oci.layer}+zstd`);
    const images = {
      index: buildIndex([first.image]),
      list: buildIndex([buildImage({ format: 'docker' })], { format: 'docker' }),
      zstd: { ...zstd, bytes: Buffer.from(text) },
    };
    for (const [tag, image] of Object.entries(images)) {
      const { uri } = await pushImage(cloud, `shop/app:${tag}`, image);
      const message = `InvalidParameterValueException 400: The image manifest, config or layer media type for the source image ${uri} is not supported.`;
      expect(await refusal(create('refused', uri))).toBe(message);
      expect(await refusal(update('resolved', uri))).toBe(message);
    }
    const docker = await pushImage(cloud, 'shop/app:docker', { format: 'docker', gzip: false });
    await create('docker', docker.uri);
  });

  it('needs a PackageType that says so', async () => {
    const plain = { Code: { ImageUri: first.uri } };
    expect(await refusal(lambda.create('refused', plain))).toContain('Please provide a source for function code.');
    const bare = { ...plain, Runtime: undefined, Handler: undefined };
    expect(await refusal(lambda.create('refused', bare))).toContain('Runtime and Handler are mandatory parameters');
  });

  it('and an archive do not replace each other', async () => {
    expect(
      await refusal(lambda.send('UpdateFunctionCode', { FunctionName: 'resolved', ZipFile: zip({ a: '' }) })),
    ).toContain('Please provide ImageUri when updating a function with packageType Image.');
    const both = { FunctionName: 'resolved', ImageUri: first.uri, ZipFile: zip({ a: '' }) };
    expect(await refusal(lambda.send('UpdateFunctionCode', both))).toContain(
      'Please do not provide other FunctionCode parameters when providing an ImageUri.',
    );
    await lambda.create('zipped');
    expect(await refusal(update('zipped', first.uri))).toContain(
      "Please don't provide ImageUri when updating a function with packageType Zip.",
    );
  });
});

describe('a function of an image', () => {
  const wrong =
    "InvalidParameterValueException 400: Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.";

  it.each([
    ['Handler', { Handler: 'index.handler' }],
    ['Runtime', { Runtime: 'nodejs24.x' as const }],
    ['Layers', { Layers: [`arn:aws:lambda:eu-west-1:${account}:layer:tools:1`] }],
  ])('has no %s', async (_, input) => {
    expect(await refusal(create('refused', first.uri, input))).toBe(wrong);
    const update = lambda.send('UpdateFunctionConfiguration', { FunctionName: 'resolved', ...input });
    expect(await refusal(update)).toBe(wrong);
  });

  it('has an entry point, a command and a working directory of its own, as a whole, until they are taken away', async () => {
    const ImageConfig = {
      EntryPoint: ['/lambda-entrypoint.sh'],
      Command: ['orders.handler'],
      WorkingDirectory: '/app',
    };
    expect((await create('own', first.uri, { ImageConfig })).ImageConfigResponse).toEqual({ ImageConfig });
    const configure = async (given: sdk.ImageConfig) => {
      const answer = await lambda.send('UpdateFunctionConfiguration', { FunctionName: 'own', ImageConfig: given });
      await lambda.advance(1_500);
      return answer.ImageConfigResponse;
    };
    await update('own', second.uri);
    await lambda.advance(1_500);
    const { Configuration } = await lambda.send('GetFunction', { FunctionName: 'own' });
    expect(Configuration?.ImageConfigResponse).toEqual({ ImageConfig });
    expect(await configure({ Command: ['payments.handler'] })).toEqual({
      ImageConfig: { Command: ['payments.handler'] },
    });
    expect(await configure({})).toBeUndefined();
    const tooMuch = { WorkingDirectory: '/'.repeat(1_001), Command: Array(1_501).fill('x') };
    const refused = await refusal(
      lambda.send('UpdateFunctionConfiguration', { FunctionName: 'own', ImageConfig: tooMuch }),
    );
    expect(refused).toContain('2 validation errors detected');
    const zipped = { Code: { ZipFile: zip({ 'index.js': '' }) }, ImageConfig };
    expect(await refusal(lambda.create('refused', zipped))).toContain("Please don't provide ImageConfig");
  });

  it('is published with its digest, and not anew when nothing has changed', async () => {
    await create('published', first.uri);
    const publish = (CodeSha256: string) =>
      lambda.send('PublishVersion', { FunctionName: 'published', CodeSha256: CodeSha256.replace('sha256:', '') });
    expect(await publish(first.digest)).toMatchObject({ Version: '1', State: 'Active' });
    expect((await publish(first.digest)).Version).toBe('1');
    await update('published', second.uri);
    await lambda.advance(1_500);
    expect(await refusal(publish(first.digest))).toContain('is different from current CodeSHA256 in $LATEST');
    expect((await publish(second.digest)).Version).toBe('2');
    expect((await codeOf('published', '1'))?.ResolvedImageUri).toBe(first.resolvedUri);
    expect((await codeOf('published', '2'))?.ResolvedImageUri).toBe(second.resolvedUri);
    const { Versions = [] } = await lambda.send('ListVersionsByFunction', { FunctionName: 'published' });
    expect(Object.keys(Versions[0] ?? {})).not.toEqual(expect.arrayContaining(['Image', 'ImageUri']));
  });

  it('cannot begin where the image is for another architecture', async () => {
    const contents = {
      architecture: 'arm64',
      files: { 'var/task/index.js': 'exports.handler = async () => 1;' },
      config: { Entrypoint: ['/lambda-entrypoint.sh'], Cmd: ['index.handler'], WorkingDir: '/var/task' },
    };
    const { uri } = await pushImage(cloud, 'shop/app:arm64', contents);
    await create('on-intel', uri);
    const { FunctionError, payload } = await lambda.invoke('on-intel');
    expect([FunctionError, payload.errorType]).toEqual(['Unhandled', 'Runtime.InvalidEntrypoint']);
    expect(payload.errorMessage).toContain('fork/exec /lambda-entrypoint.sh: exec format error');
    await create('on-arm', uri, { Architectures: ['arm64'] });
    expect((await lambda.invoke('on-arm')).payload).toBe(1);
  });

  it('cannot have its code signed', async () => {
    expect(await refusal(lambda.send('GetFunctionCodeSigningConfig', { FunctionName: 'published' }))).toBe(
      'InvalidParameterValueException 400: Code signing is not supported for functions created with container images.',
    );
  });
});

describe('the permissions of the caller', () => {
  const arn = `arn:aws:ecr:eu-west-1:${account}:repository/shop/app`;
  const allow = (Action: string, Resource: string) => ({ Effect: 'Allow' as const, Action, Resource });
  const denied =
    'AccessDeniedException 403: Lambda does not have permission to access the ECR image. Check the ECR permissions.';

  it('are those to pull the image', async () => {
    const statements = [allow('ecr:BatchGetImage', arn), allow('ecr:GetDownloadUrlForLayer', arn)];
    for (const without of [undefined, ...statements]) {
      const Statement = [allow('lambda:*', '*'), ...statements.filter((each) => each !== without)];
      await cloud.control.registerCredential({ accessKeyId: 'AKIALIMITED', policy: { Statement } });
      const update = lambdaOn(cloud, 'AKIALIMITED').send('UpdateFunctionCode', {
        FunctionName: 'published',
        ImageUri: second.uri,
        DryRun: true,
      });
      if (without) expect(await refusal(update)).toBe(denied);
      else await update;
    }
    const entries = (await cloud.control.journal()).filter(({ operation }) => operation === 'UpdateFunctionCode');
    expect(entries.at(-1)?.iam).toEqual(
      expect.arrayContaining([
        { action: 'ecr:BatchGetImage', resource: arn },
        { action: 'ecr:GetDownloadUrlForLayer', resource: arn },
      ]),
    );
  });
});
