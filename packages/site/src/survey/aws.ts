import { createHash } from 'node:crypto';
import { UserError } from '@actions-aws/action';
import { type Doing, errorName, explain, receiving } from '@actions-aws/aws';
import {
  type CloudFrontClient,
  GetCachePolicyCommand,
  GetDistributionCommand,
  GetFunctionCommand,
  GetOriginAccessControlCommand,
  GetOriginRequestPolicyCommand,
  GetResponseHeadersPolicyCommand,
} from '@aws-sdk/client-cloudfront';
import type { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { GetBucketPolicyCommand, GetObjectCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { storesOf } from '../pointer/choose.ts';
import { storedValue } from '../pointer/key-value-store/look.ts';
import type { Manifest } from '../release/manifest.ts';
import { toldIn } from '../release/names.ts';
import { type Element, find, parseXml, textAt } from './document/xml.ts';
import type { SurveyPorts } from './ports.ts';
import type { Answer, Bucket, Distribution, PolicyKind, Reading, Role } from './survey.ts';

/** What a survey asks, each request once: the clients have the patience of the run. */
export interface SurveyClients {
  readonly cloudfront: CloudFrontClient;
  /** The data plane of key value stores. */
  readonly store: CloudFrontKeyValueStoreClient;
  readonly s3: S3Client;
  /** The manifest of a release; `undefined` where there is none. */
  readonly releases: { read(id: string): Promise<Manifest | undefined> };
  /** Asks an address by GET, and reads its answer whole; throws where none came. */
  visit(url: string, role: Role): Promise<VisitAnswer>;
  /** Waits so many milliseconds; `false` where there is no time for it. */
  pause(ms: number): Promise<boolean>;
}

/** What an address answered. */
export interface VisitAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** Between two looks at a site whose edges have not followed yet. Milliseconds. */
const PAUSE_MS = 2_000;

/** What `site.js` calls itself: its version is another once what it finds stands elsewhere. */
const SITE_FUNCTION = 'site-function-2';

/** The longest script of a service worker that is looked into, in bytes. */
const LONGEST_WORKER = 8 * 1024 * 1024;

const POLICIES: Readonly<Record<PolicyKind, readonly [name: string, gone: string, get: (id: string) => RawCommand]>> = {
  cache: ['CachePolicy', 'NoSuchCachePolicy', (Id) => new GetCachePolicyCommand({ Id })],
  'origin-request': [
    'OriginRequestPolicy',
    'NoSuchOriginRequestPolicy',
    (Id) => new GetOriginRequestPolicyCommand({ Id }),
  ],
  'response-headers': [
    'ResponseHeadersPolicy',
    'NoSuchResponseHeadersPolicy',
    (Id) => new GetResponseHeadersPolicyCommand({ Id }),
  ],
};

type RawCommand = Parameters<typeof receiving>[0] & object;

/** {@link SurveyPorts} over the SDK: documents of CloudFront are read as it sent them. */
export function awsSurvey(
  client: CloudFrontClient,
  given: Omit<SurveyClients, 'cloudfront'>,
  signal: AbortSignal,
): SurveyPorts {
  const { s3, store, releases, visit, pause } = given;
  const reading = <Value>(doing: Doing, call: () => Promise<Value>, gone: readonly string[] = []) =>
    readingOf(call, {
      signal,
      isGone: (error) => gone.includes(errorName(error)),
      said: (error) => explain(error, doing),
    });
  const raw = (command: RawCommand) => rawAnswer(client, command);
  /** Asked for the store of a site, and for what differs between the sites. */
  const codes = new Map<string, ReturnType<SurveyPorts['functionCode']>>();

  return {
    distribution: (id) => readDistribution(client, id, signal),
    accessControl: (id) =>
      reading(
        { doing: `read the origin access control ${id}`, action: 'cloudfront:GetOriginAccessControl' },
        async () => inside(await raw(new GetOriginAccessControlCommand({ Id: id })), 'OriginAccessControlConfig'),
        ['NoSuchOriginAccessControl'],
      ),
    policy(kind, id) {
      const [name, gone, get] = POLICIES[kind];
      const doing = { doing: `read the ${kind} policy ${id}`, action: `cloudfront:Get${name}` };
      return reading(doing, async () => inside(await raw(get(id)), `${name}Config`), [gone]);
    },
    functionCode(arn) {
      const known = codes.get(arn);
      if (known) return known;
      const name = arn.slice(arn.indexOf('/') + 1);
      const found = reading(
        { doing: `read the code of the function ${name}`, action: 'cloudfront:GetFunction' },
        async () => {
          const { FunctionCode } = await client.send(new GetFunctionCommand({ Name: name, Stage: 'LIVE' }));
          if (!FunctionCode) throw new UserError(`AWS answered no code of the function ${name}.`);
          const hash = createHash('sha256').update(FunctionCode).digest('hex');
          return { hash, isOurs: Buffer.from(FunctionCode).includes(SITE_FUNCTION) };
        },
      );
      codes.set(arn, found);
      return found;
    },
    async stores(arn) {
      const said = (error: unknown) => error as Error;
      const isGone = (error: unknown) => errorName((error as Error).cause) === 'NoSuchFunctionExists';
      return readingOf(() => storesOf(client, arn), { signal, isGone, said });
    },
    async storedValue(arn) {
      const said = (error: unknown) => error as Error;
      const found = await readingOf(() => storedValue(store, arn), { signal, isGone: () => false, said });
      return found.is === 'read' && found.value === undefined ? { is: 'absent' } : (found as Reading<string>);
    },
    bucket: (name, account) => lookAtBucket(s3, { name, account, signal }),
    bucketPolicy: (name) =>
      reading({ doing: `read the policy of the bucket ${name}`, action: 's3:GetBucketPolicy' }, async () => {
        const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: name }));
        JSON.parse(Policy);
        return Policy;
      }, ['NoSuchBucketPolicy', 'NoSuchBucket']),
    async manifest(bucket, release) {
      const doing = { doing: `read the manifest of the release ${release} in ${bucket}`, action: 's3:GetObject' };
      const found = await reading(doing, () => releases.read(release));
      return found.is === 'read' && found.value === undefined ? { is: 'absent' } : (found as Reading<Manifest>);
    },
    file: (bucket, key) =>
      reading({ doing: `read s3://${bucket}/${key}`, action: 's3:GetObject' }, async () => {
        const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        if (!Body || ContentLength > LONGEST_WORKER)
          throw new UserError(`s3://${bucket}/${key} is too large to be looked into.`);
        return Body.transformToString();
      }),
    pause: () => pause(PAUSE_MS),
    visit: (url, role) =>
      readingOf(async () => answerOf(await visit(url, role)), {
        signal,
        isGone: () => false,
        said: (error) =>
          new UserError(`No answer came from ${url}: ${(error as Error).message}`, {
            hint: 'Look at the name in DNS and at its certificate; where only this runner cannot reach it, give another address.',
          }),
      }),
  };
}

/** Reads a distribution with every setting that it has. Needs `cloudfront:GetDistribution`. */
export function readDistribution(
  client: CloudFrontClient,
  id: string,
  signal: AbortSignal,
): Promise<Reading<Distribution>> {
  return readingOf(
    async () => {
      const root = await rawAnswer(client, new GetDistributionCommand({ Id: id }));
      const [arn = '', status = '', domainName = ''] = ['ARN', 'Status', 'DomainName'].map((name) =>
        textAt(root, name),
      );
      return { arn, status, domainName, config: inside(root, 'DistributionConfig') };
    },
    {
      signal,
      isGone: (error) => errorName(error) === 'NoSuchDistribution',
      said: (error) => explain(error, { doing: `read the distribution ${id}`, action: 'cloudfront:GetDistribution' }),
    },
  );
}

async function rawAnswer(client: CloudFrontClient, command: RawCommand): Promise<Element> {
  let body = '';
  const received = receiving(command, (text) => {
    body = text;
  });
  await client.send(received as never);
  return parseXml(body);
}

function inside(root: Element, name: string): Element {
  const found = find(root, name);
  if (!found) throw new UserError(`The answer of AWS has no ${name}.`);
  return found;
}

/** Awaits what is read. A run that is cancelled ends here; all else that fails is an answer of its own. */
async function readingOf<Value>(
  call: () => Promise<Value>,
  how: {
    readonly signal: AbortSignal;
    isGone(error: unknown): boolean;
    said(error: unknown): Error;
  },
): Promise<Reading<Value>> {
  try {
    return { is: 'read', value: await call() };
  } catch (error) {
    how.signal.throwIfAborted();
    if (how.isGone(error)) return { is: 'absent' };
    const { message, hint, code } = how.said(error) as UserError;
    return { is: 'unread', why: message, remedy: hint ?? 'Run the job again.', ...(code && { code }) };
  }
}

/**
 * Looks for a bucket, and whether the account owns it: S3 refuses in the same words what another account owns and what this role may not
 * see. A HEAD has no body, so that its status tells: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
async function lookAtBucket(
  client: S3Client,
  {
    name,
    account,
    signal,
  }: { readonly name: string; readonly account: string | undefined; readonly signal: AbortSignal },
): Promise<Reading<Bucket>> {
  let isRefused = false;
  const look = (owner: string | undefined) =>
    readingOf(() => regionOf(client, name, owner), {
      signal,
      isGone: (error) => statusOf(error) === 404,
      said(error) {
        isRefused = statusOf(error) === 403;
        if (!isRefused) return explain(error, { doing: `look at the bucket ${name}`, action: 's3:ListBucket' });
        return new UserError(`Not allowed to look at the bucket ${name}.`, {
          hint: 'Allow `s3:ListBucket` on the bucket in the role’s policy; where another account owns it, use one of this account.',
        });
      },
    });
  const own = await look(account);
  if (own.is === 'read') return { is: 'read', value: { region: own.value, isOwn: true } };
  // Of what failed otherwise a second answer would tell nothing of its owner.
  if (!isRefused || account === undefined) return own;
  const any = await look(undefined);
  return any.is === 'read' ? { is: 'read', value: { region: any.value, isOwn: false } } : own;
}

async function regionOf(client: S3Client, name: string, owner: string | undefined): Promise<string> {
  try {
    const { BucketRegion } = await client.send(
      new HeadBucketCommand({ Bucket: name, ...(owner && { ExpectedBucketOwner: owner }) }),
    );
    if (!BucketRegion) throw new UserError(`S3 answered no region of the bucket ${name}.`);
    return BucketRegion;
  } catch (error) {
    const { $response } = error as { $response?: { headers?: Readonly<Record<string, string>> } };
    const region = $response?.headers?.['x-amz-bucket-region'];
    // Asked in another region, S3 says where the bucket is.
    if (statusOf(error) === 301 && region) return region;
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html: `Via`, `X-Amz-Cf-Id` */
function answerOf({ status, headers, body }: VisitAnswer): Answer {
  const isCloudFront = headers['x-amz-cf-id'] !== undefined || /\(CloudFront\)/i.test(String(headers.via ?? ''));
  const { release, distribution } = toldIn(status === 200 ? body : new Uint8Array());
  return { status, isCloudFront, release, distribution };
}
