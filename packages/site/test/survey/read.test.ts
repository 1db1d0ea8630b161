import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { S3Client } from '@aws-sdk/client-s3';
import { awsSurvey, failureOfSurvey, judge, type SurveyPorts, surveySites } from '../../src/index.ts';
import { parseXml } from '../../src/survey/document/xml.ts';
import { SOURCE } from '../function/support.ts';
import { answeredBy, clientAnsweredBy, errorReply, type Reply } from '../support/wire.ts';
import { configOf, IDS, policyFor, RELEASE, read, refused, signing, surveyOf } from './support/sites.ts';

const { signal } = new AbortController();
const { question } = surveyOf();

/** What a domain answers. */
const answer = (release: string | undefined, distribution?: string) => ({
  status: 200,
  isCloudFront: true,
  release,
  distribution,
});

/** Ports that answer for two good sites, whose documents a test edits; and what they were asked for. */
function portsOf(
  edit: (config: string, role: 'test' | 'app') => string = (config) => config,
  other: Partial<SurveyPorts> = {},
) {
  const asked: string[] = [];
  const noting = <Value>(what: string, value: Value) => {
    asked.push(what);
    return Promise.resolve(read(value));
  };
  const roleOf = (id: string) => (id === IDS.test ? 'test' : 'app');
  const ports: SurveyPorts = {
    distribution: (id) =>
      noting(`distribution ${id}`, {
        arn: `arn:aws:cloudfront::123456789012:distribution/${id}`,
        status: 'Deployed',
        domainName: `${roleOf(id)}.cloudfront.net`,
        config: parseXml(edit(configOf(roleOf(id)), roleOf(id))),
      }),
    accessControl: (id) => noting(`access control ${id}`, parseXml(signing('always'))),
    policy: (kind, id) =>
      noting(`${kind} ${id}`, parseXml('<CachePolicyConfig><MinTTL>0</MinTTL></CachePolicyConfig>')),
    functionCode: (arn) => noting(arn.slice(arn.lastIndexOf('/') + 1), { hash: 'a'.repeat(64), isOurs: true }),
    stores: (arn) =>
      noting(`stores of ${arn.slice(arn.lastIndexOf('/') + 1)}`, [`store/${arn.slice(arn.lastIndexOf('/') + 1)}`]),
    storedValue: (arn) => noting(arn, JSON.stringify({ release: RELEASE, routing: { pages: 'one' } })),
    bucket: (_, account) => noting(`bucket of ${account}`, { region: 'eu-west-1', isOwn: true }),
    bucketPolicy: () => noting('bucket policy', policyFor(Object.values(IDS), ['s3:*'])),
    manifest: (_, id) => noting(`manifest ${id}`, { format: 1, id, files: [], carried: [] }),
    file: (_, key) => noting(key, ''),
    visit: (url) => noting(url, answer(RELEASE)),
    async pause() {
      asked.push('pause');
      return true;
    },
    ...other,
  };
  return { ports, asked };
}

const runs = (name: string) =>
  `<FunctionAssociations><Quantity>1</Quantity><Items><FunctionAssociation><FunctionARN>arn:aws:cloudfront::123456789012:function/${name}</FunctionARN><EventType>viewer-request</EventType></FunctionAssociation></Items></FunctionAssociations>`;
const none = '<FunctionAssociations><Quantity>0</Quantity></FunctionAssociations>';
const red = async (ports: SurveyPorts) =>
  judge(await surveySites(question, ports, signal), 'check')
    .filter(({ level }) => level === 'red' || level === 'unread')
    .map(({ verdict }) => verdict);

test('each name of a site is asked, but for patterns; without one, the name that CloudFront gave', async () => {
  const { ports, asked } = portsOf((config, role) =>
    role === 'app'
      ? config.replace(/<Aliases>.*?<\/Aliases>/, '<Aliases><Quantity>0</Quantity></Aliases>')
      : config.replace('<CNAME>', '<CNAME>*.example.com</CNAME><CNAME>'),
  );
  await surveySites(question, ports, signal);
  expect(asked.filter((what) => what.startsWith('https:'))).toEqual([
    'https://test.example.com/.well-known/release',
    'https://app.cloudfront.net/.well-known/release',
  ]);
});

test('an address that is given is asked instead', async () => {
  const { ports, asked } = portsOf();
  const given = { ...question, app: { ...question.app, url: 'http://127.0.0.1:8080/' } };
  await surveySites(given, ports, signal);
  expect(asked).toContain('http://127.0.0.1:8080/.well-known/release');
  expect(asked).not.toContain('https://app.example.com/.well-known/release');
});

test('a pointer that moves between the look and the visit is looked at again', async () => {
  const next = 'fedcba9876543210';
  let looks = 0;
  const moved = (config: string, role: 'test' | 'app') =>
    role === 'app' && looks > 0 ? config.replaceAll(RELEASE, next) : config;
  const { ports, asked } = portsOf(moved, {
    visit: async (url) => {
      if (url.includes('app')) looks += 1;
      return read(answer(url.includes('app') ? next : RELEASE));
    },
  });
  const survey = await surveySites(question, ports, signal);
  expect(survey.app.release?.id).toBe(next);
  expect(judge(survey, 'promote').map(({ verdict }) => verdict)).not.toContain('other-release');
  expect(asked.filter((what) => what === `distribution ${IDS.app}`)).toHaveLength(2);
});

test('a domain that goes on to answer with another release is told, and asked twice', async () => {
  const { ports, asked } = portsOf((config) => config, {
    visit: async (url) => read(answer(url.includes('app') ? 'fedcba9876543210' : RELEASE)),
  });
  expect(await red(ports)).toEqual(['other-release']);
  expect(asked.filter((what) => what === `distribution ${IDS.app}`)).toHaveLength(2);
});

const inStore = (config: string, role: 'test' | 'app') =>
  config.replace(none, runs(role)).replace(/<OriginPath>[^<]+</, '<OriginPath><');

test('under a store edges that have not followed yet are waited for', async () => {
  let looks = 0;
  const { ports, asked } = portsOf(inStore, {
    visit: async (url) => {
      if (url.includes('app')) looks += 1;
      const release = url.includes('app') && looks < 20 ? 'fedcba9876543210' : RELEASE;
      return read(answer(release));
    },
  });
  const survey = await surveySites({ ...question, pointer: 'auto' }, ports, signal);
  expect(judge(survey, 'promote').map(({ verdict }) => verdict)).not.toContain('other-release');
  expect(asked.filter((what) => what === 'pause')).toHaveLength(19);
});

test('under a store the first release is waited for as well', async () => {
  let looks = 0;
  const { ports } = portsOf(inStore, {
    visit: async () => {
      looks += 1;
      return read(looks < 9 ? { ...answer(undefined), status: 503 } : answer(RELEASE));
    },
  });
  const verdicts = judge(await surveySites({ ...question, pointer: 'auto' }, ports, signal), 'promote');
  expect(verdicts.map(({ verdict }) => verdict)).not.toContain('other-answers');
});

test('under a store a domain that goes on to answer with another release is told after more than a minute', async () => {
  const visit = async (url: string) => read(answer(url.includes('app') ? 'fedcba9876543210' : RELEASE));
  const { ports, asked } = portsOf(inStore, { visit });
  const verdicts = judge(await surveySites({ ...question, pointer: 'auto' }, ports, signal), 'promote');
  expect(verdicts.map(({ verdict }) => verdict)).toContain('other-release');
  expect(asked.filter((what) => what === 'pause').length * 2_000).toBeGreaterThan(60_000);
  const hasty = portsOf(inStore, { visit, pause: async () => false });
  await surveySites({ ...question, pointer: 'auto' }, hasty.ports, signal);
  expect(hasty.asked.filter((what) => what === `distribution ${IDS.app}`)).toHaveLength(1);
});

test('under a store a domain at which the other site answers is told at once: no waiting changes where a name leads', async () => {
  const visit = async () => read(answer('fedcba9876543210', IDS.test));
  const { ports, asked } = portsOf(inStore, { visit });
  const survey = await surveySites(
    { ...question, pointer: 'auto', app: { ...question.app, url: 'https://x' } },
    ports,
    signal,
  );
  expect(judge(survey, 'promote').map(({ verdict, about }) => `${verdict} of ${about}`)).toContain(
    'other-distribution of app',
  );
  expect(asked.filter((what) => what === `distribution ${IDS.app}`)).toHaveLength(1);
});

test('what a site says of itself is read whole: its release, and where a function answers its distribution', async () => {
  const body = (told: object) => Buffer.from(JSON.stringify(told));
  const headers = { 'x-amz-cf-id': 'x' };
  const asked = async (told: object) => {
    const given = { visit: async () => ({ status: 200, headers, body: body(told) }) };
    return awsSurvey(undefined as never, given as never, signal).visit('https://x', 'app');
  };
  expect(await asked({ release: RELEASE, distribution: 'E2APP' })).toEqual(read(answer(RELEASE, 'E2APP')));
  expect(await asked({ release: RELEASE })).toEqual(read(answer(RELEASE)));
  expect(await asked({ release: RELEASE, distribution: 7 })).toEqual(read(answer(RELEASE)));
});

test('the bucket must belong to the account of the distributions', async () => {
  const { ports, asked } = portsOf();
  await surveySites(question, ports, signal);
  expect(asked).toContain('bucket of 123456789012');
});

test('of policies only those are read that differ, and those of caches', async () => {
  const { ports, asked } = portsOf((config, role) =>
    config.replace(
      '<Compress>true',
      `<OriginRequestPolicyId>same</OriginRequestPolicyId><ResponseHeadersPolicyId>of-${role}</ResponseHeadersPolicyId><Compress>true`,
    ),
  );
  await surveySites(question, ports, signal);
  expect(asked.filter((what) => /^(?:cache|origin-request|response-headers) /.test(what)).sort()).toEqual([
    'cache cache-of-app',
    'cache cache-of-test',
    'cache disabled',
    'response-headers of-app',
    'response-headers of-test',
  ]);
});

test('functions at the same place are compared by their code', async () => {
  const same = portsOf((config, role) => config.replace(none, runs(role)));
  expect(await red(same.ports)).toEqual([]);
  expect(same.asked).toEqual(expect.arrayContaining(['test', 'app']));
  const different = portsOf((config, role) => config.replace(none, runs(role)), {
    functionCode: async (arn) => read({ hash: (arn.endsWith('app') ? 'b' : 'a').repeat(64), isOurs: true }),
  });
  expect(await red(different.ports)).toEqual(['function-differs']);
  const unread = portsOf((config, role) => config.replace(none, runs(role)), { functionCode: async () => refused });
  expect(await red(unread.ports)).toEqual(['not-read', 'not-read']);
});

test('where both functions have stores the pointers stand there, and the release is what they name', async () => {
  const { ports, asked } = portsOf((config, role) =>
    config.replace(none, runs(role)).replace(/<OriginPath>[^<]+</, '<OriginPath><'),
  );
  const survey = await surveySites({ ...question, pointer: 'auto' }, ports, signal);
  expect(survey).toMatchObject({ pointer: 'key-value-store', test: { release: { id: RELEASE } } });
  expect(asked).toEqual(expect.arrayContaining(['stores of test', 'stores of app', 'store/test', 'store/app']));
});

test.each([
  ['without functions', (config: string) => config, {}, []],
  [
    'whose functions have no store',
    (config: string, role: string) => config.replace(none, runs(role)),
    { stores: async () => read([]) },
    [],
  ],
])('on sites %s the pointers stand in the distributions', async (_, edit, other, expected) => {
  const { ports } = portsOf(edit, other);
  const survey = await surveySites({ ...question, pointer: 'auto' }, ports, signal);
  expect(survey).toMatchObject({ pointer: 'origin-path', app: { release: { id: RELEASE } } });
  expect(await red(ports)).toEqual(expected);
});

test('no store is looked for where the workflow names the origin path', async () => {
  const { ports, asked } = portsOf((config, role) => config.replace(none, runs(role)));
  await surveySites({ ...question, pointer: 'origin-path' }, ports, signal);
  expect(asked.filter((what) => what.includes('store'))).toEqual([]);
});

test('the same function on both is not read', async () => {
  const { ports, asked } = portsOf((config) => config.replace(none, runs('router')));
  expect(await red(ports)).toEqual([]);
  expect(asked).not.toContain('router');
});

test('a run that is cancelled says nothing of the sites', async () => {
  const { ports } = portsOf();
  await expect(surveySites(question, ports, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
});

/** The adapter over a client whose requests are answered here. */
function surveyAnswered(answer: (path: string) => Reply) {
  const { client, sent } = clientAnsweredBy(({ path }) => answer(path));
  const never = () => Promise.reject(new Error('not asked'));
  const ports = awsSurvey(
    client,
    { s3: {} as never, store: {} as never, releases: { read: never }, visit: never, pause: never },
    signal,
  );
  return { ports, sent };
}

test('the code of a function is read as it is live', async () => {
  const { ports, sent } = surveyAnswered(() => ({ status: 200, body: 'function handler() {}' }));
  const found = await ports.functionCode('arn:aws:cloudfront::123456789012:function/router');
  expect(found).toEqual({ is: 'read', value: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), isOurs: false } });
  expect(await ports.functionCode('arn:aws:cloudfront::123456789012:function/router')).toEqual(found);
  // Once, however often it is asked for.
  expect(sent.map(({ path }) => path)).toEqual(['/2020-05-31/function/router']);
});

test('the function of this suite is known by its name in the code', async () => {
  const { ports } = surveyAnswered(() => ({ status: 200, body: SOURCE }));
  const found = await ports.functionCode('arn:aws:cloudfront::123456789012:function/site');
  expect(found).toMatchObject({ is: 'read', value: { isOurs: true } });
});

test.each<[string, Reply, object]>([
  [
    'a refusal',
    errorReply(403, 'AccessDenied'),
    { is: 'unread', remedy: expect.stringContaining('cloudfront:GetDistribution') },
  ],
  ['no such distribution', errorReply(404, 'NoSuchDistribution'), { is: 'absent' }],
  ['another 404', errorReply(404, 'NoSuchResource'), { is: 'unread' }],
  ['an answer by half', { status: 200, body: '<Distribution><Id>E1' }, { is: 'unread' }],
  [
    'an answer without a configuration',
    { status: 200, body: '<Distribution><Id>E1</Id></Distribution>' },
    { is: 'unread' },
  ],
])('%s is no distribution', async (_, reply, expected) => {
  const { ports } = surveyAnswered(() => reply);
  expect(await ports.distribution('E1TEST')).toMatchObject(expected);
});

test.each<[string, Reply, string]>([
  ['a refusal', errorReply(403, 'AccessDenied'), 'not-allowed'],
  ['credentials that have ended', errorReply(403, 'ExpiredToken'), 'credentials-invalid'],
  ['an outage', errorReply(503, 'ServiceUnavailable'), 'unavailable'],
  ['an answer by half', { status: 200, body: '<Distribution><Id>E1' }, 'error'],
])('%s keeps a run from beginning, by its own name', async (_, reply, code) => {
  const { distribution } = surveyAnswered(() => reply).ports;
  const { ports } = portsOf(undefined, { distribution });
  const failure = failureOfSurvey(judge(await surveySites(question, ports, signal), 'promote'));
  expect(failure?.code).toBe(code);
});

test('a site that gives no answer is no refusal of AWS', async () => {
  const { ports } = portsOf(undefined, { visit: async () => refused });
  expect(failureOfSurvey(judge(await surveySites(question, ports, signal), 'promote'))?.code).toBe('error');
});

/** What S3 answers to a HEAD of a bucket in a Region: it has no body. */
const headReply = (status: number, region = 'us-east-1'): Reply => ({
  status,
  body: '',
  headers: status === 404 ? {} : { 'x-amz-bucket-region': region },
});
const OWNER = '123456789012';
const isNotTold = { is: 'unread', why: 'Not allowed to look at the bucket site.' };

test.each([
  ['is there, and ours', [headReply(200)], [OWNER], { is: 'read', value: { region: 'us-east-1', isOwn: true } }],
  [
    'is there, ours, and in another Region',
    [headReply(301, 'eu-west-1')],
    [OWNER],
    { is: 'read', value: { region: 'eu-west-1', isOwn: true } },
  ],
  ['is not there', [headReply(404)], [OWNER], { is: 'absent' }],
  [
    'is another account’s, which lets this role see it',
    [headReply(403), headReply(200)],
    [OWNER, undefined],
    { is: 'read', value: { region: 'us-east-1', isOwn: false } },
  ],
  [
    'is another account’s, and in another Region',
    [headReply(403), headReply(301, 'eu-west-1')],
    [OWNER, undefined],
    { is: 'read', value: { region: 'eu-west-1', isOwn: false } },
  ],
  [
    'is another account’s, or not to be seen by this role',
    [headReply(403), headReply(403)],
    [OWNER, undefined],
    isNotTold,
  ],
  ['fails, as S3 does for a moment', [headReply(503), headReply(200)], [OWNER], { is: 'unread' }],
])('a bucket that %s: its owner is asked for first', async (_, replies, owners, expected) => {
  const left = [...replies];
  const { client: s3, sent } = answeredBy(S3Client, () => left.shift() ?? headReply(500));
  const never = () => Promise.reject(new Error('not asked'));
  const { client } = answeredBy(CloudFrontClient, () => errorReply(500, 'NotAsked'));
  const ports = awsSurvey(
    client,
    { s3, store: {} as never, releases: { read: never }, visit: never, pause: never },
    signal,
  );
  const found = await ports.bucket('site', OWNER);
  expect(found).toMatchObject(expected);
  if (expected === isNotTold) expect(found).toMatchObject({ remedy: expect.stringContaining('another account') });
  expect(sent.map(({ method, headers }) => [method, headers['x-amz-expected-bucket-owner']])).toEqual(
    owners.map((owner) => ['HEAD', owner]),
  );
});

test('where the account of the distributions is not known, a refusal is no proof of another owner', async () => {
  const { client: s3, sent } = answeredBy(S3Client, () => headReply(403));
  const never = () => Promise.reject(new Error('not asked'));
  const { client } = answeredBy(CloudFrontClient, () => errorReply(500, 'NotAsked'));
  const ports = awsSurvey(
    client,
    { s3, store: {} as never, releases: { read: never }, visit: never, pause: never },
    signal,
  );
  expect(await ports.bucket('site', undefined)).toMatchObject(isNotTold);
  expect(sent).toHaveLength(1);
});
