import { dockerLogin } from '../src/docker/login.ts';
import { parseImageName } from '../src/index.ts';
import { type DockerHome, dockerHome, entry, withProgram } from './support/docker-home.ts';

let home: DockerHome | undefined;
afterEach(async () => {
  await home?.remove();
  home = undefined;
});

const signal = new AbortController().signal;

/** The credentials for an image in an environment, `user:password` for short. */
async function found(image: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  const name = parseImageName(image);
  if (!name.accepted) throw new Error(`${image} is no name`);
  const credentials = await dockerLogin(name.value, { env, signal });
  return credentials?.kind === 'login' ? `${credentials.username}:${credentials.password}` : credentials;
}

/** The same, with this configuration. */
async function foundIn(image: string, config: object | string): Promise<unknown> {
  home = await dockerHome(config);
  return found(image, home.env);
}

const me = entry('me', 'pass:word');

test.each([
  ['ghcr.io/team/api', 'ghcr.io'],
  ['ghcr.io/team/api', 'https://ghcr.io'],
  ['ghcr.io/team/api', 'https://ghcr.io/v2/'],
  ['ghcr.io/team/api', 'ghcr.io/team'],
  ['ghcr.io/team/api', 'ghcr.io/team/api'],
  ['127.0.0.1:5000/api', '127.0.0.1:5000'],
  ['127.0.0.1:5000/api', 'http://127.0.0.1:5000/v2'],
  ['alpine', 'https://index.docker.io/v1/'],
  ['alpine', 'index.docker.io'],
  ['docker.io/team/api', 'docker.io'],
])('a login for %s stands under %s', async (image, key) => {
  const others = { 'example.com': entry('other', 'x'), 'ghcr.io.evil.example': entry('other', 'x') };
  expect(await foundIn(image, { auths: { ...others, [key]: me } })).toBe('me:pass:word');
});

test.each([
  ['ghcr.io/team/api', 'ghcr.io/tea'],
  ['ghcr.io/team/api', 'https://ghcr.io/team/other'],
  ['ghcr.io/team/api', 'evil.example/ghcr.io'],
  ['127.0.0.1:5000/api', '127.0.0.1'],
  ['127.0.0.1/api', '127.0.0.1:5000'],
  ['alpine', 'ghcr.io'],
])('a login for %s does not stand under %s', async (image, key) => {
  expect(await foundIn(image, { auths: { [key]: me } })).toBeUndefined();
});

test('the nearest entry counts', async () => {
  const auths = { 'ghcr.io': me, 'ghcr.io/team': entry('team', 'x'), 'ghcr.io/team/api': entry('api', 'y') };
  expect(await foundIn('ghcr.io/team/api', { auths })).toBe('api:y');
});

test.each([
  ['an identity token', { ...me, identitytoken: 'abc' }, { kind: 'identity token', token: 'abc' }],
  ['a token for the registry', { registrytoken: 'abc' }, { kind: 'registry token', token: 'abc' }],
  ['a user and a password apart', { username: 'me', password: 'x' }, 'me:x'],
  ['an empty entry, as Docker leaves one beside a program', {}, undefined],
])('%s is understood', async (_, written, expected) => {
  expect(await foundIn('ghcr.io/team/api', { auths: { 'ghcr.io': written } })).toEqual(expected);
});

test('without a configuration, or with an empty one, there are none', async () => {
  expect(await found('alpine', {})).toBeUndefined();
  expect(await foundIn('alpine', '')).toBeUndefined();
  expect(
    await found('alpine', { HOME: home?.env.DOCKER_CONFIG ?? '', USERPROFILE: home?.env.DOCKER_CONFIG ?? '' }),
  ).toBeUndefined();
});

test('DOCKER_AUTH_CONFIG counts before the file', async () => {
  home = await dockerHome({ auths: { 'ghcr.io': me, 'quay.io': me } });
  const env = { ...home.env, DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'ghcr.io': entry('env', 'x') } }) };
  expect(await found('ghcr.io/team/api', env)).toBe('env:x');
  expect(await found('quay.io/team/api', env)).toBe('me:pass:word');
});

test.each([
  ['no JSON', '{"auths": {"ghcr.io": {"auth": "s3cr3t'],
  ['a list', '["s3cr3t"]'],
  ['a login that is none', JSON.stringify({ auths: { 'ghcr.io': entry('', 's3cr3t') } })],
])('%s is an error that does not quote it', async (_, config) => {
  const error: Error = await foundIn('ghcr.io/team/api', config).then(String, (thrown) => thrown);
  expect(error).toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('config.json'),
    hint: expect.any(String),
  });
  expect(`${error.message}${error.cause}`).not.toContain('s3cr3t');
});

test('a program is asked by the address of the registry, and before the file', async () => {
  home = await dockerHome({ auths: { 'ghcr.io': me }, credHelpers: { 'ghcr.io': 'one' }, credsStore: 'other' });
  const answer = (user: string) =>
    `console.log(JSON.stringify({ ServerURL: address, Username: '${user}', Secret: address }));`;
  const env = await withProgram(home, 'one', answer('one'));
  expect(await found('ghcr.io/team/api', env)).toBe('one:ghcr.io');
  const all = await withProgram(home, 'other', answer('other'));
  expect(await found('alpine', all)).toBe('other:https://index.docker.io/v1/');
});

test('a program’s token, and its word that it has none, are understood', async () => {
  home = await dockerHome({ credsStore: 'one' });
  const token = await withProgram(home, 'one', `console.log('{"Username":"<token>","Secret":"abc"}');`);
  expect(await found('ghcr.io/team/api', token)).toEqual({ kind: 'identity token', token: 'abc' });
  const none = await withProgram(
    home,
    'one',
    `console.log('credentials not found in native keychain'); process.exit(1);`,
  );
  expect(await found('ghcr.io/team/api', none)).toBeUndefined();
});

test.each([
  ['fails', `console.log('the keychain is locked'); process.exit(1);`, 'failed (1): the keychain is locked'],
  ['fails in its middle', `console.log('{"Secret":"s3cr3t"'); process.exit(1);`, 'failed (1)'],
  ['answers nothing', '', 'unknown form'],
  ['answers without a secret', `console.log('{"Username":"me","Secret":""}');`, 'unknown form'],
])('a program that %s is an error, and not none', async (_, body, message) => {
  home = await dockerHome({ credsStore: 'one' });
  const env = await withProgram(home, 'one', body);
  const error: Error = await found('ghcr.io/team/api', env).then(String, (thrown) => thrown);
  expect(error).toMatchObject({ name: 'UserError', message: expect.stringContaining(message) });
  expect(error.message).not.toContain('s3cr3t');
});

test.each([
  ['gone', 'docker-credential-gone'],
  ['../../bin/sh', 'cannot be one'],
  ['a b', 'cannot be one'],
])('a program called %s cannot be run, and is named', async (name, message) => {
  home = await dockerHome({ credsStore: name });
  await expect(found('ghcr.io/team/api', { ...home.env, PATH: '' })).rejects.toThrow(message);
});

test('a program that does not end is ended by the signal', async () => {
  home = await dockerHome({ credsStore: 'one' });
  const env = await withProgram(home, 'one', 'setInterval(() => {}, 1000); await new Promise(() => {});');
  const cancelled = new AbortController();
  const asked = dockerLogin({ registry: 'ghcr.io', repository: 'a' }, { env, signal: cancelled.signal });
  setImmediate(() => cancelled.abort(new Error('enough')));
  await expect(asked).rejects.toThrow('enough');
});
