import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '@actions-aws/workspace';
import { gitIn, gitOf, line } from '../src/git.ts';
import { type LocalReleases, startLocalReleases } from '../test/support/local-releases.ts';

let scratch: string;
let releases: LocalReleases;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'release-'));
});
afterAll(async () => {
  await releases?.stop();
  await rm(scratch, { recursive: true, force: true });
});

/** The machine's own Node; `npm run` and jest have the pinned one first. */
function outerNode(): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
  const found = folders
    .map((folder) => path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
    .find(existsSync);
  if (!found) throw new Error('There is no Node on the PATH but the pinned one.');
  return found;
}

/** `npm run release -- …` in a checkout, on a Node that is not the checkout's. */
async function release(
  node: string,
  checkout: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const run = path.join(checkout, 'packages/workspace/src/run.mjs');
  const { stdout } = await promisify(execFile)(node, [run, 'release', ...args], {
    cwd: checkout,
    env: { ...process.env, ...env },
    maxBuffer: 64e6,
  });
  return stdout;
}

test('the same bytes from a clean checkout on the machine’s Node, in the release, and when that is verified', async () => {
  const remote = path.join(scratch, 'remote.git');
  const git = gitIn(remote);
  await gitIn(undefined)(['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  await (await gitOf(root))(['push', '--quiet', remote, 'HEAD:refs/heads/main']);
  const [one, other] = [path.join(scratch, 'one'), path.join(scratch, 'at/another/depth')];
  for (const checkout of [one, other]) await gitIn(undefined)(['clone', '--quiet', remote, checkout]);
  const sbom = path.join(scratch, 'sbom.json');

  const said = await release(outerNode(), one, ['build', '--out', path.join(scratch, 'tree'), '--sbom', sbom]);
  const [, tree = ''] = /^tree ([\da-f]{40})$/m.exec(said) ?? [];
  expect(said).toMatch(/^in all +\d\.\d\d MB gzip$/m);

  releases = await startLocalReleases(
    'org/actions',
    async () => new Map([['v1.0.0', await line(git(['rev-parse', 'v1.0.0']))]]),
  );
  const temporary = path.join(scratch, 'a/deeper/place/for/temporary/files');
  await mkdir(temporary, { recursive: true });
  const github = {
    GITHUB_API_URL: releases.api,
    GITHUB_REPOSITORY: 'org/actions',
    GITHUB_TOKEN: 'token',
    GITHUB_REF_NAME: 'main',
  };
  const where = { TMPDIR: temporary, TEMP: temporary };
  const elsewhere = release(process.execPath, other, ['publish'], { ...github, GITHUB_REPOSITORY: 'acme/actions' });
  await expect(elsewhere).rejects.toThrow('The release would go to acme/actions');
  await release(process.execPath, other, ['publish', '--expect-tree', tree], { ...github, ...where });
  expect(await line(git(['rev-parse', 'v1^{tree}', 'v1.0^{tree}', 'v1.0.0^{tree}']))).toBe(
    [tree, tree, tree].join('\n'),
  );
  expect(await line(git(['log', '--format=%s', '-2', 'v1.0.0']))).toBe(
    'release: v1.0.0\nrelease: versions and changelogs',
  );
  const [published] = releases.kept;
  expect(published).toMatchObject({ tag_name: 'v1.0.0', draft: false, latest: true });
  expect(published?.body).toContain('## lambda-promote');

  const [ours, theirs] = [JSON.parse(await readFile(sbom, 'utf8')), JSON.parse(published?.assets[0]?.text ?? '{}')];
  expect(theirs.components).toEqual(ours.components);
  expect(ours.components.map(({ name }: { name: string }) => name)).toContain('client-lambda');
  // Only tests need these.
  expect(JSON.stringify(theirs)).not.toMatch(/fixture|local-aws|"marked"|"ncc"/);

  const verified = await release(outerNode(), one, ['verify', 'v1.0.0']);
  expect(verified).toContain('The commit is the same, too.\nv1.0.0 is what its sources give, byte by byte.');

  // README, *A repository of your own*: its commands as they are, with the address led to this machine.
  const own = path.join(scratch, 'own.git');
  await gitIn(undefined)(['init', '--quiet', '--bare', own]);
  const [, section = ''] = (await readFile(path.join(root, 'README.md'), 'utf8')).split(
    '### A repository of your own\n',
  );
  const [, commands = ''] = /```sh\n([^`]*--refs acme\/actions@v1\n[^`]*)```/.exec(section) ?? [];
  expect(commands.trim().split('\n')).toHaveLength(3);
  const person = {
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  const led = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.${own}.insteadOf`,
    GIT_CONFIG_VALUE_0: 'https://github.com/acme/actions',
  };
  await promisify(execFile)('sh', ['-euc', commands], { cwd: one, env: { ...process.env, ...person, ...led } });
  const pushed = await line(gitIn(own)(['ls-tree', '-r', '--name-only', 'v1']));
  expect(pushed).toContain('lambda-promote/dist/index.js');
  expect(pushed).not.toContain('ci.yml');
  expect(await line(gitIn(own)(['show', 'main:lambda-promote/README.md']))).toContain(
    'uses: acme/actions/lambda-promote@v1',
  );
}, 600_000);
