import { ECRClient } from '@aws-sdk/client-ecr';
import { type Expiring, openRegistry } from '../src/index.ts';
import { opened, optionsWith, quickClock } from './support/opened.ts';
import { type Reply, type Stub, startStub } from './support/stub.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const policy = JSON.stringify({ rules: [{ rulePriority: 1, selection: {}, action: { type: 'expire' } }] });
const registry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

let stub: Stub | undefined;
let client: ECRClient | undefined;
afterEach(async () => {
  client?.destroy();
  await stub?.stop();
});

type Answer = readonly [operation: 'Start' | 'Get', answer: object | string];

/** Asks what is expiring, where ECR gives these answers in this order, and no others. An answer that is a text is an error. */
async function expiring(answers: readonly Answer[]): Promise<readonly Expiring[]> {
  const left = [...answers];
  stub = await startStub(({ headers }): Reply => {
    const [operation, answer] = left.shift() ?? [];
    const asked = String(headers['x-amz-target']).split('.')[1];
    if (asked !== `${operation}LifecyclePolicyPreview`) return { status: 400, body: `{"__type":"Unexpected${asked}"}` };
    const type = { 'content-type': 'application/x-amz-json-1.1' };
    if (typeof answer === 'string') return { status: 400, headers: type, body: JSON.stringify({ __type: answer }) };
    return { headers: type, body: JSON.stringify(answer) };
  });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  client = new ECRClient({ endpoint: `http://${stub.host}`, region: 'eu-west-1', credentials, maxAttempts: 1 });
  const ecr = client;
  const clock = quickClock();
  const options = optionsWith({ clock, until: clock.now() + 10_000, connectEcr: () => ecr });
  const found = await openRegistry({ registry, repository: 'team/api' }, options).expiring();
  expect(left).toEqual([]);
  return found;
}

const begun = { lifecyclePolicyText: policy, status: 'IN_PROGRESS' };
const complete = (results: readonly object[], more: object = {}) => ({
  lifecyclePolicyText: policy,
  status: 'COMPLETE',
  previewResults: results,
  ...more,
});
const result = (letter: string, type = 'EXPIRE') => ({
  imageDigest: digest(letter),
  action: { type },
  appliedRulePriority: 1,
});

test('what the policy would take away is told, over all pages', async () => {
  const answers: readonly Answer[] = [
    ['Start', begun],
    ['Get', begun],
    ['Get', complete([result('a')], { nextToken: 'more' })],
    ['Get', complete([result('b', 'TRANSITION')])],
  ];
  expect(await expiring(answers)).toEqual([
    { digest: digest('a'), action: 'EXPIRE', rule: 'rule 1 of the lifecycle policy' },
    { digest: digest('b'), action: 'TRANSITION', rule: 'rule 1 of the lifecycle policy' },
  ]);
});

test.each<[string, readonly Answer[]]>([
  ['there is no policy', [['Start', 'LifecyclePolicyNotFoundException']]],
  ['there is no repository', [['Start', 'RepositoryNotFoundException']]],
  [
    'the policy takes nothing',
    [
      ['Start', begun],
      ['Get', complete([])],
    ],
  ],
])('nothing is expiring where %s', async (_, answers) => {
  expect(await expiring(answers)).toEqual([]);
});

test('outside ECR nothing is asked', async () => {
  expect(await opened('127.0.0.1:9').expiring()).toEqual([]);
});

test('the preview of another policy is waited for, and does not count', async () => {
  const other = { ...complete([result('a')]), lifecyclePolicyText: '{"rules":[]}' };
  const answers: readonly Answer[] = [
    ['Start', 'LifecyclePolicyPreviewInProgressException'],
    ['Get', { ...other, status: 'IN_PROGRESS' }],
    ['Get', other],
    ['Start', begun],
    ['Get', complete([], { lifecyclePolicyText: JSON.stringify(JSON.parse(policy), null, 2) })],
  ];
  expect(await expiring(answers)).toEqual([]);
});

test('a preview that was forgotten is begun again', async () => {
  const answers: readonly Answer[] = [
    ['Start', begun],
    ['Get', 'LifecyclePolicyPreviewNotFoundException'],
    ['Start', begun],
    ['Get', complete([result('a')])],
  ];
  expect(await expiring(answers)).toMatchObject([{ digest: digest('a') }]);
});

test.each<[string, readonly Answer[], object]>([
  [
    'fails',
    [
      ['Start', begun],
      ['Get', { ...begun, status: 'FAILED' }],
    ],
    { code: 'unavailable' },
  ],
  [
    'does not end',
    [['Start', begun], ...Array.from({ length: 11 }, (): Answer => ['Get', begun])],
    { code: 'unavailable', hint: expect.stringContaining('timeout') },
  ],
  [
    'may not be begun',
    [['Start', 'AccessDeniedException']],
    { code: 'not-allowed', hint: expect.stringContaining('ecr:StartLifecyclePolicyPreview') },
  ],
  [
    'may not be read',
    [
      ['Start', begun],
      ['Get', 'AccessDeniedException'],
    ],
    { code: 'not-allowed', hint: expect.stringContaining('ecr:GetLifecyclePolicyPreview') },
  ],
])('a preview that %s is an error', async (_, answers, error) => {
  await expect(expiring(answers)).rejects.toMatchObject({ name: 'UserError', ...error });
});
