import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { checks } from './support/asked.ts';
import { makeOf, push } from './support/image-functions.ts';
import { hasPython, imageOf, pythonZip } from './support/runnable.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// What users get of functions that are container images, and of zips in Python: the code runs, and is proved.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
});
afterEach(() => the.stop());

const name = 'search-image';
const verifiedOnly = { functionName: name } as const;

describe.each((['Node', 'Python'] as const).filter((language) => language === 'Node' || hasPython))(
  'an image in %s',
  (language) => {
    let builds = 0;
    const pushed = (version: string, broken?: 'always' | 'behind-alias') => {
      builds += 1;
      return push(the, `b${builds}`, imageOf(language, version, broken && { broken }));
    };

    test('is proved, promoted, and taken back where it fails behind the alias; a broken one is rejected', async () => {
      await makeOf(the, name, await pushed('v0'), { Timeout: 30 });
      expect((await the.promote({ ...verifiedOnly, image: await pushed('v1') })).outcome).toBe('promoted');
      expect((await the.use('live', name)).body).toContain('v1');

      const rejected = await the.promote({ ...verifiedOnly, image: await pushed('v2', 'always') });
      expect(rejected.outcome).toBe('rejected');
      expect((await the.use('live', name)).body).toContain('v1');

      const undone = await the.promote({ ...verifiedOnly, image: await pushed('v3', 'behind-alias') });
      expect(undone.outcome).toBe('rolled-back');
      expect(await the.use('live', name)).toMatchObject({ body: expect.stringContaining('v1'), version: '1' });
    });

    test('as a canary gets its share of the users, and then all', async () => {
      await makeOf(the, name, await pushed('v0'), { Timeout: 30 });
      await the.promote({ ...verifiedOnly, image: await pushed('v1') });
      const canary = {
        canary: [{ share: 0.5, bakeMs: 10_000 }],
        settleMs: 0,
        minInvocations: 0,
        alarms: { alarms: [] },
      };
      const result = await the.promote({ ...verifiedOnly, ...canary, image: await pushed('v2') }, { users: [name] });
      expect(result.outcome).toBe('promoted');
      const versions = new Set(the.visits(name).map(({ version, failure }) => version ?? failure));
      expect([...versions].sort()).toEqual(['1', '2']);
    });
  },
);

test('one image, a handler per function: each is proved by its own checks, and they move together', async () => {
  await makeOf(the, name, await push(the, 'v0', imageOf('Node', 'v0')), { Timeout: 30 });
  const started = { ImageConfig: { Command: ['app.worker'] }, Timeout: 30 };
  await makeOf(the, 'search-worker', await push(the, 'v0', imageOf('Node', 'v0')), started);
  const image = await push(the, 'v1', imageOf('Node', 'v1'));
  const jobs = checks([{ payload: { job: 7 }, expect: { json: { '$.done': 7, '$.version': 'v1' } } }]);
  const result = await the.promoteAll([
    { functionName: name, image },
    { functionName: 'search-worker', image, smoke: jobs, verify: jobs },
  ]);
  expect(result.outcome).toBe('promoted');
  expect(result.participants.map(({ checks }) => checks.length)).toEqual([2, 2]);
});

(hasPython ? test : () => {})('a zip in Python is proved, promoted, and rejected where it is broken', async () => {
  const FunctionName = 'search-python';
  await the.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'python3.13',
      Handler: 'app.api',
      Role: 'arn:aws:iam::123456789012:role/search',
      Timeout: 30,
      Code: { ZipFile: pythonZip('v0').bytes },
    }),
  );
  await the.pass(60_000);
  expect((await the.promote({ functionName: FunctionName, code: pythonZip('v1') })).outcome).toBe('promoted');
  const broken = pythonZip('v2', { broken: 'always' });
  expect((await the.promote({ functionName: FunctionName, code: broken })).outcome).toBe('rejected');
  expect(await the.use('live', FunctionName)).toMatchObject({ body: expect.stringContaining('v1'), version: '1' });
});
