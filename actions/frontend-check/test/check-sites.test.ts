import { SITE_FUNCTION, withPolicies } from '@actions-aws/testing';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { type Ended, run } from './support/run.ts';
import { type CheckWorld, step, withPath, world } from './support/world.ts';

let one: CheckWorld;
beforeAll(async () => {
  one = await world({ worker: 'precacheAndRoute([{url:"index.html",revision:"1"}])' });
  await one.cloud.control.snapshot('made');
});
beforeEach(async () => {
  await one.cloud.control.restore('made');
  for (const door of Object.values(one.doors)) {
    door.answers = { status: 200, release: one.release, isCloudFront: true };
  }
});
afterAll(() => one.stop());

/** The bucket's policy lets CloudFront read, and not list. */
const USUAL = ['listed: missing-is-403', 'listed: missing-is-403'];

const verdictsOf = ({ outputs }: Ended): readonly string[] =>
  (JSON.parse(outputs.verdicts ?? '') as { level: string; verdict: string }[]).map(
    ({ level, verdict }) => `${level}: ${verdict}`,
  );

test('two good sites are ok; a worker that keeps pages is a warning', async () => {
  const ended = await run(step(one));
  expect(ended.failure).toBe('');
  expect(verdictsOf(ended)).toEqual(['warning: precaches-unhashed', ...USUAL]);
  expect(ended.outputs).toMatchObject({
    outcome: 'ok',
    red: '0',
    warnings: '1',
    'test-release': one.release,
    'app-release': one.release,
  });
  expect(ended.warnings).toEqual([expect.stringContaining('`sw.js`')]);
  expect(ended.summary).toContain('What is proved on TEST holds on APP');
});

test('the edges of CloudFront answer as it expects', async () => {
  const ended = await run(step(one, { 'test-url': one.test.url, 'app-url': one.app.url }));
  expect(ended.failure).toBe('');
  expect(ended.outputs).toMatchObject({ outcome: 'ok', red: '0' });
});

test('nothing is written', async () => {
  await one.cloud.control.clearJournal();
  await run(step(one));
  const operations = (await one.cloud.control.journal()).map(({ operation }) => operation);
  expect(operations.filter((name) => !/^(?:Get|Head|List)/.test(name))).toEqual([]);
  expect(operations.length).toBeGreaterThan(6);
});

test('the shared bucket that is copied most is recognised, and told what to change', async () => {
  for (const role of ['test', 'app'] as const) {
    await one.edit(role, (config) => withPath(config, ''));
  }
  const ended = await run(step(one));
  expect(verdictsOf(ended)).toEqual(['warning: shared-files', ...USUAL, 'listed: not-told', 'listed: not-told']);
  expect(ended.outputs).toMatchObject({ outcome: 'ok', 'test-release': '', 'app-release': '' });
  expect(ended.summary).toContain('aws s3 sync --delete');
});

test('ids that AWS does not have, and one for both', async () => {
  const gone = await run(step(one, { 'app-distribution': 'E0000000000000' }));
  expect(verdictsOf(gone).slice(0, 1)).toEqual(['red: no-distribution']);
  expect(gone.failure).toContain('`E0000000000000`');
  expect(gone.outputs).toMatchObject({ outcome: 'rejected', red: '1' });
  const same = await run(step(one, { 'app-distribution': one.test.id }));
  expect(verdictsOf(same)[0]).toBe('red: same-distribution');
});

test('a bucket that is not there, and one of another region', async () => {
  expect(verdictsOf(await run(step(one, { bucket: 'no-such-bucket' })))).toContain('red: no-bucket');
  const elsewhere = await run({ ...step(one), env: { AWS_REGION: 'eu-central-1' } });
  expect(verdictsOf(elsewhere)).toContain('red: other-region');
  expect(elsewhere.failure).toContain('`eu-central-1`');
});

test('a bucket of another account, which lets this one see nothing of it', async () => {
  const theirs = new S3Client({
    ...one.settings,
    credentials: { accessKeyId: '222222222222', secretAccessKey: 'secret' },
  } as never);
  const Bucket = 'their-site';
  await theirs.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  theirs.destroy();
  await one.cloud.control.clearJournal();
  const ended = await run(step(one, { bucket: Bucket }));
  expect(verdictsOf(ended)).toContain('unread: not-read');
  expect(ended.summary).toContain('where another account owns it, use one of this account');
  const heads = (await one.cloud.control.journal()).filter(({ operation }) => operation === 'HeadBucket');
  expect(heads.map(({ input }) => input)).toEqual([{ Bucket, ExpectedBucketOwner: '123456789012' }, { Bucket }]);
});

test('a policy that forgot APP', async () => {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${one.bucket}/*`,
        Condition: {
          StringEquals: { 'AWS:SourceArn': `arn:aws:cloudfront::123456789012:distribution/${one.test.id}` },
        },
      },
    ],
  });
  await one.s3.send(new PutBucketPolicyCommand({ Bucket: one.bucket, Policy }));
  const ended = await run(step(one));
  expect(verdictsOf(ended)).toEqual([
    'red: not-allowed-by-bucket',
    'warning: precaches-unhashed',
    'listed: missing-is-403',
  ]);
  expect(ended.failure).toContain('APP');
});

test('a domain that another site answers at, and one that asks for a password', async () => {
  one.doors.app.answers.release = 'fedcba9876543210';
  one.doors.test.answers.needs = 'Basic QTpi';
  const closed = await run(step(one));
  expect(verdictsOf(closed).slice(0, 2)).toEqual(['red: other-release', 'unread: refused-visit']);
  one.doors.app.answers.release = one.release;
  const open = await run(step(one, { headers: 'Authorization: Basic QTpi' }));
  expect(open.outputs.outcome).toBe('ok');
});

test('what opens TEST is not sent to APP', async () => {
  one.doors.app.answers.needs = 'Basic QTpi';
  const { outputs } = await run(step(one, { headers: 'Authorization: Basic QTpi' }));
  expect(outputs.outcome).toBe('failed');
});

test('TEST that is not like APP, by a policy of another content', async () => {
  await one.edit('app', withPolicies);
  const ended = await run(step(one));
  expect(ended.outputs.outcome).toBe('rejected');
  expect(new Set(verdictsOf(ended))).toEqual(
    new Set(['red: setting-differs', 'warning: precaches-unhashed', ...USUAL]),
  );
  expect(ended.summary).toContain('`Behaviour[*]/ResponseHeadersPolicy` is set on APP alone, with 10 settings.');
});

test('under a store `app-url` that leads to TEST is red, although TEST serves the very release that is live', async () => {
  const stored = await world({ functionCode: SITE_FUNCTION });
  try {
    const [test, app] = [stored.test.url, stored.app.url];
    const right = await run(step(stored, { 'test-url': test, 'app-url': app }));
    expect(right.outputs.outcome).toBe('ok');
    const wrong = await run(step(stored, { 'test-url': test, 'app-url': test }));
    expect(verdictsOf(wrong)[0]).toBe('red: other-distribution');
    expect(wrong.failure).toContain(`\`${test}\`, a domain of APP, answers as the distribution \`${stored.test.id}\``);
  } finally {
    await stored.stop();
  }
});
