import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { runBundle, startBundle } from '../src/bundle/bundle.ts';

const action = join(import.meta.dirname, 'bundle-action');
const stepFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`step-${process.pid}-`));

test('a step gets its inputs as a runner would name them, from the workflow and else from the defaults', async () => {
  const { outputs } = await runBundle({ action, inputs: { 'API Key-id': 'x' } });
  expect(JSON.parse(outputs.seen ?? '').inputs).toEqual({
    INPUT_WHO: 'world',
    'INPUT_API_KEY-ID': 'x',
    INPUT_MODE: 'greet',
  });
});

test('a step gets nothing of the environment of the test run, and an empty home', async () => {
  process.env.AWS_PROFILE = 'octocat';
  try {
    const { outputs } = await runBundle({ action });
    const seen = JSON.parse(outputs.seen ?? '');
    expect(seen.aws).toEqual([]);
    expect(seen.names).not.toContain('NODE_OPTIONS');
    expect(seen.home).toEqual([]);
    expect(seen.workspace).toBe(true);
  } finally {
    delete process.env.AWS_PROFILE;
  }
});

test('a step that talks to a cloud gets its endpoint, credentials and time', async () => {
  const cloud = { endpoint: 'http://127.0.0.1:1', clock: { now: () => Date.UTC(2031, 1, 1) } };
  const { outputs } = await runBundle({ action, cloud, scaleTime: 10 });
  const seen = JSON.parse(outputs.seen ?? '');
  expect(seen.aws.sort()).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY']);
  expect(seen.year).toBe(2031);
});

test('all that a step leaves is read: exit code, outputs, state, summary, annotations', async () => {
  const { exitCode, outputs, state, summary, annotations } = await runBundle({ action, inputs: { mode: 'fail' } });
  expect(exitCode).toBe(3);
  expect(outputs).toMatchObject({ lines: 'one\n\ntwo=2', plain: 'a=b' });
  expect(state).toEqual({ begun: 'true' });
  expect(summary).toBe('## Done\n');
  expect(annotations).toEqual([{ level: 'error', title: 'A, b', message: 'wrong%3A 100%\nsecond line' }]);
});

test('the post step gets the state that the step left', async () => {
  const main = await runBundle({ action });
  const post = await main.post();
  expect(JSON.parse(main.outputs.seen ?? '').state).toBeUndefined();
  expect(JSON.parse(post.outputs.seen ?? '').state).toBe('true');
});

test('a step can be asked to stop, or killed, and leaves no folder behind', async () => {
  const asked = startBundle({ action, inputs: { mode: 'stay' } });
  await asked.says('ready');
  expect((await asked.kill('SIGTERM')).exitCode).toBe(0);
  const killed = startBundle({ action, inputs: { mode: 'stay' } });
  await killed.says('ready');
  const { exitCode, state } = await killed.kill('SIGKILL');
  expect(exitCode).toBeNull();
  expect(state).toEqual({ begun: 'true' });
  expect(stepFolders()).toEqual([]);
});

test('a step that does not end is killed, and that is an error', async () => {
  await expect(runBundle({ action, inputs: { mode: 'refuse' }, killAfter: 300 })).rejects.toThrow(
    'the step did not end within 0.3 s',
  );
  expect(stepFolders()).toEqual([]);
});

test('a misspelt input, and a bundle that was never built, are mistakes of the test', async () => {
  expect(() => startBundle({ action, inputs: { wo: 'me' } })).toThrow('bundle-action has no input wo');
  expect(() => startBundle({ action: join(import.meta.dirname, 'contract-action') })).toThrow(
    'run `npm run bundle` first',
  );
});
