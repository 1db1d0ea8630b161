import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertUsersSafe, callsIn, entriesOf, gapsIn, probe, runBundle } from '@actions-aws/testing';
import { jointRollback, rollback, rollbackWorld } from './support/trials.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await rollbackWorld();
  await world.cloud.control.snapshot('before');
});
beforeEach(async () => {
  const { control } = world.cloud;
  await control.restore('before');
  await control.clearFaults();
  await control.clearJournal();
});
afterAll(() => world.stop());

test('the bundle rolls back in three calls: outputs, summary, and an exit code of 0', async () => {
  const users = probe({ cloud: world.cloud, functionName: world.functionName, qualifier: 'live' });
  const { exitCode, outputs, summary, annotations } = await runBundle(rollback(world));
  const now = await users.visit();
  const seen = await users.stop();
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({
    outcome: 'rolled-back',
    version: '1',
    'previous-version': '2',
    'alias-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:search-api:live',
  });
  expect(JSON.parse(outputs.versions ?? '')).toEqual({ 'search-api': '1' });
  expect(JSON.parse(outputs.report ?? '')).toMatchObject({
    outcome: 'rolled-back',
    functions: [{ function: 'search-api', outcome: 'rolled-back', version: '1', previousVersion: '2' }],
  });
  expect(summary).toContain('search-api:live 2 → 1 rolled-back');
  expect(summary).toContain('Users reach version 1.');
  expect((await callsIn(world)).map(({ operation }) => operation)).toEqual(['GetAlias', 'GetFunction', 'UpdateAlias']);
  assertUsersSafe(seen, { versions: ['1', '2'] });
  expect(seen[0]?.version).toBe('2');
  expect(now.version).toBe('1');
});

test('something else is live by now: the step is red, and nothing was written', async () => {
  const { exitCode, outputs, annotations } = await runBundle(rollback(world, { 'only-if': '7' }));
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ outcome: 'superseded', version: '2' });
  expect(annotations[0]?.message).toContain('is on version 2, not on 7');
  expect((await callsIn(world)).map(({ operation }) => operation)).toEqual(['GetAlias']);
});

test('several functions go back by what lambda-promote wrote of them, and the summary shows each', async () => {
  const several = await jointRollback.world(5);
  try {
    const step = jointRollback.step(several);
    const names = ['search-api', 'search-indexer', 'search-worker'];
    const of = (version: string) => JSON.stringify(Object.fromEntries(names.map((name) => [name, version])));
    const { exitCode, outputs, summary, annotations } = await runBundle({
      ...step,
      inputs: { ...step.inputs, 'only-if': of('2'), to: of('1') },
    });
    expect(annotations).toEqual([]);
    expect(exitCode).toBe(0);
    expect(outputs).toMatchObject({
      outcome: 'rolled-back',
      version: '',
      versions: of('1'),
      'previous-versions': of('2'),
      'cutover-window-ms': expect.stringMatching(/^\d+$/),
    });
    expect(JSON.parse(outputs['alias-arns'] ?? '')).toMatchObject({
      'search-worker': 'arn:aws:lambda:eu-west-1:123456789012:function:search-worker:live',
    });
    expect(summary).toContain('3 functions rolled-back');
    expect(summary).toContain('| search-worker:live | rolled-back | 2 | Users reach version 1. |');
  } finally {
    await several.stop();
  }
});

test('what ships is complete, and brings the licence of every package along', async () => {
  expect(await gapsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('a wrong input is told without the SDK', async () => {
  const { action, remove } = await entriesOf(new URL('..', import.meta.url));
  try {
    const { annotations } = await runBundle({ ...rollback(world, { timeout: 'soon' }), action });
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`timeout`')]);
    expect((await runBundle({ ...rollback(world), action })).annotations[0]?.message).toContain('index.js');
  } finally {
    await remove();
  }
});

test('a wrong input is an end like any other: it has an outcome and a summary', async () => {
  const { exitCode, outputs, summary } = await runBundle(rollback(world, { timeout: 'soon' }));
  expect(exitCode).toBe(1);
  expect(outputs.outcome).toBe('failed');
  expect(summary).toMatch(
    /^## ❌ failed: 1 problem with the inputs\n\nInput `timeout` is "soon", but must be a duration/,
  );
});

test('credentials come every way that the SDK knows: by a web identity, and from a profile', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  const claims = { sub: 'job', aud: 'sts.amazonaws.com', iss: 'https://cluster.example.com', exp: 4_102_444_800 };
  const parts = [{ alg: 'none' }, claims, {}].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  await writeFile(join(folder, 'token'), parts.join('.'));
  await writeFile(
    join(folder, 'profiles'),
    '[deploy]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = secret\n',
  );
  const step = rollback(world, { 'dry-run': 'true' });
  const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' };
  const ways = [
    {
      AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token'),
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/deploy',
      AWS_ROLE_SESSION_NAME: 'job',
    },
    { AWS_PROFILE: 'deploy', AWS_SHARED_CREDENTIALS_FILE: join(folder, 'profiles') },
  ];
  try {
    for (const way of ways) {
      const { outputs, annotations } = await runBundle({ ...step, env: { ...none, ...way } });
      expect(annotations).toEqual([]);
      expect(outputs.outcome).toBe('planned');
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
