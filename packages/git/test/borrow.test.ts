import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { type Borrowed, borrow, commitAt, openGit } from '@actions-aws/git';
import {
  type GitServer,
  type GitServerOptions,
  type History,
  hashOfFolder,
  newHistory,
  serveGit,
} from '@actions-aws/testing/git';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
const HEADER = `basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`;

let root: string;
let origin: History;
let before: string;
let after: string;
let server: GitServer | undefined;
let borrowed: Borrowed | undefined;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'borrow-'));
  origin = newHistory({ directory: path.join(root, 'server', 'org', 'repo') });
  for (const key of ['allowFilter', 'allowAnySHA1InWant']) origin.git('config', `uploadpack.${key}`, 'true');
  [before = '', after = ''] = origin.commits('main', [{ 'a.ts': '1' }, { 'a.ts': '2' }]);
});
afterEach(async () => {
  borrowed?.remove();
  borrowed = undefined;
  await server?.close();
  server = undefined;
  rmSync(root, { recursive: true, force: true });
});

interface Setting {
  readonly serving?: Partial<GitServerOptions>;
  readonly token?: string;
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A checkout of the last commit alone, and a repository that borrows from it and fetches over HTTP. */
async function borrowing({ serving, token = TOKEN, config = '', env: more = {} }: Setting = {}) {
  server = await serveGit({ root: path.join(root, 'server'), allows: (header) => header === HEADER, ...serving });
  const home = path.join(root, 'home');
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, '.gitconfig'), config.replaceAll('SERVER', server.url));
  const checkout = path.join(root, 'checkout');
  execFileSync('git', ['clone', '-q', '--depth=1', pathToFileURL(origin.directory).href, checkout], { stdio: 'pipe' });
  const env = { PATH: process.env.PATH, HOME: home, ...more };
  const git = await openGit({ directory: checkout, env });
  const slept: number[] = [];
  const sleep = async (ms: number) => void slept.push(ms);
  const remote = { url: `${server.url}/org/repo`, ...(token === '' ? {} : { token }) };
  borrowed = await borrow(git, { temp: path.join(root, 'temp'), env, remote, sleep });
  return { borrowed, checkout, server, slept, url: remote.url };
}

it('fetches a commit by its SHA with the token, and the checkout stays as it is', async () => {
  const { checkout, server: its, borrowed: ours } = await borrowing();
  const hash = hashOfFolder(checkout);
  expect(await ours.fetch({ wants: [before], what: 'trees', depth: 1 })).toBe(true);
  expect((await commitAt(ours, before))?.sha).toBe(before);
  expect(hashOfFolder(checkout)).toBe(hash);
  expect(its.requests.length).toBeGreaterThan(0);
  expect(its.requests.every(({ authorization }) => authorization === HEADER)).toBe(true);
});

it('fetches a state and no history, from a shallow checkout on', async () => {
  const older = origin.commits(
    'main',
    Array.from({ length: 30 }, (_, index) => ({ [`${index}/a.ts`]: 'x' })),
  );
  const { borrowed: ours } = await borrowing();
  expect(await ours.fetch({ wants: [older[9] ?? ''], what: 'trees', depth: 1 })).toBe(true);
  const counted = (await ours.run(['count-objects', '-v'])).stdout.toString();
  const objects = [...counted.matchAll(/^(?:count|in-pack): (\d+)$/gm)].map(([, count]) => Number(count));
  // A commit, its tree, and that of the folders, which are all alike.
  expect(objects).toEqual([0, 3]);
});

// On Windows only an executable can stand in for git.
if (process.platform !== 'win32')
  it('leaves the token in no file and no argument', async () => {
    const bin = path.join(root, 'bin');
    const log = path.join(root, 'arguments.txt');
    mkdirSync(bin);
    const real = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim();
    writeFileSync(path.join(bin, 'git'), `#!${process.execPath}\n${recorder(log, path.join(real, 'git'))}`);
    chmodSync(path.join(bin, 'git'), 0o755);
    const PATH = process.env.PATH;
    process.env.PATH = `${bin}${path.delimiter}${PATH}`;
    try {
      const { borrowed: ours } = await borrowing();
      expect(await ours.fetch({ wants: [before], what: 'history' })).toBe(true);
    } finally {
      process.env.PATH = PATH;
    }
    const secrets = [TOKEN, HEADER.slice('basic '.length)];
    expect(readFileSync(log, 'utf8')).toContain('"fetch"');
    for (const file of filesBelow(root))
      for (const secret of secrets)
        expect({ file, has: readFileSync(file).includes(secret) }).toEqual({ file, has: false });
  });

it.each([
  ['another place for the URL', '[url "http://127.0.0.1:1/"]\n\tinsteadOf = SERVER/\n'],
  ['another token', `[http "SERVER/"]\n\textraHeader = AUTHORIZATION: basic bm8=\n`],
  ['another program for credentials', '[credential]\n\thelper = "!echo username=no; echo password=no"\n'],
  ['hooks', '[core]\n\thooksPath = /\n\talternateRefsCommand = false\n'],
  [
    'another default',
    '[init]\n\tdefaultObjectFormat = sha256\n\ttemplateDir = /nowhere\n[fetch]\n\tprune = true\n\trecurseSubmodules = true\n',
  ],
])('a user’s configuration does not keep it from fetching: %s', async (_, config) => {
  const { borrowed: ours, server: its } = await borrowing({ config });
  expect(await ours.fetch({ wants: [before], what: 'trees', depth: 1 })).toBe(true);
  expect(its.requests.every(({ authorization }) => authorization === HEADER)).toBe(true);
});

it('asks no other program for credentials where the token is refused', async () => {
  const mark = path.join(root, 'asked').replaceAll('\\', '/');
  const config = `[credential]\n\thelper = "!touch '${mark}'; echo username=x-access-token; echo password=${TOKEN}"\n`;
  const { borrowed: ours } = await borrowing({ config, token: 'wrong' });
  await expect(ours.fetch({ wants: [before], what: 'trees' })).rejects.toThrow('does not let the token read it');
  expect(existsSync(mark)).toBe(false);
});

it('does not follow a redirection with the token', async () => {
  const elsewhere = await serveGit({ root: path.join(root, 'server') });
  try {
    const { borrowed: ours } = await borrowing({
      serving: {
        instead: ({ path: at }) => ({ status: 302, location: `${elsewhere.url}${at}?service=git-upload-pack` }),
      },
    });
    await expect(ours.fetch({ wants: [before], what: 'trees' })).rejects.toThrow(/^git fetch ended/);
    expect(elsewhere.requests).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});

it('says no where the server has not got it', async () => {
  const { borrowed: ours, slept } = await borrowing();
  expect(await ours.fetch({ wants: ['1'.repeat(40)], what: 'trees' })).toBe(false);
  expect(await ours.fetch({ wants: ['refs/heads/nowhere'], what: 'history' })).toBe(false);
  expect(slept).toEqual([]);
});

it.each([
  ['a wrong token', 'wrong', 401],
  ['no token', '', 401],
  ['a token without the permission', TOKEN, 403],
  ['a repository that is not found', TOKEN, 404],
])('%s is an error with the remedy, at once', async (_, token, status) => {
  const instead = status === 401 ? () => undefined : () => ({ status });
  const { borrowed: ours, slept } = await borrowing({ token, serving: { instead } });
  const failed = ours.fetch({ wants: [before], what: 'trees' });
  await expect(failed).rejects.toMatchObject({ name: 'UserError', hint: expect.stringContaining('contents: read') });
  await expect(failed).rejects.toMatchObject({ message: expect.not.stringContaining('x-access-token') });
  expect(slept).toEqual([]);
});

it('tries again in an outage, and says so where it lasts', async () => {
  let failures = 2;
  const instead = () => (failures-- > 0 ? { status: 503 } : undefined);
  const { borrowed: ours, slept } = await borrowing({ serving: { instead } });
  expect(await ours.fetch({ wants: [before], what: 'trees' })).toBe(true);
  expect(slept).toEqual([1_000, 4_000]);
  failures = 99;
  await expect(ours.fetch({ wants: ['refs/heads/main'], what: 'trees' })).rejects.toThrow(/503/);
});

it('lists references with the commits that tags lead to', async () => {
  origin.git('tag', 'v1', before);
  origin.git('-c', 'user.name=A', '-c', 'user.email=a@b', 'tag', '-am', 'two', 'v2', after);
  const { borrowed: ours } = await borrowing();
  expect(await ours.references('refs/tags/*')).toEqual(
    new Map([
      ['refs/tags/v1', before],
      ['refs/tags/v2', after],
    ]),
  );
});

/** A program in git's place that notes its arguments. */
function recorder(log: string, real: string): string {
  return `require('node:fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify(process.argv.slice(2)) + '\\n');
const { status } = require('node:child_process').spawnSync(${JSON.stringify(real)}, process.argv.slice(2), { stdio: 'inherit' });
process.exitCode = status ?? 1;\n`;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}
