import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { standIns } from '../src/stand-ins.ts';
import { type Ended, standInsHome as home, runnerFolder, runStandIn } from './support/runner.ts';

let scratch: string;
let run: (...given: DropFirst<Parameters<typeof runStandIn>>) => Promise<Ended>;
beforeEach(() => {
  scratch = runnerFolder();
  run = (...given) => runStandIn(scratch, ...given);
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

type DropFirst<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(scratch, file)), { recursive: true });
  writeFileSync(path.join(scratch, file), text);
}

test('each says what it stands in for, in its action.yml and in the log', async () => {
  const known = await standIns(home);
  expect([...known.keys()].sort()).toEqual([
    'actions/cache',
    'actions/cache/restore',
    'actions/cache/save',
    'actions/checkout',
    'actions/download-artifact',
    'actions/setup-node',
    'actions/setup-python',
    'actions/upload-artifact',
    'aws-actions/amazon-ecr-login',
    'aws-actions/configure-aws-credentials',
    'docker/build-push-action',
    'docker/setup-buildx-action',
  ]);
  const { log } = await run('setup-node', {});
  expect(log).toMatch(/^A stand-in for someone\/setup-node@abc, on this machine: /);
});

test('an artifact is what its path says, and comes back as it was', async () => {
  for (const file of ['src/a.txt', 'src/below/b.txt', 'src/.hidden', 'src/no.log']) write(`workspace/${file}`, file);
  const up = await run('upload-artifact', { name: 'code', path: 'src\n!src/**/*.log' });
  expect(up).toMatchObject({ code: 0, outputs: { 'artifact-id': '1' } });
  const down = await run('download-artifact', { name: 'code', path: 'into' });
  expect(down.code).toBe(0);
  expect(readdirSync(path.join(scratch, 'workspace/into'), { recursive: true }).map(String).sort()).toEqual([
    'a.txt',
    'below',
    path.join('below', 'b.txt'),
  ]);
  await run('download-artifact', { path: 'all' });
  expect(existsSync(path.join(scratch, 'workspace/all/code/a.txt'))).toBe(true);
});

test('an artifact of a name that is taken, or that no job left, fails', async () => {
  write('workspace/a.txt', 'a');
  expect((await run('upload-artifact', { name: 'x', path: 'a.txt' })).code).toBe(0);
  expect(await run('upload-artifact', { name: 'x', path: 'a.txt' })).toMatchObject({
    code: 1,
    log: expect.stringContaining('already exists'),
  });
  expect((await run('upload-artifact', { name: 'x', path: 'a.txt', overwrite: 'true' })).code).toBe(0);
  expect(await run('download-artifact', { name: 'y' })).toMatchObject({
    code: 1,
    log: expect.stringContaining('Artifact not found for name: y'),
  });
});

test('what to do when no file is found is up to the workflow', async () => {
  expect(await run('upload-artifact', { path: 'none' })).toMatchObject({
    code: 0,
    log: expect.stringContaining('::warning::No files were found'),
  });
  expect((await run('upload-artifact', { path: 'none', 'if-no-files-found': 'error' })).code).toBe(1);
});

test('a cache comes back by its key, or by the beginning of one, and is written once', async () => {
  write('workspace/deps/a.txt', 'first');
  expect(await run('cache', { path: 'deps', key: 'npm-1' })).toMatchObject({
    outputs: { 'cache-hit': '' },
  });
  await run('cache', { path: 'deps', key: 'npm-1' }, 'post', { STATE_hit: 'false' });
  write('workspace/deps/a.txt', 'second');
  await run('cache', { path: 'deps', key: 'npm-1' }, 'post', { STATE_hit: 'false' });
  expect(await run('cache', { path: 'deps', key: 'npm-1' })).toMatchObject({ outputs: { 'cache-hit': 'true' } });
  expect(readFileSync(path.join(scratch, 'workspace/deps/a.txt'), 'utf8')).toBe('first');
  expect(await run('cache', { path: 'deps', key: 'npm-2', 'restore-keys': 'npm-' })).toMatchObject({
    outputs: { 'cache-hit': 'false' },
    log: expect.stringContaining('restored from npm-1'),
  });
  expect((await run('cache', { path: 'deps', key: 'go-1', 'fail-on-cache-miss': 'true' })).code).toBe(1);
});

test('a cache is restored and kept by two steps as well, and the first one says by which key', async () => {
  const restore = { path: 'deps', key: 'npm-2', 'restore-keys': 'npm-' };
  expect(await run('cache/restore', restore)).toMatchObject({
    code: 0,
    outputs: { 'cache-hit': '', 'cache-primary-key': 'npm-2', 'cache-matched-key': '' },
  });
  write('workspace/deps/a.txt', 'first');
  expect((await run('cache/save', { path: 'deps', key: 'npm-1' })).code).toBe(0);
  write('workspace/deps/a.txt', 'second');
  expect((await run('cache/restore', restore)).outputs).toMatchObject({
    'cache-hit': 'false',
    'cache-matched-key': 'npm-1',
  });
  expect(readFileSync(path.join(scratch, 'workspace/deps/a.txt'), 'utf8')).toBe('first');
});

test('a version that is not there is said, and what is there is first in PATH', async () => {
  const other = await run('setup-node', { 'node-version': '18' });
  expect(other).toMatchObject({
    code: 0,
    log: expect.stringContaining(`::warning::node-version: 18 is asked for, and Node ${process.versions.node} is used`),
  });
  expect(other.path.trim()).toBe(path.dirname(process.execPath));
});

test('where there is no Python, the step says so and fails', async () => {
  expect(await run('setup-python', {}, 'main', { PATH: scratch })).toMatchObject({
    code: 1,
    log: expect.stringContaining('There is no python3 on this machine.'),
  });
});

test('every input that is not imitated is said, and its default is not', async () => {
  const said = async (given: Readonly<Record<string, string>>) => {
    const { log } = await run('setup-node', given);
    return [...log.matchAll(/::warning::"(\S+): .*" is not imitated here\./g)].map(([, name]) => name);
  };
  expect(await said({ 'check-latest': 'false', token: 'x' })).toEqual([]);
  expect(await said({ 'registry-url': 'https://npm.example', cache: 'npm', 'check-latest': 'true' })).toEqual([
    'check-latest',
    'registry-url',
    'cache',
  ]);
  expect((await run('checkout', { 'sparse-checkout': 'src' })).log).toContain('"sparse-checkout: src" is not imitated');
});

test('each has the inputs and outputs of the real action, by which GitHub’s language service checks workflows', async () => {
  const real = JSON.parse(readFileSync(path.join(home, 'real.json'), 'utf8')) as Record<string, object>;
  const ours: Record<string, object> = {};
  for (const [name, folder] of await standIns(home)) {
    const { inputs, outputs } = parse(readFileSync(path.join(home, folder, 'action.yml'), 'utf8'));
    ours[name] = {
      inputs: Object.keys(inputs).sort(),
      required: Object.keys(inputs).filter((input) => inputs[input].required === true),
      outputs: Object.keys(outputs).sort(),
    };
  }
  const sorted = Object.entries(real).map(([name, each]) => {
    const { inputs, required, outputs } = each as Record<string, string[]>;
    return [name, { inputs: inputs?.toSorted(), required, outputs: outputs?.toSorted() }];
  });
  expect(ours).toEqual(Object.fromEntries(sorted));
});

test('another repository, a path outside and a depth that is none are refused by checkout', async () => {
  cpSync(home, path.join(scratch, 'repository'), { recursive: true });
  expect(await run('checkout', { repository: 'other/one' })).toMatchObject({
    code: 1,
    log: expect.stringContaining('another than octo/search'),
  });
  expect((await run('checkout', { path: '../..' })).log).toContain('is not below the workspace');
  expect((await run('checkout', { 'fetch-depth': '-1' })).log).toContain('is not a number from 0 on');
});
