import * as sdk from '@aws-sdk/client-lambda';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { AwsError } from '../src/kernel/errors.ts';
import { type LocalAws, startLocalAws } from '../src/local-aws.ts';
import { lambda, type RunsFunctions } from '../src/services/lambda/lambda.ts';
import type { FoundImage, LambdaPorts, LogEvent } from '../src/services/lambda/ports.ts';
import { sender } from './commands.ts';

export const account = '123456789012';
export const region = 'eu-west-1';
export const role = `arn:aws:iam::${account}:role/worker`;
export const arn = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;

/** A commonly used handler: says which version answered, and echoes the event. */
export const echo = (tag: string) =>
  `exports.handler = async (event, context) => ({ tag: '${tag}', version: context.functionVersion, event });`;

/** A deployment package with these files; with Unix permissions if `mode` is given. */
export function zip(files: Record<string, string>, mode?: number): Uint8Array {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  return zipSync(Object.fromEntries(entries), {
    mtime: '2020-01-01T00:00:00Z',
    ...(mode === undefined ? {} : { os: 3, attrs: mode << 16 }),
  });
}

/** An image as Lambda takes it. */
export const someImage: FoundImage = {
  digest: `sha256:${'1'.repeat(64)}`,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { digest: `sha256:${'2'.repeat(64)}`, mediaType: 'application/vnd.oci.image.config.v1+json', size: 2 },
  layers: [],
};

/** A local cloud with Lambda alone, on a clock that stands still unless it is moved. */
export async function lambdaCloud(runs?: RunsFunctions) {
  const logs: (LogEvent & { group: string; stream: string })[] = [];
  const objects = new Map<string, Uint8Array>();
  const images = new Map<string, FoundImage>();
  const ports: LambdaPorts = {
    readObject(_, bucket, key, version) {
      const object = objects.get([bucket, key, ...(version ? [version] : [])].join('/'));
      if (object === undefined) throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.');
      return object;
    },
    writeLog: (_, group, stream, events) => logs.push(...events.map((event) => ({ ...event, group, stream }))),
    mayPull: () => true,
    letPull: () => {},
    findImage: (_, { repository, reference }) => images.get(`${repository}:${reference}`) ?? 'absent',
    readBlob: () => new Uint8Array(),
    recordInvocation: () => {},
  };
  const service = lambda(ports, runs);
  const cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 }, services: [service as never] });
  // Tests of other things need not wait for a change of an alias to reach everybody.
  await cloud.control.call('lambda.pace', { alias: 0 }, { account, region });
  return {
    ...lambdaOn(cloud),
    logs,
    objects,
    /** By `REPOSITORY:TAG`; how a real registry fares is tried in `lambda-images.test.ts`. */
    images,
  };
}

/** Lambda of a local cloud, as one of its users calls it. */
export function lambdaOn(cloud: LocalAws, accessKeyId = 'AKIAIOSFODNN7EXAMPLE') {
  const client = new LambdaClient({
    endpoint: cloud.endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'secret' },
    maxAttempts: 1,
  });

  const sendAtOnce = sender(sdk, client);
  const send: typeof sendAtOnce = async (name, input) => {
    // As slowly as the 15 requests per second that the control plane takes.
    await cloud.clock.advance(70);
    return sendAtOnce(name, input);
  };

  return {
    cloud,
    client,
    send,
    sendAtOnce,
    advance: (ms: number) => cloud.clock.advance(ms),
    /** Calls a method of the service's control API in the account and region of these tests. */
    control: (method: string, argument: unknown) =>
      cloud.control.call(`lambda.${method}`, argument, { account, region }),
    /** Creates a function and waits until it is Active. */
    async create(name: string, input: Partial<sdk.CreateFunctionRequest> = {}) {
      const created = await send('CreateFunction', {
        FunctionName: name,
        Role: role,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: zip({ 'index.js': echo('one') }) },
        ...input,
      });
      await cloud.clock.advance(2_000);
      return created;
    },
    /** Updates the code and waits until the update is done. */
    async update(name: string, files: Record<string, string>) {
      await send('UpdateFunctionCode', { FunctionName: name, ZipFile: zip(files) });
      await cloud.clock.advance(1_500);
    },
    /** Publishes and waits until the version is Active; answers its number. */
    async publish(name: string, input: Partial<sdk.PublishVersionRequest> = {}): Promise<string> {
      const { Version } = await send('PublishVersion', { FunctionName: name, ...input });
      await cloud.clock.advance(1_000);
      return Version ?? '';
    },
    /** Invokes and reads the answer. */
    async invoke(name: string, input: Partial<sdk.InvokeCommandInput> = {}) {
      const { Payload, LogResult, ...answer } = await sendAtOnce('Invoke', { FunctionName: name, ...input });
      const text = Buffer.from(Payload ?? []).toString();
      return {
        ...answer,
        payload: text === '' ? undefined : JSON.parse(text),
        log: LogResult === undefined ? '' : Buffer.from(LogResult, 'base64').toString(),
      };
    },
    stop: () => cloud.stop(),
  };
}

/** What a call is refused with, as `<code> <status>: <message>`; fails when it is not refused. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode}: ${message}`;
  }
  throw new Error('The call was not refused');
}
