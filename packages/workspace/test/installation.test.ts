import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commands } from '../src/commands.mjs';
import { explainFailedInstall } from '../src/install-failure.mjs';
import { fingerprint } from '../src/installation.mjs';
import { findNpx } from '../src/npx.mjs';
import { root } from '../src/root.ts';

let scratch: string;

beforeEach(async () => {
  // A space, because people have them in their paths.
  scratch = await mkdtemp(path.join(tmpdir(), 'a workspace '));
});

afterEach(() => rm(scratch, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(scratch, file)), { recursive: true });
  await writeFile(path.join(scratch, file), text);
}

describe('node_modules is stale', () => {
  beforeEach(async () => {
    await write('package.json', '{}');
    await write('pnpm-lock.yaml', 'lockfileVersion: 9.0');
    await write('pnpm-workspace.yaml', 'packages: []');
    await write('packages/aws/package.json', '{}');
  });

  test.each([
    ['the lockfile changed', 'pnpm-lock.yaml'],
    ['a setting changed', 'pnpm-workspace.yaml'],
    ['a package lists another dependency', 'packages/aws/package.json'],
    ['an action was added', 'actions/a/package.json'],
    ['a dependency is patched otherwise', 'patches/@actions__core.patch'],
  ])('when %s', async (_, file) => {
    const before = fingerprint(scratch);
    await write(file, '{ "changed": true }');
    expect(fingerprint(scratch)).not.toBe(before);
  });

  test('but not when only sources changed', async () => {
    const before = fingerprint(scratch);
    await write('packages/aws/src/retries.ts', 'export {};');
    expect(fingerprint(scratch)).toBe(before);
  });
});

describe('npx is found', () => {
  const npx = 'npm/bin/npx-cli.js';

  test('beside the npm that started the command', async () => {
    await write(npx, '');
    const env = { npm_execpath: path.join(scratch, 'npm/bin/npm-cli.js') };
    expect(findNpx(env, '/nowhere/node')).toBe(path.join(scratch, npx));
  });

  test('beside Node, where its installers put it', async () => {
    await write(`lib/node_modules/${npx}`, '');
    expect(findNpx({}, path.join(scratch, 'bin/node'))).toBe(path.join(scratch, 'lib/node_modules', npx));
    await write(`node_modules/${npx}`, '');
    expect(findNpx({}, path.join(scratch, 'node.exe'))).toBe(path.join(scratch, 'node_modules', npx));
  });

  // Links need a privilege on Windows, where npm is no link either.
  if (process.platform !== 'win32') {
    test('behind the `npm` on the PATH', async () => {
      await write(npx, '');
      await write('npm/bin/npm-cli.js', '');
      await mkdir(path.join(scratch, 'bin'));
      await symlink('../npm/bin/npm-cli.js', path.join(scratch, 'bin/npm'));
      expect(findNpx({ PATH: path.join(scratch, 'bin') }, '/nowhere/node')).toContain(npx);
    });
  }

  test('not at all without npm, or when another package manager started the command', () => {
    const env = { PATH: scratch, npm_execpath: path.join(scratch, 'pnpm.cjs') };
    expect(findNpx(env, path.join(scratch, 'bin/node'))).toBeUndefined();
  });
});

describe('a failed install is explained', () => {
  test.each([
    [
      'npm error request to https://registry.example/pnpm failed, reason: getaddrinfo EAI_AGAIN',
      'cannot be reached',
      'offline',
    ],
    ['client error (Connect): dns error: failed to lookup address information', 'cannot be reached', 'network'],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', 'TLS certificate', 'NODE_EXTRA_CA_CERTS'],
    ['ENOSPC: no space left on device, write', 'disk is full', 'Free about 1 GB'],
    [
      'Failed to write to file at "/a/b": No\n        space left on device (os error 28)',
      'disk is full',
      'Free about 1 GB',
    ],
    ['EACCES: permission denied, mkdir', 'could not be written to', 'writable'],
    ['Error: ERR_PNPM_FROZEN_LOCKFILE_WITH_OUTDATED_LOCKFILE', 'does not agree', 'npx pnpm@1.2.3 install'],
  ])('%s', (output, message, remedy) => {
    const problem = explainFailedInstall(output, { root: '/repository', packageManager: 'pnpm@1.2.3' });
    expect(problem.message).toContain(message);
    expect(problem.remedy).toContain(remedy);
  });

  test('by its own last words when nothing better is known', () => {
    const { message } = explainFailedInstall('one\ntwo\n', { root: '/repository', packageManager: 'pnpm@1.2.3' });
    expect(message).toBe('The toolchain could not be installed. pnpm@1.2.3 said:\n  one\n  two');
  });
});

describe('a command', () => {
  /** A repository that counts as installed, whose `check` is the script given. */
  async function repositoryWith(script: string): Promise<string> {
    await cp(path.join(root, 'package.json'), path.join(scratch, 'package.json'));
    await write('pnpm-lock.yaml', '');
    await write('pnpm-workspace.yaml', '');
    await cp(path.join(root, 'packages/workspace/src'), path.join(scratch, 'packages/workspace/src'), {
      recursive: true,
    });
    await write('packages/workspace/src/commands/check.ts', script);
    const node = path.join('node_modules/node/bin', path.basename(process.execPath));
    await mkdir(path.join(scratch, path.dirname(node)), { recursive: true });
    // A hard link, not a copy: it has 120 MB.
    await link(process.execPath, path.join(scratch, node)).catch(() => cp(process.execPath, path.join(scratch, node)));
    await write('node_modules/.installed', fingerprint(scratch));
    return path.join(scratch, 'packages/workspace/src/run.mjs');
  }

  test('gets its arguments untouched, runs at the root, and ends with its own exit code, offline and without a HOME', async () => {
    const run = await repositoryWith(
      'console.log(JSON.stringify([process.argv.slice(2), process.cwd()])); process.exit(7);',
    );
    const { stdout, stderr, status } = spawnSync(process.execPath, [run, 'check', '--name', 'a b; "c" $HOME'], {
      encoding: 'utf8',
      env: { PATH: '' },
    });
    expect({ ...JSON.parse(stdout), stderr, status }).toMatchObject({
      0: ['--name', 'a b; "c" $HOME'],
      stderr: '',
      status: 7,
    });
  });

  // Windows has no signals to pass on.
  if (process.platform !== 'win32') {
    test.each([
      [
        'SIGTERM, which it answers',
        'SIGTERM',
        "process.on('SIGTERM', () => process.exit(0));",
        { code: 0, signal: null },
      ],
      ['SIGINT, which it answers', 'SIGINT', "process.on('SIGINT', () => process.exit(3));", { code: 3, signal: null }],
      ['SIGTERM, of which it dies', 'SIGTERM', '', { code: null, signal: 'SIGTERM' }],
    ] as const)('receives %s, and we end alike', async (_, signal, listen, ended) => {
      const run = await repositoryWith(`${listen}\nsetInterval(() => {}, 1000);\nconsole.log('ready');`);
      const child = spawn(process.execPath, [run, 'check'], { stdio: ['ignore', 'pipe', 'pipe'] });
      await once(child.stdout, 'data');
      child.kill(signal);
      const [code, by] = await once(child, 'close');
      expect({ code, signal: by }).toEqual(ended);
    });
  }

  if (process.platform !== 'win32') {
    test('receives a SIGTERM that was meant for npm', async () => {
      await repositoryWith(
        "process.on('SIGTERM', () => process.exit(0));\nsetInterval(() => {}, 1000);\nconsole.log('ready');",
      );
      const npm = spawn('npm', ['run', '--silent', 'check'], { cwd: scratch, stdio: ['ignore', 'pipe', 'pipe'] });
      await once(npm.stdout, 'data');
      npm.kill('SIGTERM');
      expect(await once(npm, 'close')).toEqual([0, null]);
    });
  }

  test('of package.json is one of the table', async () => {
    const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    for (const [name, script] of Object.entries(scripts)) {
      expect(script).toBe(`exec node packages/workspace/src/run.mjs ${name}`);
      expect(commands).toHaveProperty(name);
    }
  });

  test('that does not exist is answered with those that do', async () => {
    const run = await repositoryWith('');
    const { stderr, status } = spawnSync(process.execPath, [run, 'chekc'], { encoding: 'utf8' });
    expect(stderr).toContain('There is no command "chekc".');
    expect(stderr).toContain('npm run check');
    expect(status).toBe(1);
  });

  test('says what is wrong when the toolchain is neither installed nor to be had', async () => {
    const run = await repositoryWith('');
    await write('node_modules/.installed', 'something else');
    const { stderr, status } = spawnSync(process.execPath, [run, 'check'], {
      encoding: 'utf8',
      // The discard port: no program listens there.
      env: {
        PATH: process.env.PATH,
        HOME: scratch,
        npm_config_registry: 'http://127.0.0.1:9',
        npm_config_fetch_retries: '0',
      },
    });
    expect(stderr).toContain('The npm registry cannot be reached');
    expect(status).toBe(1);
  });
});

test('the entry point says so when Node is too old, in syntax that an old Node reads', async () => {
  const text = await readFile(path.join(root, 'packages/workspace/src/run.mjs'), 'utf8');
  const pretending = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' });\n${text}`;
  await write('run.mjs', pretending);
  const { stderr, status } = spawnSync(process.execPath, [path.join(scratch, 'run.mjs'), 'test'], { encoding: 'utf8' });
  expect(stderr).toContain('Node 18.20.4 is too old for this repository: it needs 20.19 or newer.');
  expect(status).toBe(1);
  expect(text).not.toMatch(/^import |await|\?\./m);
});
