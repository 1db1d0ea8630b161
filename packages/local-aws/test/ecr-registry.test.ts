import { randomBytes } from 'node:crypto';
import * as sdk from '@aws-sdk/client-ecr';
import {
  clientOf,
  codeOf,
  type EcrCloud,
  ecrCloud,
  everything,
  image,
  indexOf,
  piece,
  refusalOf,
  tokenOf,
  types,
} from './ecr-cloud.ts';

const account = '123456789012';
const arn = `arn:aws:ecr:eu-west-1:${account}:repository/app`;
let it: EcrCloud;
beforeEach(async () => {
  it = await ecrCloud();
  await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName: 'app' }));
});
afterEach(() => it.cloud.stop());

const accept = (types: string) => ({ headers: { accept: types } });
const manifest = (reference: string, types = everything, method = 'GET') =>
  it.ask(`app/manifests/${reference}`, { method, ...accept(types) });

/** Of the bytes of an answer. */
async function digestOf(answer: Response): Promise<string> {
  return piece(Buffer.from(await answer.arrayBuffer())).digest;
}

describe('who asks', () => {
  test.each([
    ['nothing', {}],
    ['a password of its own', { authorization: `Basic ${Buffer.from('AWS:guess').toString('base64')}` }],
    ['another scheme', { authorization: 'Bearer token' }],
  ])('is not known by %s', async (_, headers) => {
    const answer = await fetch(`${it.cloud.endpoint}/v2/`, { headers });
    expect([answer.status, await answer.text()]).toEqual([401, 'Not Authorized\n']);
    expect(answer.headers.get('www-authenticate')).toBe(
      `Basic realm="${it.cloud.endpoint}/",service="ecr.amazonaws.com"`,
    );
    expect(answer.headers.get('docker-distribution-api-version')).toBe('registry/2.0');
  });

  test('is known by the token, for twelve hours', async () => {
    const { authorizationData } = await it.ecr.send(new sdk.GetAuthorizationTokenCommand({}));
    expect(authorizationData).toMatchObject([
      { proxyEndpoint: it.cloud.endpoint, expiresAt: new Date(Date.UTC(2026, 0, 1, 12)) },
    ]);
    expect(Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString()).toMatch(/^AWS:\S+$/);
    expect((await it.ask('')).status).toBe(200);
    await it.cloud.clock.advance(12 * 3_600_000);
    expect(await refusalOf(await it.ask(''))).toEqual([
      403,
      'DENIED',
      'Your authorization token has expired. Reauthenticate and try again.',
    ]);
  });

  test('has the permissions of who fetched the token, in the registry of its account and Region', async () => {
    const allow = (Action: readonly string[], Resource: string) => ({ Effect: 'Allow' as const, Action, Resource });
    const policy = {
      Statement: [allow(['ecr:GetAuthorizationToken'], '*'), allow(['ecr:BatchGetImage'], arn)],
    };
    await it.cloud.control.registerCredential({ accessKeyId: 'AKIALIMITED', policy });
    await it.push('app', 'v1', image());
    const authorization = await tokenOf(clientOf(it.cloud, 'AKIALIMITED'));
    const ask = (path: string, method = 'GET') =>
      it.ask(path, { method, headers: { authorization, accept: everything } });
    expect((await ask('app/manifests/v1')).status).toBe(200);
    const message = `User: arn:aws:iam::${account}:user/AKIALIMITED is not authorized to perform: ecr:InitiateLayerUpload on resource: ${arn} because no identity-based policy allows the ecr:InitiateLayerUpload action`;
    expect(await refusalOf(await ask('app/blobs/uploads/', 'POST'))).toEqual([403, 'DENIED', message]);
    const foreign = await tokenOf(clientOf(it.cloud, '210987654321'));
    const elsewhere = await it.ask('app/manifests/v1', { headers: { authorization: foreign, accept: everything } });
    expect(await codeOf(elsewhere)).toEqual([404, 'NAME_UNKNOWN']);
    const { authorizationData } = await clientOf(it.cloud, '210987654321').send(
      new sdk.GetAuthorizationTokenCommand({ registryIds: [account] }),
    );
    const headers = { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}`, accept: everything };
    const closed = await refusalOf(await it.ask('app/manifests/v1', { headers }));
    expect(closed.slice(0, 2)).toEqual([403, 'DENIED']);
    expect(closed[2]).toContain('because no resource-based policy allows the ecr:BatchGetImage action');
  });
});

test('the token of a role’s session opens the registry, as long as the session lasts', async () => {
  const account = { account: '123456789012', principalArn: 'arn:aws:sts::123456789012:assumed-role/deploy/run' };
  const expiresAt = (await it.cloud.control.now()) + 3_600_000;
  const session = { accessKeyId: 'ASIASESSION', sessionToken: 'a session', ...account, expiresAt };
  await it.cloud.control.registerCredential(session);
  const credentials = { accessKeyId: 'ASIASESSION', secretAccessKey: 'secret', sessionToken: 'a session' };
  const endpoint = it.cloud.endpoint;
  const authorization = await tokenOf(new sdk.ECRClient({ endpoint, region: 'eu-west-1', credentials }));
  const built = image();
  await it.push('app', 'v1', built);
  const get = () => it.ask(`app/blobs/${built.blobs[0]?.digest}`, { redirect: 'follow', headers: { authorization } });
  expect(await digestOf(await get())).toBe(built.blobs[0]?.digest);
  await it.cloud.clock.advance(3_600_000);
  expect(await codeOf(await get())).toEqual([403, 'DENIED']);
});

test('each request is in the journal with the action that ECR checks', async () => {
  const built = image();
  await it.push('app', 'v1', built);
  const [config] = built.blobs;
  for (const method of ['HEAD', 'GET']) await manifest('v1', everything, method);
  for (const method of ['HEAD', 'GET']) await it.ask(`app/blobs/${config?.digest}`, { method });
  await it.ask('app/tags/list');
  await it.ask(`app/manifests/${built.digest}`, { method: 'DELETE' });
  const seen = (await it.cloud.control.journal()).filter(({ operation }) => !operation.includes('Repositor'));
  const blob = (operation: string, digest: string, ...actions: string[]) => [operation, `${arn}@${digest}`, ...actions];
  expect(
    seen.slice(1).map(({ operation, resource, iam }) => [operation, resource, ...iam.map(({ action }) => action)]),
  ).toEqual([
    ...built.blobs.flatMap(({ digest }) => [
      ['StartBlobUpload', `${arn}@upload`, 'ecr:InitiateLayerUpload'],
      blob('CompleteBlobUpload', digest, 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload'),
    ]),
    ['PutManifest', `${arn}:v1`, 'ecr:PutImage'],
    ['HeadManifest', `${arn}:v1`, 'ecr:BatchGetImage'],
    ['GetManifest', `${arn}:v1`, 'ecr:BatchGetImage'],
    blob('HeadBlob', config?.digest ?? '', 'ecr:BatchCheckLayerAvailability'),
    blob('GetBlob', config?.digest ?? '', 'ecr:GetDownloadUrlForLayer'),
    ['ListTags', arn, 'ecr:ListImages'],
    blob('DeleteManifest', built.digest, 'ecr:BatchDeleteImage'),
  ]);
  expect(new Set(seen.flatMap(({ iam }) => iam.map(({ resource }) => resource)))).toEqual(new Set(['*', arn]));
});

describe('a manifest', () => {
  test('comes as it went, by tag and by digest', async () => {
    const built = image();
    const pushed = await it.push('app', 'v1', built);
    expect([pushed.status, pushed.headers.get('docker-content-digest')]).toEqual([201, built.digest]);
    for (const reference of ['v1', built.digest]) {
      const answer = await manifest(reference);
      expect(await digestOf(answer)).toBe(built.digest);
      expect(answer.headers.get('content-type')).toBe(types.image);
      const head = await manifest(reference, everything, 'HEAD');
      expect(head.headers.get('docker-content-digest')).toBe(built.digest);
      expect(head.headers.get('content-length')).toBe(String(built.bytes.length));
    }
    const { imageDetails } = await it.ecr.send(new sdk.DescribeImagesCommand({ repositoryName: 'app' }));
    expect(imageDetails).toMatchObject([{ imageDigest: built.digest, imageTags: ['v1'] }]);
  });

  test.each([types.dockerImage, types.index, '*/*', 'application/*', ''])(
    'is not found by who accepts only %j',
    async (accepted) => {
      await it.push('app', 'v1', image());
      expect(await refusalOf(await manifest('v1', accepted))).toEqual([
        404,
        'MANIFEST_UNKNOWN',
        'Requested image not found',
      ]);
      expect((await manifest('v1', accepted, 'HEAD')).status).toBe(404);
    },
  );

  test('is unknown where there is none, and so is a repository', async () => {
    expect(await codeOf(await manifest('none'))).toEqual([404, 'MANIFEST_UNKNOWN']);
    expect(await refusalOf(await it.ask('none/manifests/v1', accept(everything)))).toEqual([
      404,
      'NAME_UNKNOWN',
      `The repository with name 'none' does not exist in the registry with id '${account}'`,
    ]);
    expect((await manifest('1.2+3')).status).toBe(400);
  });

  test('is a 404 once it is archived', async () => {
    await it.push('app', 'v1', image());
    await it.ecr.send(
      new sdk.UpdateImageStorageClassCommand({
        repositoryName: 'app',
        imageId: { imageTag: 'v1' },
        targetStorageClass: 'ARCHIVE',
      }),
    );
    expect(await codeOf(await manifest('v1'))).toEqual([404, 'MANIFEST_UNKNOWN']);
    expect(await (await it.ask('app/tags/list')).json()).toEqual({ name: 'app', tags: [] });
  });

  test('moves no tag that is immutable, and is no error when it is there already', async () => {
    await it.ecr.send(new sdk.PutImageTagMutabilityCommand({ repositoryName: 'app', imageTagMutability: 'IMMUTABLE' }));
    const built = image();
    expect((await it.push('app', 'v1', built)).status).toBe(201);
    expect((await it.push('app', 'v1', built)).status).toBe(201);
    expect(await refusalOf(await it.push('app', 'v1', image()))).toEqual([
      400,
      'TAG_INVALID',
      "The image tag 'v1' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.",
    ]);
  });

  test('needs its layers, its images, its form and its digest', async () => {
    const lost = image();
    const send = (reference: string, body: Buffer, contentType: string = types.image) =>
      it.ask(`app/manifests/${reference}`, { method: 'PUT', headers: { 'content-type': contentType }, body });
    expect(await codeOf(await send('v1', lost.bytes))).toEqual([404, 'MANIFEST_BLOB_UNKNOWN']);
    expect(await codeOf(await it.push('app', 'v1', indexOf(lost)))).toEqual([404, 'MANIFEST_BLOB_UNKNOWN']);
    expect(await refusalOf(await send('v1', Buffer.from('{}')))).toEqual([
      405,
      'UNSUPPORTED',
      "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    ]);
    expect(await codeOf(await it.push('app', image().digest, image()))).toEqual([400, 'DIGEST_INVALID']);
  });

  test('goes by tag or digest, and not from under an index', async () => {
    const [child, other] = [image(), image()];
    await it.push('app', child.digest, child);
    const index = indexOf(child);
    await it.push('app', 'all', index);
    await it.push('app', 'other', other);
    const remove = (reference: string) => it.ask(`app/manifests/${reference}`, { method: 'DELETE' });
    expect(await refusalOf(await remove(child.digest))).toEqual([
      405,
      'UNSUPPORTED',
      `Requested image referenced by manifest list: [${index.digest}]`,
    ]);
    expect((await remove('other')).status).toBe(202);
    expect(await codeOf(await remove('other'))).toEqual([404, 'MANIFEST_UNKNOWN']);
  });
});

describe('a blob', () => {
  test('is on another host, which takes no credentials of the registry', async () => {
    const built = image({}, randomBytes(300_000));
    await it.push('app', 'v1', built);
    const layer = built.blobs[1] ?? piece('');
    const head = await it.ask(`app/blobs/${layer.digest}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '300000']);
    const led = await it.ask(`app/blobs/${layer.digest}`);
    const location = led.headers.get('location') ?? '';
    expect([led.status, new URL(location).hostname]).toEqual([307, 'localhost']);
    const refused = await fetch(location, { headers: { authorization: 'Basic QVdTOnBhc3N3b3Jk' } });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('Only one auth mechanism')]);
    const followed = await it.ask(`app/blobs/${layer.digest}`, { redirect: 'follow' });
    expect(await digestOf(followed)).toBe(layer.digest);
    // A link opens one layer, for an hour.
    const other = location.replace(encodeURIComponent(layer.digest), encodeURIComponent(built.blobs[0]?.digest ?? ''));
    expect((await fetch(other)).status).toBe(403);
    await it.cloud.clock.advance(3_600_000);
    expect((await fetch(location)).status).toBe(403);
  });

  test('that is not there, or that no image needs, is unknown', async () => {
    const lonely = piece(randomBytes(8));
    expect(await codeOf(await it.ask(`app/blobs/${lonely.digest}`))).toEqual([404, 'BLOB_UNKNOWN']);
    expect((await it.ask(`app/blobs/${lonely.digest}`, { method: 'HEAD' })).status).toBe(404);
    await it.upload('app', lonely);
    expect((await it.ask(`app/blobs/${lonely.digest}`, { method: 'HEAD' })).status).toBe(200);
    const removed = await it.ask(`app/blobs/${lonely.digest}`, { method: 'DELETE' });
    expect(await codeOf(removed)).toEqual([405, 'UNSUPPORTED']);
    expect(await codeOf(await it.ask(`app/blobs/${lonely.digest}`))).toEqual([404, 'BLOB_UNKNOWN']);
  });

  /** Begins an upload, and gives its path below `/v2/`. */
  async function start(query = ''): Promise<string> {
    const answer = await it.ask(`app/blobs/uploads/${query}`, { method: 'POST' });
    expect([answer.status, answer.headers.get('range')]).toEqual([202, '0-0']);
    return new URL(answer.headers.get('location') ?? '').pathname.replace('/v2/', '');
  }

  test('comes in chunks, whose range stays behind', async () => {
    const chunks = [1, 2, 3].map((value) => Buffer.alloc(10, value));
    const upload = await start();
    const patch = (first: number, body: Buffer) =>
      it.ask(upload, {
        method: 'PATCH',
        headers: { 'content-range': `${first}-${first + body.length - 1}` },
        body,
      });
    const ranges: unknown[] = [];
    for (const [index, chunk] of chunks.slice(0, 2).entries()) {
      const answer = await patch(index * 10, chunk);
      ranges.push([answer.status, answer.headers.get('range')]);
    }
    expect(ranges).toEqual([
      [201, '0-9'],
      [201, '0-9'],
    ]);
    expect(await codeOf(await patch(10, chunks[1]!))).toEqual([416, 'BLOB_UPLOAD_INVALID']);
    const status = await it.ask(upload);
    expect([status.status, status.headers.get('range')]).toEqual([204, '0-9']);
    const whole = piece(Buffer.concat(chunks));
    const done = await it.ask(`${upload}?digest=${whole.digest}`, { method: 'PUT', body: chunks[2]! });
    expect([done.status, done.headers.get('docker-content-digest')]).toEqual([201, whole.digest]);
    expect((await it.ask(`app/blobs/${whole.digest}`, { method: 'HEAD' })).headers.get('content-length')).toBe('30');
    expect(await codeOf(await it.ask(upload))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN']);
  });

  test('has the digest that it is given, or is none', async () => {
    const upload = await start();
    const wrong = await it.ask(`${upload}?digest=${piece('other').digest}`, { method: 'PUT', body: 'this' });
    expect(await codeOf(wrong)).toEqual([400, 'DIGEST_INVALID']);
    expect(await codeOf(await it.ask(upload, { method: 'PUT', body: '' }))).toEqual([400, 'DIGEST_INVALID']);
  });

  test('keeps its bytes where they look like a coding of the transfer', async () => {
    const blob = piece('no gzip at all');
    const upload = await start();
    const headers = { 'content-encoding': 'gzip' };
    const done = await it.ask(`${upload}?digest=${blob.digest}`, { method: 'PUT', headers, body: blob.bytes });
    expect(done.status).toBe(201);
  });

  test('that came with the first request is uploaded all the same', async () => {
    await start(`?digest=${piece('at once').digest}`);
  });

  test('comes in ranges from where it is led to, as S3 gives them', async () => {
    const built = image({}, Buffer.from('0123456789'));
    await it.push('app', 'v1', built);
    const digest = built.blobs[1]?.digest;
    const get = (range: string) => it.ask(`app/blobs/${digest}`, { redirect: 'follow', headers: { range } });
    for (const [range, status, content, text] of [
      ['bytes=2-4', 206, 'bytes 2-4/10', '234'],
      ['bytes=7-', 206, 'bytes 7-9/10', '789'],
      ['bytes=-2', 206, 'bytes 8-9/10', '89'],
      ['bytes=8-100', 206, 'bytes 8-9/10', '89'],
      ['bytes=4-2', 200, null, '0123456789'],
      ['bytes=0-1,4-5', 200, null, '0123456789'],
      ['bytes=10-', 416, 'bytes */10', 'The requested range is not satisfiable\n'],
    ] as const) {
      const answer = await get(range);
      expect([range, answer.status, answer.headers.get('content-range'), await answer.text()]).toEqual([
        range,
        status,
        content,
        text,
      ]);
    }
  });

  test('is mounted where the account has it so, the caller may read it, and encryption is the same', async () => {
    const shared = image();
    await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName: 'base' }));
    await it.ecr.send(
      new sdk.CreateRepositoryCommand({
        repositoryName: 'secret',
        encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/key' },
      }),
    );
    for (const repository of ['base', 'secret']) await it.push(repository, 'v1', shared);
    const [, layer] = shared.blobs;
    const mount = (from: string) => `?mount=${layer?.digest}&from=${from}`;
    await start(mount('base'));
    await it.ecr.send(new sdk.PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
    await start(mount('secret'));
    await start(mount('none'));
    await start(`?mount=${layer?.digest}`);
    await start('?from=base');
    await start(`?mount=${piece('elsewhere').digest}&from=base`);
    const mounted = await it.ask(`app/blobs/uploads/${mount('base')}`, { method: 'POST' });
    expect([mounted.status, mounted.headers.get('docker-content-digest')]).toEqual([201, layer?.digest]);
    expect((await it.ask(`app/blobs/${layer?.digest}`, { method: 'HEAD' })).status).toBe(200);
    const entry = (await it.cloud.control.journal()).findLast(({ operation }) => operation === 'StartBlobUpload');
    expect(entry?.iam).toEqual([
      { action: 'ecr:InitiateLayerUpload', resource: arn },
      { action: 'ecr:GetDownloadUrlForLayer', resource: arn.replace('app', 'base') },
    ]);
  });

  test('is not mounted out of an image that is archived, nor by who may not read it there', async () => {
    const shared = image();
    await it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName: 'base' }));
    await it.push('base', 'v1', shared);
    await it.ecr.send(new sdk.PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
    const mount = `app/blobs/uploads/?mount=${shared.blobs[1]?.digest}&from=base`;
    const policy = { Statement: { Effect: 'Allow' as const, Action: 'ecr:InitiateLayerUpload', Resource: arn } };
    const token = await tokenOf(it.ecr);
    await it.cloud.control.registerCredential({ accessKeyId: 'AKIAECR', policy });
    const refused = await it.ask(mount, { method: 'POST', headers: { authorization: token } });
    expect(await codeOf(refused)).toEqual([403, 'DENIED']);
    await it.cloud.control.registerCredential({ accessKeyId: 'AKIAECR' });
    const imageId = { imageTag: 'v1' };
    const archived = { repositoryName: 'base', imageId, targetStorageClass: 'ARCHIVE' as const };
    await it.ecr.send(new sdk.UpdateImageStorageClassCommand(archived));
    expect((await it.ask(mount, { method: 'POST' })).status).toBe(202);
  });
});

test('tags come a hundred at a time, or as many as are asked for up to a thousand', async () => {
  const built = image();
  for (const blob of built.blobs) await it.upload('app', blob);
  const imageManifest = built.bytes.toString('utf8');
  const tags = Array.from({ length: 101 }, (_, index) => `v${index}`);
  for (const imageTag of tags) {
    await it.cloud.clock.advance(100);
    await it.ecr.send(new sdk.PutImageCommand({ repositoryName: 'app', imageManifest, imageTag }));
  }
  const found: string[] = [];
  let pages = 0;
  for (let next: string | undefined = 'app/tags/list?n=40'; next !== undefined; pages++) {
    const answer: Response = await it.ask(next);
    found.push(...((await answer.json()) as { tags: string[] }).tags);
    const link = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    next = link?.replace(`${it.cloud.endpoint}/v2/`, '');
  }
  expect([pages, found.length, new Set(found)]).toEqual([3, 101, new Set(tags)]);
  const usual = await it.ask('app/tags/list');
  expect(usual.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(((await usual.json()) as { tags: string[] }).tags).toHaveLength(100);
  expect(await refusalOf(await it.ask('app/tags/list?n=10000'))).toEqual([
    405,
    'UNSUPPORTED',
    "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'",
  ]);
});

describe('what goes wrong on purpose', () => {
  test.each([
    ['throttle', [429, 'TOOMANYREQUESTS', 'Rate exceeded']],
    ['error', [500, 'UNKNOWN', 'The request processing has failed because of an unknown error.']],
  ] as const)('is answered as a registry does: %s', async (kind, refusal) => {
    await it.push('app', 'v1', image());
    await it.cloud.control.addFault({ service: 'ecr', operation: 'HeadManifest', kind });
    expect((await manifest('v1', everything, 'HEAD')).status).toBe(refusal[0]);
    await it.cloud.control.addFault({ service: 'ecr', operation: 'GetManifest', resource: `${arn}:v1`, kind });
    expect(await refusalOf(await manifest('v1'))).toEqual(refusal);
    expect((await manifest('v1')).status).toBe(200);
  });

  test('may be an error of its own, an outage, a reset, or an answer that is lost', async () => {
    const built = image();
    await it.push('app', 'v1', built);
    const error = { code: 'DENIED', status: 403, message: 'no' };
    await it.cloud.control.addFault({ operation: 'GetManifest', kind: 'error', error });
    expect(await refusalOf(await manifest('v1'))).toEqual([403, 'DENIED', 'no']);
    await it.cloud.control.addFault({ operation: 'GetManifest', kind: 'unavailable', forMs: 1000 });
    expect((await manifest('v1')).status).toBe(503);
    await it.cloud.clock.advance(1000);
    await it.cloud.control.addFault({ operation: 'GetManifest', kind: 'reset' });
    await expect(manifest('v1')).rejects.toThrow();
    await it.cloud.control.addFault({ operation: 'PutManifest', kind: 'reset', when: 'after' });
    await expect(it.push('app', 'v2', built)).rejects.toThrow();
    expect((await manifest('v2')).status).toBe(200);
  });
});

test('a layer may fail where its bytes are, too, for who asked the registry for it', async () => {
  const built = image();
  await it.push('app', 'v1', built);
  const { digest = '' } = built.blobs[0] ?? {};
  const fault = { operation: 'GetLayer', accessKeyId: 'AKIAECR' };
  await it.cloud.control.addFault({ ...fault, kind: 'unavailable' });
  await it.cloud.control.addFault({ ...fault, kind: 'stall' });
  const get = () => it.ask(`app/blobs/${digest}`, { redirect: 'follow', signal: AbortSignal.timeout(200) });
  expect((await get()).status).toBe(503);
  await expect(get().then((answer) => answer.arrayBuffer())).rejects.toThrow(/timeout/);
  expect((await get()).status).toBe(200);
});

test('what is no path of the registry is a 404 that is none of its own', async () => {
  const odd = await it.ask('app/nothing');
  expect([odd.status, await odd.text()]).toEqual([404, '404 page not found\n']);
});

test('a snapshot leads back to images and uploads, whose bytes are there', async () => {
  const built = image({}, randomBytes(300_000));
  await it.push('app', 'v1', built);
  await it.cloud.control.snapshot('pushed');
  await it.ecr.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
  expect((await manifest('v1')).status).toBe(404);
  await it.cloud.control.restore('pushed');
  expect(await digestOf(await manifest('v1'))).toBe(built.digest);
  const layer = await it.ask(`app/blobs/${built.blobs[1]?.digest}`, { redirect: 'follow' });
  expect(await digestOf(layer)).toBe(built.blobs[1]?.digest);
});
