import * as sdk from '@aws-sdk/client-ecr';
import { type BuiltImage, codeOf, type EcrCloud, ecrCloud, image, indexOf, piece, types } from './ecr-cloud.ts';

const repositoryName = 'app';
let it: EcrCloud;
beforeEach(async () => {
  it = await ecrCloud();
  await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName }));
});
afterEach(() => it.cloud.stop());

const signature = 'application/vnd.example.signature';
const bill = 'application/vnd.example.bill';

/** An artifact about another manifest. */
function about({ digest, mediaType, bytes }: BuiltImage, artifactType?: string, more: object = {}): BuiltImage {
  const subject = { mediaType, digest, size: bytes.length };
  return image({ ...(artifactType !== undefined && { artifactType }), subject, ...more });
}

interface Index {
  readonly schemaVersion: number;
  readonly mediaType: string;
  readonly manifests: readonly Readonly<Record<string, unknown>>[];
}

const ask = (digest: string, query = '') => it.ask(`app/referrers/${digest}${query}`);
const listed = async (answer: Response) => (await answer.json()) as Index;
const digests = async (answer: Response) => (await listed(answer)).manifests.map(({ digest }) => digest).sort();
const list = (input: Partial<sdk.ListImageReferrersRequest>, imageDigest: string) =>
  it.ecr.send(new sdk.ListImageReferrersCommand({ repositoryName, subjectId: { imageDigest }, ...input }));

test('a manifest with a subject is one of its referrers, as what its manifest says', async () => {
  const subject = image();
  expect((await it.push('app', 'v1', subject)).headers.get('oci-subject')).toBeNull();
  const annotations = { 'org.example.by': 'ci' };
  const signed = about(subject, signature, { annotations });
  for (const _ of ['new', 'known'])
    expect((await it.push('app', signed.digest, signed)).headers.get('oci-subject')).toBe(subject.digest);
  const described = { mediaType: types.image, digest: signed.digest, size: signed.bytes.length };
  const answer = await ask(subject.digest);
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('link')]).toEqual([
    200,
    types.index,
    null,
  ]);
  expect(await listed(answer)).toEqual({
    schemaVersion: 2,
    mediaType: types.index,
    manifests: [{ ...described, artifactType: signature, annotations }],
  });
  expect((await list({}, subject.digest)).referrers).toEqual([
    { ...described, artifactType: signature, annotations, artifactStatus: 'ACTIVE' },
  ]);
});

test('the type is the manifest’s own, else its configuration’s; an index without one has none', async () => {
  const subject = image();
  await it.push('app', 'v1', subject);
  const plain = about(subject);
  await it.push('app', plain.digest, plain);
  const { digest, mediaType, bytes } = subject;
  const document = {
    ...JSON.parse(indexOf(subject).bytes.toString()),
    subject: { digest, mediaType, size: bytes.length },
  };
  const list = { ...piece(JSON.stringify(document)), mediaType: types.index, blobs: [] };
  await it.push('app', list.digest, list);
  const { manifests } = await listed(await ask(digest));
  expect(Object.fromEntries(manifests.map((each) => [each.digest, each.artifactType]))).toEqual({
    [plain.digest]: 'application/vnd.oci.image.config.v1+json',
    [list.digest]: undefined,
  });
});

test('a filter is applied and said, by either face', async () => {
  const subject = image();
  await it.push('app', 'v1', subject);
  const [signed, listing] = [about(subject, signature), about(subject, bill)];
  for (const each of [signed, listing]) await it.push('app', each.digest, each);
  const answer = await ask(subject.digest, `?artifactType=${encodeURIComponent(bill)}`);
  expect(answer.headers.get('oci-filters-applied')).toBe('artifactType');
  expect(await digests(answer)).toEqual([listing.digest]);
  const { referrers } = await list({ filter: { artifactTypes: [signature] } }, subject.digest);
  expect(referrers?.map(({ digest }) => digest)).toEqual([signed.digest]);
});

test('what has no referrers, and what is not there, has an empty list; what is no digest has none', async () => {
  const subject = image();
  await it.push('app', 'v1', subject);
  for (const digest of [subject.digest, piece('nothing').digest])
    expect(await listed(await ask(digest))).toEqual({ schemaVersion: 2, mediaType: types.index, manifests: [] });
  expect((await list({}, piece('nothing').digest)).referrers).toEqual([]);
  expect(await codeOf(await ask('v1'))).toEqual([400, 'DIGEST_INVALID']);
  expect(await codeOf(await it.ask(`none/referrers/${subject.digest}`))).toEqual([404, 'NAME_UNKNOWN']);
});

test('a referrer may come before its subject, and stays when that is deleted', async () => {
  const subject = image();
  const signed = about(subject, signature);
  expect((await it.push('app', signed.digest, signed)).status).toBe(201);
  expect(await digests(await ask(subject.digest))).toEqual([signed.digest]);
  await it.push('app', 'v1', subject);
  await it.ecr.send(new sdk.BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }));
  expect(await digests(await ask(subject.digest))).toEqual([signed.digest]);
});

test('an archived referrer is in no list that does not ask for it', async () => {
  const subject = image();
  await it.push('app', 'v1', subject);
  const signed = about(subject, signature);
  await it.push('app', signed.digest, signed);
  const imageId = { imageDigest: signed.digest };
  await it.ecr.send(new sdk.UpdateImageStorageClassCommand({ repositoryName, imageId, targetStorageClass: 'ARCHIVE' }));
  expect(await digests(await ask(subject.digest))).toEqual([]);
  expect((await list({}, subject.digest)).referrers).toEqual([]);
  for (const artifactStatus of ['ANY', 'ARCHIVED'] as const)
    expect((await list({ filter: { artifactStatus } }, subject.digest)).referrers).toMatchObject([
      { digest: signed.digest, artifactStatus: 'ARCHIVED' },
    ]);
});

test('referrers come twenty at a time, behind a link that keeps the filter', async () => {
  const subject = image();
  await it.push('app', 'v1', subject);
  const all = Array.from({ length: 21 }, () => about(subject, signature));
  for (const each of all) {
    await it.cloud.clock.advance(100);
    await it.push('app', each.digest, each);
  }
  const first = await ask(subject.digest, `?artifactType=${encodeURIComponent(signature)}`);
  const next = /^<(http.*)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  expect(new URL(next).searchParams.get('artifactType')).toBe(signature);
  const second = await it.ask(next.replace(`${it.cloud.endpoint}/v2/`, ''));
  expect(second.headers.get('link')).toBeNull();
  expect([...(await digests(first)), ...(await digests(second))].sort()).toEqual(
    all.map(({ digest }) => digest).sort(),
  );
  const page = await list({}, subject.digest);
  expect([
    page.referrers?.length,
    (await list({ nextToken: page.nextToken }, subject.digest)).referrers?.length,
  ]).toEqual([20, 1]);
  await expect(list({ maxResults: 51 }, subject.digest)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('both faces need the permission to get images', async () => {
  const subject = image();
  await it.push('app', 'v1', subject);
  await ask(subject.digest);
  await list({}, subject.digest);
  const seen = (await it.cloud.control.journal()).filter(({ operation }) => /Referrers/.test(operation));
  const iam = [{ action: 'ecr:BatchGetImage', resource: 'arn:aws:ecr:eu-west-1:123456789012:repository/app' }];
  expect(seen).toMatchObject([
    { operation: 'GetReferrers', iam },
    { operation: 'ListImageReferrers', iam },
  ]);
});
