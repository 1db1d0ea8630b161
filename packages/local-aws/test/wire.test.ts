import { createConnection } from 'node:net';
import { gzipSync } from 'node:zlib';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { AwsError } from '../src/kernel/errors.ts';
import type { Call, Service } from '../src/kernel/service.ts';
import { modelOf } from '../src/kernel/wire/model.ts';
import { membersOf } from '../src/kernel/wire/shapes.ts';

// Bytes in and bytes out, written by hand after AWS's API references: no SDK takes part, so none can share our mistakes.

let cloud: LocalAws;
let seen: unknown;
afterEach(() => cloud.stop());

type Protocol = Service<object>['protocol'];
type Run = (input: Record<string, unknown>, call: Call<object>) => unknown;

/** Hosts one operation that keeps its input and answers as the test says. */
async function host(name: string, protocol: Protocol, sdk: object, operation: string, run: Run): Promise<void> {
  const known = modelOf({
    name,
    protocol,
    sdk: sdk as Service<object>['sdk'],
    initialState: () => ({}),
    operations: {},
  });
  const { input: shape } = known.operations.get(operation) ?? {};
  const service: Service<object> = {
    name,
    protocol,
    sdk: sdk as Service<object>['sdk'],
    initialState: () => ({}),
    operations: {
      [operation]: {
        takes: shape ? membersOf(shape).map((member) => member.name) : [],
        resource: () => '*',
        authorizes: () => [],
        run(call: Call<object>, input: object) {
          seen = { ...input };
          return run(seen as Record<string, unknown>, call);
        },
      },
    },
  };
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 }, services: [service as never] });
}

/** Sends bytes over a socket of its own, signed, and resolves with what came back. */
function exchange(service: string, lines: readonly string[], body: string | Uint8Array = ''): Promise<string> {
  const scope = `AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/${service}/aws4_request`;
  const signature = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6`;
  const [first, ...headers] = lines;
  const named = headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: 127.0.0.1'];
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  const head = [first, ...named, `Authorization: ${signature}`, 'Connection: close', length];
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(new URL(cloud.endpoint).port), '127.0.0.1');
    const chunks: Uint8Array[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => resolve(normal(Buffer.concat(chunks).toString('utf8'))));
    socket.on('error', reject);
    socket.write(`${[...head, ...headers].join('\r\n')}\r\n\r\n`);
    socket.write(body);
  });
}

/** Without what differs each time, and without the length, which must be right. */
function normal(answer: string): string {
  const [length, content] = [
    /^content-length: (\d+)\r\n/m.exec(answer),
    answer.slice(answer.lastIndexOf('\r\n\r\n') + 4),
  ];
  if (length && !answer.startsWith('HTTP/1.1 100') && content !== '')
    expect(Number(length[1])).toBe(Buffer.byteLength(content));
  return answer
    .replace(/^content-length: .*\r\n/m, '')
    .replace(/^Date: .*\r\n/im, '')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'REQUEST-ID');
}

const http = (...lines: string[]) => lines.join('\r\n');

describe('REST-JSON', () => {
  // https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
  test('UpdateAlias: labels and document in, document out', async () => {
    await host('lambda', 'rest-json', lambda, 'UpdateAlias', () => ({
      AliasArn: 'arn:aws:lambda:us-west-2:123456789012:function:my-function:LIVE',
      FunctionVersion: '3',
      Name: 'LIVE',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.05 } },
      Unmodelled: 'left out',
    }));
    const body =
      '{"FunctionVersion":"3","RoutingConfig":{"AdditionalVersionWeights":{"2":0.05}},"Description":null,"Unknown":1}';
    const answer = await exchange(
      'lambda',
      [
        'PUT /2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-west-2%3A123456789012%3Afunction%3Amy-function/aliases/LIVE HTTP/1.1',
      ],
      body,
    );
    expect(seen).toEqual({
      FunctionName: 'arn:aws:lambda:us-west-2:123456789012:function:my-function',
      Name: 'LIVE',
      FunctionVersion: '3',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.05 } },
    });
    expect(answer).toBe(
      http(
        'HTTP/1.1 200 OK',
        'content-type: application/json',
        'x-amzn-requestid: REQUEST-ID',
        'Connection: close',
        '',
        '{"AliasArn":"arn:aws:lambda:us-west-2:123456789012:function:my-function:LIVE","Name":"LIVE","FunctionVersion":"3","RoutingConfig":{"AdditionalVersionWeights":{"2":0.05}}}',
      ),
    );
  });

  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  test('Invoke: headers, query and payload in; status, headers and payload out', async () => {
    await host('lambda', 'rest-json', lambda, 'Invoke', () => ({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      ExecutedVersion: '$LATEST',
      Payload: Buffer.from('{"errorMessage":"ü"}'),
    }));
    const lines = [
      'POST /2015-03-31/functions/my-function/invocations?Qualifier=LIVE HTTP/1.1',
      'X-Amz-Invocation-Type: RequestResponse',
      'X-Amz-Log-Type: Tail',
    ];
    const answer = await exchange('lambda', lines, '{"key": "value"}');
    expect(seen).toEqual({
      FunctionName: 'my-function',
      Qualifier: 'LIVE',
      InvocationType: 'RequestResponse',
      LogType: 'Tail',
      Payload: Buffer.from('{"key": "value"}'),
    });
    expect(answer).toBe(
      http(
        'HTTP/1.1 200 OK',
        'content-type: application/json',
        'x-amzn-requestid: REQUEST-ID',
        'x-amz-function-error: Unhandled',
        'x-amz-executed-version: $LATEST',
        'Connection: close',
        '',
        '{"errorMessage":"ü"}',
      ),
    );
  });

  // https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html#API_UpdateAlias_Errors
  test('an error: its name in a header, its members as the model spells them', async () => {
    await host('lambda', 'rest-json', lambda, 'GetAlias', () => {
      throw new AwsError('TooManyRequestsException', 429, 'Rate exceeded', {
        Reason: 'CallerRateLimitExceeded',
        retryAfterSeconds: '1',
      });
    });
    expect(await exchange('lambda', ['GET /2015-03-31/functions/f/aliases/LIVE HTTP/1.1'])).toBe(
      http(
        'HTTP/1.1 429 Too Many Requests',
        'content-type: application/json',
        'x-amzn-requestid: REQUEST-ID',
        'retry-after: 1',
        'x-amzn-errortype: TooManyRequestsException',
        'Connection: close',
        '',
        '{"Type":"User","message":"Rate exceeded","Reason":"CallerRateLimitExceeded"}',
      ),
    );
  });

  test.each([
    ['{"FunctionVersion":3}', 'SerializationException', 'NUMBER_VALUE can not be converted to a String'],
    ['{"FunctionVersion":', 'SerializationException', 'the body is not JSON'],
    ['[]', 'SerializationException', "Unexpected token received from parser at ''"],
    [
      '{}',
      'ValidationException',
      "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'functionVersion' failed to satisfy constraint: Member must not be null",
    ],
  ])('%s is no CreateAlias', async (body, code, message) => {
    await host('lambda', 'rest-json', lambda, 'CreateAlias', () => ({}));
    const answer = await exchange('lambda', ['POST /2015-03-31/functions/f/aliases HTTP/1.1'], body);
    expect(answer).toContain('HTTP/1.1 400 Bad Request');
    expect(answer).toContain(`x-amzn-errortype: ${code}`);
    expect(answer).toContain(JSON.stringify({ message }));
  });

  test('a path that AWS does not have is an unknown operation; one that we lack is named', async () => {
    await host('lambda', 'rest-json', lambda, 'GetAlias', () => ({}));
    const unknown = await exchange('lambda', ['GET /2015-03-31/nothing HTTP/1.1']);
    expect(unknown).toContain('HTTP/1.1 404 Not Found');
    expect(unknown).toContain('x-amzn-errortype: UnknownOperationException');
    const lacking = await exchange('lambda', ['GET /2015-03-31/functions/ HTTP/1.1']);
    expect(lacking).toContain('HTTP/1.1 501 Not Implemented');
    expect(lacking).toContain('does not implement lambda:ListFunctions');
  });
});

describe('REST-XML', () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html#API_PutObject_Examples
  test('PutObject: the bucket in the host, metadata in prefixed headers', async () => {
    await host('s3', 'rest-xml', s3, 'PutObject', () => ({
      ETag: '"1b2cf535f27731c974343645a3985328"',
      Size: undefined,
    }));
    const lines = [
      'PUT /my%20image.jpg HTTP/1.1',
      'host: photos.localhost',
      'Content-Type: text/plain',
      'x-amz-meta-author: Janet',
      'Expect: 100-continue',
    ];
    const answer = await exchange('s3', lines, 'bytes');
    expect(seen).toMatchObject({
      Bucket: 'photos',
      Key: 'my image.jpg',
      ContentType: 'text/plain',
      ContentLength: 5,
      Metadata: { author: 'Janet' },
      Body: Buffer.from('bytes'),
    });
    expect(answer).toBe(
      http(
        'HTTP/1.1 100 Continue',
        '',
        'HTTP/1.1 200 OK',
        'x-amz-request-id: REQUEST-ID',
        'x-amz-id-2: YW4gQVdTIG9uIHRoaXMgbWFjaGluZQ==',
        'etag: "1b2cf535f27731c974343645a3985328"',
        'Connection: close',
        '',
        '',
      ),
    );
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html#API_ListObjectsV2_Examples
  test('ListObjectsV2: query in; flattened lists, timestamps and escapes out', async () => {
    await host('s3', 'rest-xml', s3, 'ListObjectsV2', () => ({
      IsTruncated: false,
      Contents: [
        {
          Key: 'a<b>&c',
          LastModified: new Date('2009-10-12T17:50:30.000Z'),
          ETag: '"fba9dede5f27731c9771645a39863328"',
          Size: 434234,
        },
      ],
      Name: 'bucket',
      Prefix: '',
      CommonPrefixes: [{ Prefix: 'photos/2006/' }, { Prefix: 'photos/2007/' }],
    }));
    const answer = await exchange('s3', ['GET /bucket?list-type=2&max-keys=3&delimiter=%2F&fetch-owner=true HTTP/1.1']);
    expect(seen).toEqual({ Bucket: 'bucket', MaxKeys: 3, Delimiter: '/', FetchOwner: true });
    expect(answer.split('\r\n\r\n')[1]).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated>' +
        '<Contents><Key>a&lt;b&gt;&amp;c</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified><ETag>&quot;fba9dede5f27731c9771645a39863328&quot;</ETag><Size>434234</Size></Contents>' +
        '<Name>bucket</Name><Prefix/><CommonPrefixes><Prefix>photos/2006/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>photos/2007/</Prefix></CommonPrefixes></ListBucketResult>',
    );
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html#API_DeleteObjects_Examples
  test('DeleteObjects: a document with repeated elements, entities and a namespace', async () => {
    await host('s3', 'rest-xml', s3, 'DeleteObjects', () => ({
      Deleted: [{ Key: 'sample1.txt' }],
      Errors: [{ Key: 'sample2.txt', Code: 'AccessDenied', Message: 'Access Denied' }],
    }));
    const body =
      '<?xml version="1.0" encoding="UTF-8"?>\n<!-- two --><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n  <Object><Key>sample1.txt</Key></Object>\n' +
      '  <Object>\n<Key>a &amp; b&#x20;<![CDATA[<c>]]></Key><VersionId>OYcLXagmS.WaD..oyH4KRguB95_YhLs7</VersionId></Object><Quiet>true</Quiet></Delete>';
    const answer = await exchange('s3', ['POST /bucket?delete HTTP/1.1'], body);
    expect(seen).toEqual({
      Bucket: 'bucket',
      Delete: {
        Objects: [{ Key: 'sample1.txt' }, { Key: 'a & b <c>', VersionId: 'OYcLXagmS.WaD..oyH4KRguB95_YhLs7' }],
        Quiet: true,
      },
    });
    expect(answer.split('\r\n\r\n')[1]).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Deleted><Key>sample1.txt</Key></Deleted>' +
        '<Error><Key>sample2.txt</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>',
    );
  });

  test.each([
    ['not XML', 'Delete'],
    ['an element left open', '<Delete><Object></Delete>'],
    [
      'a document type, with its entities',
      '<!DOCTYPE a [<!ENTITY b "c">]><Delete><Object><Key>&b;</Key></Object></Delete>',
    ],
    ['an element that is missing', '<Delete><Object><VersionId>1</VersionId></Object></Delete>'],
    ['an element given twice', '<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>'],
  ])('%s is no DeleteObjects', async (_, body) => {
    cloud = await startLocalAws();
    const answer = await exchange('s3', ['POST /bucket?delete HTTP/1.1'], body);
    expect(answer).toContain('HTTP/1.1 400 Bad Request');
    expect(answer).toContain('<Code>MalformedXML</Code>');
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses
  test('an error has no wrapper, and none of it follows a HEAD', async () => {
    cloud = await startLocalAws();
    const answer = await exchange('s3', ['GET /mybucket/myfoto.jpg HTTP/1.1']);
    expect(answer).toBe(
      http(
        'HTTP/1.1 404 Not Found',
        'content-type: application/xml',
        'x-amz-request-id: REQUEST-ID',
        'x-amz-id-2: YW4gQVdTIG9uIHRoaXMgbWFjaGluZQ==',
        'Connection: close',
        '',
        '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>' +
          '<BucketName>mybucket</BucketName><RequestId>REQUEST-ID</RequestId>' +
          '<HostId>YW4gQVdTIG9uIHRoaXMgbWFjaGluZQ==</HostId></Error>',
      ),
    );
    const head = await exchange('s3', ['HEAD /mybucket/myfoto.jpg HTTP/1.1']);
    expect(head).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[\s\S]*\r\n\r\n$/);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html: its own example, 66,560 times the letter a.
  test('aws-chunked framing is taken off, and its trailer read', async () => {
    await host('s3', 'rest-xml', s3, 'PutObject', () => ({}));
    const chunk = (size: number, signature: string) =>
      `${size.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(size)}\r\n`;
    const body =
      chunk(65_536, 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2') +
      chunk(1_024, '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7') +
      '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n' +
      'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n';
    const lines = [
      'PUT /examplebucket/chunkObject.txt HTTP/1.1',
      'x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'Content-Encoding: aws-chunked,gzip',
      'x-amz-decoded-content-length: 66560',
      'x-amz-trailer: x-amz-checksum-crc32c',
    ];
    await exchange('s3', lines, body);
    expect(seen).toMatchObject({ ContentLength: 66_560, ContentEncoding: 'gzip', ChecksumCRC32C: 'sOO8/Q==' });
    expect(Buffer.from((seen as { Body: Uint8Array }).Body).equals(Buffer.alloc(66_560, 'a'))).toBe(true);
    const cut = await exchange('s3', lines, body.slice(0, 66_000));
    expect(cut).toContain('<Code>IncompleteBody</Code>');
  });
});

describe('query', () => {
  const form = ['POST / HTTP/1.1', 'Content-Type: application/x-www-form-urlencoded; charset=utf-8'];

  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Examples
  test('AssumeRole: spread lists and structures in, a wrapped result out', async () => {
    await host('sts', 'query', sts, 'AssumeRole', () => ({
      AssumedRoleUser: {
        Arn: 'arn:aws:sts::123456789012:assumed-role/demo/TestAR',
        AssumedRoleId: 'ARO123EXAMPLE123:TestAR',
      },
      Credentials: {
        AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
        SecretAccessKey: 'wJalr',
        SessionToken: 'AQo&',
        Expiration: new Date('2019-11-09T13:34:41Z'),
      },
      PackedPolicySize: 6,
    }));
    const body =
      'Version=2011-06-15&Action=AssumeRole&RoleSessionName=testAR&RoleArn=arn:aws:iam::123456789012:role/demo&DurationSeconds=3600' +
      '&PolicyArns.member.1.arn=arn:aws:iam::123456789012:policy/one&PolicyArns.member.2.arn=arn:aws:iam::123456789012:policy/two' +
      '&Tags.member.1.Key=Project&Tags.member.1.Value=Pega%26sus+1&TransitiveTagKeys.member.1=Project';
    const answer = await exchange('sts', form, body);
    expect(seen).toEqual({
      RoleArn: 'arn:aws:iam::123456789012:role/demo',
      RoleSessionName: 'testAR',
      DurationSeconds: 3600,
      PolicyArns: [{ arn: 'arn:aws:iam::123456789012:policy/one' }, { arn: 'arn:aws:iam::123456789012:policy/two' }],
      Tags: [{ Key: 'Project', Value: 'Pega&sus 1' }],
      TransitiveTagKeys: ['Project'],
    });
    expect(answer.split('\r\n\r\n')[1]).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>' +
        '<Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>wJalr</SecretAccessKey><SessionToken>AQo&amp;</SessionToken><Expiration>2019-11-09T13:34:41.000Z</Expiration></Credentials>' +
        '<AssumedRoleUser><AssumedRoleId>ARO123EXAMPLE123:TestAR</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/demo/TestAR</Arn></AssumedRoleUser>' +
        '<PackedPolicySize>6</PackedPolicySize></AssumeRoleResult><ResponseMetadata><RequestId>REQUEST-ID</RequestId></ResponseMetadata></AssumeRoleResponse>',
    );
  });

  test('an error, by the code of the query protocol', async () => {
    await host('sts', 'query', sts, 'GetCallerIdentity', () => {
      throw new AwsError('RegionDisabledException', 403, 'not <here>');
    });
    const answer = await exchange('sts', form, 'Action=GetCallerIdentity&Version=2011-06-15');
    expect(answer).toBe(
      http(
        'HTTP/1.1 403 Forbidden',
        'content-type: text/xml',
        'x-amzn-requestid: REQUEST-ID',
        'Connection: close',
        '',
        '<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
          '<Code>RegionDisabledException</Code><Message>not &lt;here&gt;</Message></Error><RequestId>REQUEST-ID</RequestId></ErrorResponse>',
      ),
    );
    expect(await exchange('sts', form, 'Action=Nothing&Version=2011-06-15')).toContain('<Code>InvalidAction</Code>');
  });
});

describe.each(['1.0', '1.1'] as const)('AWS JSON %s', (version) => {
  const lines = (operation: string) => [
    'POST / HTTP/1.1',
    `Content-Type: application/x-amz-json-${version}`,
    `X-Amz-Target: Logs_20140328.${operation}`,
  ];

  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html#API_DescribeLogGroups_Examples
  test('DescribeLogGroups: the operation in a header, documents both ways', async () => {
    await host('logs', `json-${version}`, logs, 'DescribeLogGroups', () => ({
      logGroups: [
        {
          storedBytes: 1048576,
          creationTime: 1396235500000,
          logGroupName: 'exampleLogGroupName1',
          metricFilterCount: 0,
          retentionInDays: 14,
        },
      ],
    }));
    const answer = await exchange('logs', lines('DescribeLogGroups'), '{"logGroupNamePrefix": "exampleLogGroupName"}');
    expect(seen).toEqual({ logGroupNamePrefix: 'exampleLogGroupName' });
    expect(answer).toBe(
      http(
        'HTTP/1.1 200 OK',
        `content-type: application/x-amz-json-${version}`,
        'x-amzn-requestid: REQUEST-ID',
        'Connection: close',
        '',
        '{"logGroups":[{"logGroupName":"exampleLogGroupName1","creationTime":1396235500000,"retentionInDays":14,"metricFilterCount":0,"storedBytes":1048576}]}',
      ),
    );
  });

  test('an error names itself in the document, and gzip is only a coding of the transfer', async () => {
    await host('logs', `json-${version}`, logs, 'CreateLogGroup', () => {
      throw new AwsError('ResourceAlreadyExistsException', 400, 'The specified log group already exists');
    });
    const answer = await exchange(
      'logs',
      [...lines('CreateLogGroup'), 'Content-Encoding: gzip'],
      gzipSync('{"logGroupName":"a"}'),
    );
    expect(seen).toEqual({ logGroupName: 'a' });
    expect(answer).toContain('HTTP/1.1 400 Bad Request');
    expect(answer).toContain(
      '{"__type":"ResourceAlreadyExistsException","message":"The specified log group already exists"}',
    );
    const broken = await exchange('logs', [...lines('CreateLogGroup'), 'Content-Encoding: gzip'], 'not gzip');
    expect(broken).toContain('HTTP/1.1 400 Bad Request');
    const unknown = await exchange('logs', lines('Nothing'), '{}');
    expect(unknown).toContain('"__type":"UnknownOperationException"');
  });
});
