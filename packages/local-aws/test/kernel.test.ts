import { createConnection } from 'node:net';
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  type Control,
  controlClient,
  type FaultRule,
  type LocalAws,
  type Policy,
  startLocalAws,
} from '../src/index.ts';

let cloud: LocalAws;
let control: Control;
beforeEach(async () => {
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
  control = cloud.control;
});
afterEach(() => cloud.stop());

function client(accessKeyId = 'AKIAEXAMPLE'): S3Client {
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  return new S3Client({ endpoint: cloud.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function site(): Promise<S3Client> {
  const s3 = client();
  await s3.send(new CreateBucketCommand({ Bucket: 'site' }));
  await control.clearJournal();
  return s3;
}

const put = (s3: S3Client, Key: string, Body = 'x') => s3.send(new PutObjectCommand({ Bucket: 'site', Key, Body }));
const read = async (s3: S3Client, Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket: 'site', Key }))).Body?.transformToString();
const missing = { name: 'NoSuchKey' };

describe('the journal', () => {
  test('tells who did what to which, in order, and how often before', async () => {
    const s3 = await site();
    await put(s3, 'a', 'secret');
    await put(s3, 'a');
    await expect(read(s3, 'b')).rejects.toMatchObject(missing);
    expect(await control.journal()).toMatchObject([
      {
        service: 's3',
        operation: 'PutObject',
        resource: 'site/a',
        occurrence: 1,
        account: '123456789012',
        region: 'us-east-1',
        principal: 'arn:aws:iam::123456789012:user/AKIAEXAMPLE',
        iam: [{ action: 's3:PutObject', resource: 'arn:aws:s3:::site/a' }],
        input: { Bucket: 'site', Key: 'a', Body: '<6 bytes>' },
        effect: true,
        status: 200,
        time: Date.UTC(2026, 0, 1),
      },
      { operation: 'PutObject', resource: 'site/a', occurrence: 2 },
      { operation: 'GetObject', resource: 'site/b', occurrence: 1, effect: false, status: 404, error: 'NoSuchKey' },
    ]);
  });

  test('has refused requests too, and none of the control API', async () => {
    const unsigned = await fetch(`${cloud.endpoint}/2015-03-31/functions/f/aliases/live`);
    expect(unsigned.status).toBe(403);
    expect(await unsigned.json()).toEqual({ message: 'Missing Authentication Token' });
    expect(await controlClient(cloud.endpoint).journal()).toMatchObject([
      {
        service: 'lambda',
        operation: 'GetAlias',
        resource: '',
        status: 403,
        error: 'MissingAuthenticationTokenException',
      },
    ]);
  });
});

describe('faults', () => {
  const fault = (rule: Partial<FaultRule>) => control.addFault({ operation: 'PutObject', kind: 'error', ...rule });

  test.each([
    ['throttle', 'SlowDown', 503],
    ['error', 'InternalError', 500],
    ['unavailable', 'ServiceUnavailable', 503],
  ] as const)('%s answers as S3 does, before anything happened', async (kind, name, httpStatusCode) => {
    const s3 = await site();
    const id = await fault({ kind });
    await expect(put(s3, 'a')).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    await expect(read(s3, 'a')).rejects.toMatchObject(missing);
    expect((await control.journal())[0]).toMatchObject({ fault: id, effect: false, status: httpStatusCode });
    await put(s3, 'a');
  });

  test('after the effect, only the answer is lost', async () => {
    const s3 = await site();
    await fault({ kind: 'reset', when: 'after' });
    await expect(put(s3, 'a')).rejects.toThrow('ECONNRESET');
    expect(await read(s3, 'a')).toBe('x');
    expect((await control.journal())[0]).toMatchObject({ effect: true, ended: 'reset' });
  });

  test('strikes the k-th request on a resource, and says what it never met', async () => {
    const s3 = await site();
    await fault({ resource: 'site/a*', occurrence: 2 });
    await fault({ resource: 'other/*' });
    await put(s3, 'a1');
    await put(s3, 'b');
    await expect(put(s3, 'a1')).rejects.toMatchObject({ name: 'InternalError' });
    await put(s3, 'a1');
    expect(await control.unreached()).toMatchObject([{ resource: 'other/*', applied: 0 }]);
  });

  test('strikes the k-th request on all that a pattern matches, also where that was noted before the rule came', async () => {
    const s3 = await site();
    await put(s3, 'a1');
    await fault({ resource: 'site/a*', occurrence: 3 });
    await fault({ resource: 'site/c?', since: 2, times: 9 });
    for (const key of ['b', 'a2', 'c1']) await put(s3, key);
    await expect(put(s3, 'a3')).rejects.toMatchObject({ name: 'InternalError' });
    await expect(put(s3, 'c2')).rejects.toMatchObject({ name: 'InternalError' });
    await expect(put(s3, 'c1')).rejects.toMatchObject({ name: 'InternalError' });
    for (const key of ['a1', 'a4', 'c']) await put(s3, key);
    expect(await control.unreached()).toEqual([]);
  });

  test('hangs until the client goes away, without an effect', async () => {
    const s3 = await site();
    await fault({ kind: 'hang' });
    const abort = new AbortController();
    const hanging = s3.send(new PutObjectCommand({ Bucket: 'site', Key: 'a', Body: 'x' }), {
      abortSignal: abort.signal,
    });
    const ended = expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
    while ((await control.journal()).length === 0) await turn();
    abort.abort();
    await ended;
    while ((await control.journal())[0]?.ended === undefined) await turn();
    await expect(read(s3, 'a')).rejects.toMatchObject(missing);
  });

  test('stalls in the middle of the answer, until the client goes away', async () => {
    const s3 = await site();
    await put(s3, 'a');
    await fault({ operation: 'GetObject', kind: 'stall' });
    const abort = new AbortController();
    const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket: 'site', Key: 'a' }), {
      abortSignal: abort.signal,
    });
    expect(ContentLength).toBe(1);
    const ended = expect(Body?.transformToString()).rejects.toThrow('aborted');
    expect((await control.journal()).at(-1)).toMatchObject({ effect: true, status: 200 });
    abort.abort();
    await ended;
    await expect(fault({ kind: 'stall', when: 'before' })).rejects.toThrow('after the effect');
  });

  test('an error of its own, as those that only a race on AWS gives', async () => {
    const s3 = await site();
    await fault({ error: { code: 'ConditionalRequestConflict', status: 409 } });
    await expect(put(s3, 'a')).rejects.toMatchObject({
      name: 'ConditionalRequestConflict',
      $metadata: { httpStatusCode: 409 },
    });
    await expect(fault({ kind: 'hang', error: { code: 'X', status: 400 } })).rejects.toThrow('no error of its own');
  });

  test('an outage lasts for a time, over what matches', async () => {
    const s3 = await site();
    await put(s3, 'a');
    await fault({ operation: 'PutObject', kind: 'unavailable', forMs: 20_000, since: 2 });
    await cloud.clock.advance(60_000);
    for (const _ of [1, 2, 3]) await expect(put(s3, 'a')).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    expect(await read(s3, 'a')).toBe('x');
    await cloud.clock.advance(19_999);
    await expect(put(s3, 'a')).rejects.toThrow();
    await cloud.clock.advance(1);
    await put(s3, 'a');
  });

  test('an outage with others is over every request of the same caller', async () => {
    const s3 = await site();
    await put(s3, 'a');
    await fault({ operation: 'PutObject', kind: 'unavailable', forMs: 20_000, withOthers: true });
    expect(await read(s3, 'a')).toBe('x');
    await expect(put(s3, 'b')).rejects.toThrow();
    await expect(read(s3, 'a')).rejects.toThrow();
    expect(await read(client('AKIAOTHER'), 'a')).toBe('x');
    await cloud.clock.advance(20_000);
    expect(await read(s3, 'a')).toBe('x');
  });

  test('a rule that is misspelt is refused', async () => {
    await expect(control.addFault({ kind: 'reset', forMs: 0 })).rejects.toThrow('forMs is above 0');
    await expect(control.addFault({ kind: 'reset', forMs: 1, times: 2 })).rejects.toThrow('neither with times');
    await expect(control.addFault({ opration: 'PutObject', kind: 'error' } as never)).rejects.toThrow('opration');
    await expect(control.addFault({ kind: 'crash' } as never)).rejects.toThrow('crash is not a kind of fault');
    await expect(control.addFault({ kind: 'reset', withOthers: true })).rejects.toThrow('reset holds no others');
  });
});

describe('a held request', () => {
  test.each([
    ['before', undefined],
    ['after', 'x'],
  ] as const)('that is dropped %s its effect leaves exactly that', async (when, left) => {
    const s3 = await site();
    await control.addFault({ operation: 'PutObject', kind: 'hold', when });
    const lost = expect(put(s3, 'a')).rejects.toThrow();
    const held = await control.waitHeld(5_000);
    expect(held).toMatchObject({ operation: 'PutObject', resource: 'site/a', occurrence: 1, when });
    await control.drop(held.id);
    await lost;
    if (left === undefined) await expect(read(s3, 'a')).rejects.toMatchObject(missing);
    else expect(await read(s3, 'a')).toBe(left);
    expect((await control.journal())[0]).toMatchObject({ effect: left !== undefined, ended: 'dropped' });
  });

  test('that is released goes on as if nothing had been', async () => {
    const s3 = await site();
    await control.addFault({ operation: 'PutObject', kind: 'hold' });
    const held = put(s3, 'a');
    await control.release((await control.waitHeld(5_000)).id);
    await held;
    expect(await read(s3, 'a')).toBe('x');
  });

  test('that is held with others stops all of its caller from then on, before and after, and nobody else', async () => {
    const s3 = await site();
    await put(s3, 'early');
    await control.addFault({ resource: 'site/a', kind: 'hold', withOthers: true });
    const [a, b] = [put(s3, 'a'), put(s3, 'b').catch(() => 'dropped')];
    await control.waitHeld(5_000);
    await put(client('AKIAOTHER'), 'c');
    while ((await control.held()).length < 2) await new Promise(setImmediate);
    const moments = async () => (await control.held()).map(({ resource, when }) => `${when} ${resource}`);
    expect(await moments()).toEqual(['before site/a', 'before site/b']);
    for (const { id } of await control.held()) await control.release(id);
    while ((await control.held()).length < 2) await new Promise(setImmediate);
    expect(await moments()).toEqual(['after site/a', 'after site/b']);
    const [first, second] = await control.held();
    await control.clearFaults();
    await control.release(first!.id);
    await control.drop(second!.id);
    await a;
    expect(await b).toBe('dropped');
    expect([await read(s3, 'a'), await read(s3, 'b')]).toEqual(['x', 'x']);
  });

  test('whose client was killed can still be dropped, or take effect', async () => {
    const s3 = await site();
    await control.addFault({ operation: 'PutObject', kind: 'hold', times: 2 });
    for (const key of ['dropped', 'released']) {
      const socket = createConnection(Number(new URL(cloud.endpoint).port), '127.0.0.1');
      socket.on('error', () => {});
      socket.write(signedPut(`/site/${key}`, 'x'));
      const { id } = await control.waitHeld(5_000);
      socket.destroy();
      await (key === 'dropped' ? control.drop(id) : control.release(id));
    }
    await expect(read(s3, 'dropped')).rejects.toMatchObject(missing);
    expect(await read(s3, 'released')).toBe('x');
  });

  test('is waited for only so long', async () => {
    await expect(control.waitHeld(10)).rejects.toThrow('0 of 1 requests were held within 10 ms');
  });
});

test('the scheduler decides the order of parked requests', async () => {
  const s3 = await site();
  await control.park({ operation: 'PutObject' });
  const writes = [put(s3, 'a', 'first'), put(s3, 'a', 'second')];
  const parked = await control.waitParked(2, 5_000);
  const [first, second] = parked.map(({ id }) => id);
  await control.proceed(second!);
  await writes[parked.findIndex(({ id }) => id === second)];
  await control.proceed(first!);
  await Promise.all(writes);
  expect(await control.parked()).toEqual([]);
  const lost = put(s3, 'b');
  const [third] = await control.waitParked(1, 5_000);
  await control.drop(third!.id);
  await expect(lost).rejects.toThrow('socket hang up');
  await control.park(false);
  await put(s3, 'a');
  await expect(read(s3, 'b')).rejects.toMatchObject(missing);
});

test('the scheduler leaves those alone whose access key was not named', async () => {
  const s3 = await site();
  await control.park({ accessKeyId: 'AKIADEPLOYER*' });
  await put(s3, 'a');
  const parked = put(client('AKIADEPLOYER1'), 'b');
  expect(await control.waitParked(1, 5_000)).toMatchObject([{ accessKeyId: 'AKIADEPLOYER1', resource: 'site/b' }]);
  await control.park(false);
  await parked;
});

test('a request in this process is parked before the call returns, and answered as over the wire', async () => {
  await site();
  await control.park(true);
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00';
  const headers = { host: 'localhost', authorization, 'x-amz-meta-of': 'ours' };
  const answer = cloud.exchange({ method: 'PUT', url: '/site/a%20b?x-id=PutObject', headers, body: Buffer.from('x') });
  const [parked] = await control.parked();
  expect(parked).toMatchObject({ operation: 'PutObject', resource: 'site/a b' });
  await control.proceed(parked!.id);
  expect(await answer).toMatchObject({ status: 200 });
  await control.park(false);
  expect(await read(client(), 'a b')).toBe('x');
});

describe('policies', () => {
  const grant = (Statement: Policy['Statement']) =>
    control.registerCredential({ accessKeyId: 'AKIALIMITED', policy: { Version: '2012-10-17', Statement } });

  test('refuse what they do not allow, in the words of IAM', async () => {
    await site();
    await grant({ Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::site/public/*' });
    await expect(put(client('AKIALIMITED'), 'public/a')).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message:
        'User: arn:aws:iam::123456789012:user/AKIALIMITED is not authorized to perform: s3:PutObject on resource: ' +
        'arn:aws:s3:::site/public/a because no identity-based policy allows the s3:PutObject action',
    });
  });

  test('an explicit deny outweighs what is allowed, and NotAction and NotResource turn it around', async () => {
    await site();
    await grant([
      { Effect: 'Allow', NotAction: 's3:Get*', NotResource: 'arn:aws:s3:::site/locked' },
      { Effect: 'Deny', Action: ['s3:PutObject'], Resource: 'arn:aws:s3:::site/frozen?' },
    ]);
    const limited = client('AKIALIMITED');
    await put(limited, 'a');
    await expect(read(limited, 'a')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(put(limited, 'locked')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(put(limited, 'frozen1')).rejects.toMatchObject({
      message: expect.stringContaining('with an explicit deny in an identity-based policy'),
    });
  });

  test.each([
    ['a condition', { Effect: 'Allow', Action: '*', Resource: '*', Condition: {} }, 'Condition'],
    ['no resource', { Effect: 'Allow', Action: '*' }, 'Resource and NotResource'],
    ['a resource that is no ARN', { Effect: 'Allow', Action: '*', Resource: 'site' }, 'site is not an ARN'],
    ['an action without a service', { Effect: 'Allow', Action: 'Get*', Resource: '*' }, 'Get* is not an action'],
    ['a variable', { Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::site/\${aws:username}` }, 'variable'],
  ])('%s is refused when it is registered', async (_, statement, message) => {
    await expect(grant(statement as never)).rejects.toThrow(message);
  });
});

test('a snapshot brings back state, time and ids', async () => {
  const s3 = await site();
  await put(s3, 'a', 'kept');
  await control.snapshot('before');
  const mint = async () => {
    const sts = new STSClient({
      endpoint: cloud.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'A', secretAccessKey: 's' },
    });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/r', RoleSessionName: 'run' }),
    );
    return Credentials;
  };
  const first = await mint();
  await put(s3, 'a', 'lost');
  await control.advance(3_600_000);
  await control.restore('before');
  expect(await read(s3, 'a')).toBe('kept');
  expect(await control.now()).toBe(Date.UTC(2026, 0, 1));
  expect(await mint()).toEqual(first);
  await control.reset();
  await expect(read(s3, 'a')).rejects.toMatchObject({ name: 'NoSuchBucket' });
  await expect(control.restore('other')).rejects.toThrow('there is no snapshot other; there are before');
});

test('a restore ends what is on its way', async () => {
  const s3 = await site();
  await control.snapshot('start');
  await control.setLatency(1_000);
  const slow = expect(put(s3, 'a')).rejects.toThrow();
  while ((await control.journal()).length === 0) await turn();
  await control.restore('start');
  await slow;
});

test('the typed client over HTTP is the control in process', async () => {
  const remote = controlClient(cloud.endpoint);
  await control.advance(1_500);
  expect(await remote.now()).toBe(Date.UTC(2026, 0, 1) + 1_500);
  await expect(remote.drop('held-9')).rejects.toThrow('no request waits as held-9');
  await expect(remote.call('sts.nothing')).rejects.toThrow('there is no control method sts.nothing; there are');
  await remote.call('sts.registerRole', { arn: 'arn:aws:iam::123456789012:role/r', maxSessionDuration: 43_200 });
  expect(await remote.addFault({ kind: 'error', service: 'sts' })).toMatch(/^fault-/);
  const page = await fetch(`${cloud.endpoint}/_local/reset`, { method: 'POST', body: '[]' });
  expect(page.status).toBe(400);
});

test('latency passes on the local clock', async () => {
  const s3 = await site();
  await control.setLatency(250);
  let done = false;
  const slow = put(s3, 'a').then(() => {
    done = true;
  });
  while ((await control.journal()).length === 0) await turn();
  await control.advance(249);
  expect(done).toBe(false);
  await control.advance(1);
  await slow;
});

test('accounts and regions are apart', async () => {
  const group = (region: string, accessKeyId: string) => {
    const credentials = { accessKeyId, secretAccessKey: 's' };
    return new CloudWatchLogsClient({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 });
  };
  await group('us-east-1', '111111111111').send(new CreateLogGroupCommand({ logGroupName: 'mine' }));
  const seen = async (region: string, account: string) =>
    (await group(region, account).send(new DescribeLogGroupsCommand({}))).logGroups?.map(({ arn }) => arn);
  expect(await seen('us-east-1', '111111111111')).toEqual(['arn:aws:logs:us-east-1:111111111111:log-group:mine:*']);
  expect(await seen('eu-west-1', '111111111111')).toEqual([]);
  expect(await seen('us-east-1', '222222222222')).toEqual([]);
});

test('a presigned URL is a signature, until its time is over', async () => {
  const s3 = await site();
  await put(s3, 'a', 'hello');
  const signed = (date: string) =>
    `${cloud.endpoint}/site/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request` +
    `&X-Amz-Date=${date}&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00&x-id=GetObject`;
  expect(await (await fetch(signed('20260101T000000Z'))).text()).toBe('hello');
  await control.advance(60_000);
  const late = await fetch(signed('20260101T000000Z'));
  expect(late.status).toBe(403);
  expect(await late.text()).toContain('<Message>Request has expired</Message>');
  expect((await fetch(`${cloud.endpoint}/site/a`)).status).toBe(403);
});

test('a client whose clock is wrong is refused, where the local clock runs as the machine’s does', async () => {
  const usual = await startLocalAws();
  const listed = async (minutesOff: number, service: 's3' | 'lambda', { endpoint } = usual) => {
    const date = new Date(Date.now() + minutesOff * 60_000).toISOString().replace(/[-:]|\.\d+/g, '');
    const authorization = `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/${date.slice(0, 8)}/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;
    const path = service === 's3' ? '/' : '/2015-03-31/functions/';
    const answer = await fetch(endpoint + path, { headers: { authorization, 'x-amz-date': date } });
    return `${answer.status} ${answer.headers.get('x-amzn-errortype') ?? /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1]}`;
  };
  expect(await listed(4, 'lambda')).toBe('200 undefined');
  expect(await listed(-6, 'lambda')).toBe('403 InvalidSignatureException');
  expect(await listed(14, 's3')).toBe('200 undefined');
  expect(await listed(-16, 's3')).toBe('403 RequestTimeTooSkewed');
  expect(await listed(-16, 'lambda', cloud)).toBe('200 undefined');
  await usual.stop();
});

test('the journal says which action a policy lacked', async () => {
  await site();
  const policy: Policy = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } };
  await control.registerCredential({ accessKeyId: 'AKIALIMITED', policy });
  await expect(put(client('AKIALIMITED'), 'a')).rejects.toMatchObject({ name: 'AccessDenied' });
  const denied = { action: 's3:PutObject', resource: 'arn:aws:s3:::site/a' };
  expect(await control.journal()).toMatchObject([{ operation: 'PutObject', denied, effect: false, status: 403 }]);
});

test('expired credentials are refused in the form of each service', async () => {
  await control.registerCredential({ accessKeyId: 'AKIAOLD', expiresAt: Date.UTC(2026, 0, 1, 0, 1) });
  await control.advance(60_000);
  await expect(put(client('AKIAOLD'), 'a')).rejects.toMatchObject({
    name: 'ExpiredToken',
    $metadata: { httpStatusCode: 400 },
  });
  const credentials = { accessKeyId: 'AKIAOLD', secretAccessKey: 's' };
  const sts = new STSClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'ExpiredToken',
    $metadata: { httpStatusCode: 403 },
  });
});

function signedPut(path: string, body: string): string {
  return [
    `PUT ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'authorization: AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
