import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readArguments } from '../src/arguments.ts';
import { actArguments, actEnvironment } from '../src/call.ts';
import { masks } from '../src/masks.ts';
import { actIn, assertVersion } from '../src/program.ts';
import { page, stretches } from '../src/report.ts';
import { readSetup, setupOf } from '../src/setup/setup.ts';
import { openState } from '../src/state.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'act-command-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test('paths start where the person is, and a push at ten times the pace is meant unless said otherwise', () => {
  const from = path.resolve('/home/mona');
  expect(readArguments(['service'], from)).toMatchObject({
    folder: path.join(from, 'service'),
    event: 'push',
    scale: 10,
    report: path.join(from, 'report.html'),
    workflows: [],
  });
  const asked = readArguments(
    ['.', 'workflow_dispatch', '--input', 'a=b=c', '--workflow', '.github/workflows/x.yml', '--real-time'],
    from,
  );
  expect(readArguments(['.', '--refs', 'acme/actions'], from).refs).toBe('acme/actions@v1');
  expect(asked).toMatchObject({ event: 'workflow_dispatch', inputs: ['a=b=c'], workflows: ['x.yml'], scale: 1 });
});

test.each([
  [[], /FOLDER is missing/],
  [['a', 'push', 'more'], /no more/],
  [['a', '--input', 'b'], /--input b is not NAME=VALUE/],
  [['a', '--time-scale', '0'], /--time-scale 0/],
  [['a', '--refs', 'actions'], /--refs actions is not OWNER\/NAME@REF/],
  [['a', 'schedule', '--tag', 'v1'], /--tag v1 is for push and release/],
  [['a', 'push', '--fork', 'kim'], /--fork kim is for pull_request, and not for push/],
  [['a', 'pull_request', '--fork', 'kim/search'], /--fork kim\/search is no name/],
  [['a', '--frobnicate'], /--frobnicate/],
])('%j is not understood', (argv, message) => {
  expect(() => readArguments(argv, '/')).toThrow(message);
});

test.each([
  ['PATH', (folder: string) => ({ PATH: folder })],
  ['GOBIN', (folder: string) => ({ PATH: '', GOBIN: folder })],
  ['GOPATH', (folder: string) => ({ PATH: '', GOPATH: path.dirname(folder) })],
])('act is found in %s', (_, env) => {
  const folder = path.join(scratch, 'bin');
  const file = path.join(folder, process.platform === 'win32' ? 'act.exe' : 'act');
  mkdirSync(folder);
  writeFileSync(file, '');
  expect(actIn(env(folder))).toBe(file);
});

test('without act it is said how to get it, and so it is of another version than the one that this was tried with', () => {
  expect(() => actIn({ PATH: scratch })).toThrow(/go install github\.com\/nektos\/act@v0\.2\.89/);
  expect(() => assertVersion('act', 'act version 0.2.80\n')).toThrow(/is act 0\.2\.80, and this needs 0\.2\.89/);
  assertVersion('act', 'act version 0.2.89\n');
});

test('nothing of the user’s files or environment reaches act, but for what the machine’s network needs', () => {
  const env = actEnvironment(
    { PATH: '/usr/bin', SECRET: 'x', HOME: '/home/mona', LANG: 'C', NODE_EXTRA_CA_CERTS: '/etc/ca.pem' },
    { programs: '/scratch/programs', nodeFolder: '/node/bin', home: '/scratch/home' },
  );
  expect(env).toEqual({
    LANG: 'C',
    NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
    PATH: ['/scratch/programs', '/node/bin', '/usr/bin'].join(path.delimiter),
    HOME: '/scratch/home',
    USERPROFILE: '/scratch/home',
    XDG_CONFIG_HOME: path.join('/scratch/home', '.config'),
    XDG_CACHE_HOME: path.join('/scratch/home', '.cache'),
    PAGER: 'cat',
  });
  const places = {
    repository: '/r',
    cache: '/c',
    home: '/h',
    eventFile: '/e.json',
    local: new Map([['org/actions@v1', '/tree']]),
  };
  const args = actArguments('.github/workflows/a.yml', { name: 'push', actor: 'mona', inputs: {} }, places, {
    env: { A: 'b' },
    variables: {},
    secrets: {},
    defaultBranch: 'main',
  }).join(' ');
  for (const flag of ['--env-file', '--secret-file', '--var-file', '--input-file']) expect(args).toContain(flag);
  expect(args).toContain('--local-repository org/actions@v1=/tree');
  expect(args).toContain('--artifact-server-addr 127.0.0.1');
  expect(args).toContain('--no-skip-checkout');
});

test('a secret is hidden line by line, the longer one first, and an empty one hides nothing', () => {
  const hidden = masks(['key', 'key-and-more']);
  hidden.add('one\ntwo');
  hidden.add('');
  expect(hidden.hide('key-and-more key one, two')).toBe('*** *** ***, ***');
});

test('ids and numbers are never given twice, and what is kept is there the next time', async () => {
  const first = await openState<string>(scratch);
  expect([first.next('a'), first.next('b'), first.next('a')].map(({ number }) => number)).toEqual([1, 1, 2]);
  await first.save('all of it');
  const second = await openState<string>(scratch);
  expect(second.kept).toBe('all of it');
  expect(second.next('a')).toEqual({ id: 19_000_000_004, number: 3 });
  writeFileSync(path.join(scratch, 'runs.json'), '{');
  await expect(openState(scratch)).rejects.toThrow(/runs\.json cannot be read .* remove it/);
});

test('a setup says what there is; without one the repository is named after its folder', () => {
  expect(setupOf(undefined, 'my-service')).toMatchObject({
    repository: 'octo/my-service',
    account: '123456789012',
    region: 'eu-west-1',
    immutableSubjects: false,
    roles: [],
    functions: [],
    users: [],
    programs: [],
  });
  const setup = setupOf(
    { 'immutable-subjects': true, functions: [{ name: 'a' }], users: [{ get: 'URL /' }, { invoke: 'a:live' }] },
    'x',
  );
  expect(setup).toMatchObject({
    immutableSubjects: true,
    functions: [{ name: 'a', handler: 'index.handler', runtime: 'nodejs24.x' }],
    users: [{ get: 'URL /' }, { invoke: 'a:live', payload: {} }],
  });
});

test('entries of a setup may share what they have in common, by a merge key', async () => {
  const file = path.join(scratch, 'setup.yml');
  writeFileSync(file, 'roles:\n  - &role { name: a, trust: { Version: x } }\n  - { <<: *role, name: b }\n');
  expect((await readSetup(scratch, file)).roles).toEqual([
    { name: 'a', account: '123456789012', trust: { Version: 'x' } },
    { name: 'b', account: '123456789012', trust: { Version: 'x' } },
  ]);
});

test.each([
  [{ rolls: [] }, /The setup has rolls, and can have repository, /],
  [{ repository: 'search' }, /is not OWNER\/NAME/],
  [{ account: 12 }, /twelve digits/],
  [{ functions: [{}] }, /has no name/],
  [
    { functions: [{ name: 'a', handlr: 'x.y' }] },
    /The function a of the setup has handlr, and can have name, handler, /,
  ],
  [{ repositories: [{ name: 'i', mutable: true }] }, /The repository i of the setup has mutable, and can have name, /],
  [{ roles: [{ trust: {} }] }, /has no name/],
  [{ roles: [{ name: 'r' }] }, /The role r of the setup has no trust/],
  [
    { roles: [{ name: 'r', trust: {}, policies: {} }] },
    /The role r of the setup has policies, and can have name, trust, /,
  ],
  [{ users: ['x'] }, /has to have get, or invoke/],
  [{ programs: ['../npm'] }, /\.\.\/npm of the setup is no name of a program/],
  [{ roles: [{ name: 'r', account: 12, trust: {} }] }, /account of the role r: 12 has to have twelve digits/],
  [
    { functions: [{ name: 'a', image: 'i', handler: 'x.y' }] },
    /The function a of the setup has handler, and can have /,
  ],
  [{ functions: [{ name: 'a', image: 'i' }] }, /The function a of the setup has an image, and no command/],
  [
    { functions: [{ name: 'a', image: 'i', command: 'x.y', region: 'us-east-1' }], repositories: [{ name: 'i' }] },
    /the image i, and 123456789012 has no such repository in us-east-1/,
  ],
  [{ sites: [{ test: 'TEST' }] }, /A bucket of the setup has no name/],
  [
    { sites: [{ bucket: 'b', prod: 'APP' }] },
    /The bucket b of the setup has prod, and can have bucket, pointer, test, app, /,
  ],
  [
    { sites: [{ bucket: 'b', pointer: 'store' }] },
    /pointer of the bucket b of the setup is store, and can be origin-path or key-value-store/,
  ],
  [{ sites: [{ bucket: 'b', app: 'my-app' }] }, /app of the bucket b of the setup: my-app cannot begin the name/],
  [{ addresses: { URL: 'arn:aws:lambda:eu-west-1:1:function:a:live' } }, /has to be FUNCTION:ALIAS, or the ARN/],
])('a setup is refused: %j', (document, message) => {
  expect(() => setupOf(document, 'x')).toThrow(message);
});

const visit = (at: number, status: number, version: string) => ({ asked: 'GET /', at, status, version, body: '' });

test('the report is red for a refusal, says what users saw, and escapes what it quotes', () => {
  const copied = { folder: '/x', ref: 'refs/heads/main', sha: 'a'.repeat(40), defaultBranch: 'main', remark: '<b>' };
  const refused = [{ where: 'w.yml', message: 'a & <script>' }];
  const event = { name: 'push', actor: 'mona', inputs: {} };
  const visits = [visit(1000, 200, '1'), visit(1100, 200, '1'), visit(1200, 500, '2')];
  const html = page({
    folder: 'search',
    events: [{ event, copied, refused, runs: [] }],
    visits,
    scale: 10,
    tookMs: 1500,
  });
  expect(html).toContain('Red: search');
  expect(html).toContain('a &amp; &lt;script&gt;');
  expect(html).not.toContain('<script>');
  expect(html).toContain('permissions: of the token of a script');
  expect(stretches(visits)).toMatchObject([
    { status: 200, version: '1', count: 2 },
    { status: 500, version: '2', count: 1 },
  ]);
});

test('what is written about the stand-ins and options is in the README', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../README.md'), 'utf8');
  for (const option of [
    '--setup',
    '--state',
    '--tree',
    '--report',
    '--workflow',
    '--input',
    '--tag',
    '--refs',
    '--real-time',
    '--time-scale',
  ])
    expect(text).toContain(option);
});
