import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordingLog, recordingLog } from '@actions-aws/action';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { type Package, packageFrom } from '../src/code/package.ts';
import { zipOf } from '../src/code/zip.ts';

let workspace: string;
let log: RecordingLog;
beforeEach(async () => {
  workspace = await realpath(await mkdtemp(join(tmpdir(), 'packing-')));
  log = recordingLog();
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

/** Writes files below the folder `app` of the workspace. */
async function app(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(workspace, 'app');
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

const pack = (path: string): Promise<Package> => packageFrom(path, { workspace, log });

/** The names in a zip, in its order, and what fflate reads under them. */
function contentOf({ upload }: Package): readonly (readonly [string, string])[] {
  const { ZipFile } = upload as { ZipFile: Uint8Array };
  const bytes = Buffer.from(ZipFile);
  const texts = unzipSync(ZipFile);
  const names: string[] = [];
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1)) {
    names.push(bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28)));
  }
  return names.map((name) => [name, Buffer.from(texts[name] ?? []).toString()]);
}

/** The refusal of a folder: message and remedy on one line. */
async function refusalOf(path: string): Promise<string> {
  const error = await pack(path).then(
    () => new Error('packed'),
    (error: Error & { hint?: string }) => error,
  );
  return `${error.name}: ${error.message} ${'hint' in error ? error.hint : ''}`;
}

describe('a checkout is not a build', () => {
  test.each([
    ['a directory', { '.git/HEAD': 'ref: refs/heads/main' }],
    ['a file, as in a worktree', { '.git': 'gitdir: /elsewhere' }],
  ])('.git as %s is refused, and the folder of the build is named', async (_what, git) => {
    const folder = await app({ ...git, 'index.js': 'a', 'dist/index.js': 'b' });
    expect(await refusalOf(folder)).toMatch(/^UserError: Input `zip` is "app", but .*\.git.* `app\/dist`/s);
  });

  test('where the build has written nothing yet, the remedy is general', async () => {
    expect(await refusalOf(await app({ '.git/HEAD': 'ref', 'index.js': 'a' }))).toMatch(/such as `dist`/);
  });

  test('the workspace itself is told the folder as it is to be given', async () => {
    await app({ 'index.js': 'a' });
    await mkdir(join(workspace, '.git'));
    await mkdir(join(workspace, 'build'));
    expect(await refusalOf(workspace)).toMatch(/Input `zip` is "\.", but .* `build`/s);
  });

  test('a checkout is called one, even where more is wrong in it', async () => {
    const folder = await app({ '.git': 'gitdir: /elsewhere', 'index.js': 'a' });
    await symlink(workspace, join(folder, '.first'));
    await symlink('nowhere', join(folder, 'z'));
    expect(await refusalOf(folder)).toContain('this is a checkout');
  });

  test('a history further down is refused by its path', async () => {
    const folder = await app({ 'index.js': 'a', 'vendor/lib/.git/config': 'extraheader = AUTHORIZATION' });
    expect(await refusalOf(folder)).toMatch(
      /^UserError: Input `zip` is "app", but vendor\/lib\/\.git is in it.* Remove it before this step/s,
    );
  });

  test('names that only begin like it are files like any other', async () => {
    const folder = await app({ '.gitignore': '', '.github/x': '', 'index.js': 'a' });
    expect(contentOf(await pack(folder)).map(([name]) => name)).toEqual(['.github/x', '.gitignore', 'index.js']);
  });

  test('a zip that was made of a checkout is refused, too', async () => {
    await app({});
    await writeFile(
      join(workspace, 'code.zip'),
      zipSync({ 'index.js': new Uint8Array(1), '.git': { HEAD: new Uint8Array(1) } }),
    );
    expect(await refusalOf(join(workspace, 'code.zip'))).toMatch(/Input `zip` is "code\.zip", but .*\.git/);
  });
});

describe('files that usually hold secrets', () => {
  test('are packed, with one warning that names them and tells nothing of what is in them', async () => {
    const folder = await app({
      'index.js': 'a',
      '.env': 'KEY=hunter2',
      '.env.production': 'KEY=hunter3',
      'config/.aws/credentials': 'hunter4',
      'gha-creds-0123456789abcdef.json': 'hunter5',
    });
    expect(contentOf(await pack(folder))).toHaveLength(5);
    const warning = log.text('warning');
    expect(warning.split('\n')).toHaveLength(1);
    for (const name of ['.env', '.env.production', 'config/.aws/credentials', 'gha-creds-0123456789abcdef.json']) {
      expect(warning).toContain(name);
    }
    expect(log.text()).not.toContain('hunter');
  });

  test('examples of them, and those of packages that are published anyway, are no reason to warn', async () => {
    const names = ['.env.example', '.env.sample', '.env.template', 'environment', 'node_modules/left-pad/.env'];
    await pack(await app({ 'index.js': 'a', ...Object.fromEntries(names.map((name) => [name, ''])) }));
    expect(log.text('warning')).toBe('');
  });

  test('many are counted', async () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`${index}/.env`, '']));
    await pack(await app({ 'index.js': 'a', ...many }));
    expect(log.text('warning')).toMatch(/and 4 more/);
  });

  test('are told of in a zip file as well', async () => {
    await app({});
    await writeFile(join(workspace, 'code.zip'), zipSync({ 'index.js': new Uint8Array(1), '.env': new Uint8Array(1) }));
    await pack(join(workspace, 'code.zip'));
    expect(log.text('warning')).toContain('.env');
  });
});

describe('names', () => {
  test('the name of the prototype, and numbers, are names like any other', async () => {
    // As fflate's object of files would have it, the first is lost and the numbers come first.
    const names = ['!', '10', '9', '__proto__', 'constructor'];
    const folder = await app(Object.fromEntries(names.map((name) => [name, name]).reverse()));
    expect(contentOf(await pack(folder)).map(([name]) => name)).toEqual(names);
  });

  test('are sorted by code unit, folders among the rest', async () => {
    const names = ['B', 'a.js', 'a/b', 'a0', 'ä', '\u{1f600}', '\uff5e'];
    const folder = await app(Object.fromEntries(names.map((name) => [name, name])));
    expect(contentOf(await pack(folder)).map(([name]) => name)).toEqual(names);
  });

  test('that are no file are not packed: an empty folder changes nothing', async () => {
    const before = await pack(await app({ 'index.js': 'a' }));
    await mkdir(join(workspace, 'app', 'empty', 'inside'), { recursive: true });
    expect((await pack(join(workspace, 'app'))).codeSha256).toBe(before.codeSha256);
  });
});

// What Windows and macOS cannot write, or see as one file.
const onLinux = process.platform === 'linux' ? describe.each(['Linux']) : describe.each([]);
onLinux('on %s', () => {
  test('names that differ by case or by Unicode form only are different files, as in Lambda', async () => {
    const files = { 'Index.js': '1', 'index.js': '2', 'cafe\u0301.js': '3', 'caf\u00e9.js': '4' };
    expect(Object.fromEntries(contentOf(await pack(await app(files))))).toEqual(files);
  });

  test('a backslash in a name is refused', async () => {
    expect(await refusalOf(await app({ 'lib\\a.js': 'a' }))).toMatch(
      /^UserError: Input `zip` is "app", but .*lib\\a\.js.*backslash.* Rename/s,
    );
  });

  test('a name that is not UTF-8 is refused, and not called a link', async () => {
    const folder = await app({ 'index.js': 'a' });
    await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), '');
    const refusal = await refusalOf(folder);
    expect(refusal).toMatch(/^UserError: Input `zip` is "app", but .*UTF-8.* Rename/s);
    expect(refusal).not.toContain('link');
  });

  test('what is neither file nor folder is refused', async () => {
    const folder = await app({ 'index.js': 'a' });
    const server = createServer().listen(join(folder, 'socket'));
    try {
      await new Promise((done) => server.once('listening', done));
      expect(await refusalOf(folder)).toMatch(/^UserError: Input `zip` is "app", but .*socket/);
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  test.each([
    ['a file', 'secret.js', 0o000],
    ['a folder', 'secret', 0o000],
  ])('%s that may not be read is named', async (_what, name, mode) => {
    const folder = await app({ 'index.js': 'a', 'secret/a.js': 'b', 'secret.js': 'c' });
    await chmod(workspace, 0o755);
    await chmod(join(folder, name), mode);
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    try {
      expect(await refusalOf(folder)).toMatch(
        new RegExp(`^UserError: Input \`zip\` is "app", but .*${name} cannot be read \\(EACCES\\)`),
      );
    } finally {
      if (root) process.seteuid?.(0);
      await chmod(join(folder, name), 0o755);
    }
  });

  test('links that lead in a circle, or to themselves, end', async () => {
    const folder = await app({ 'a/x.js': '', 'b/x.js': '' });
    await symlink('../b', join(folder, 'a', 'b'));
    await symlink('../a', join(folder, 'b', 'a'));
    expect(await refusalOf(folder)).toMatch(/a\/b\/a is a link to a directory that it is in/);
    await symlink('self', join(folder, 'self'));
    await rm(join(folder, 'a', 'b'));
    expect(await refusalOf(folder)).toMatch(/is a link nowhere/);
  });

  test('a link to a folder outside is refused, also where its path begins alike', async () => {
    const folder = await app({ 'index.js': 'a' });
    await mkdir(join(workspace, 'app-secrets'));
    await symlink('../app-secrets', join(folder, 'lib'));
    expect(await refusalOf(folder)).toMatch(/lib is a link to .*app-secrets, outside of the directory/);
  });
});

describe('a folder that changes while it is read is refused', () => {
  test.each([
    ['a file grows', (folder: string) => appendFileSync(join(folder, 'index.js'), 'x')],
    ['a file comes', (folder: string, turn: number) => appendFileSync(join(folder, `new-${turn}`), 'x')],
  ])('%s', async (_what, change) => {
    const folder = await app({ 'index.js': 'a', 'lib/a.js': 'b' });
    // Long ago: a file system may tell times by a clock that is coarser than this test is quick.
    await utimes(folder, 1, 1);
    let turn = 0;
    let isOver = false;
    const again = () => {
      if (isOver) return;
      turn += 1;
      change(folder, turn);
      setImmediate(again);
    };
    setImmediate(again);
    try {
      expect(await refusalOf(folder)).toMatch(
        /^UserError: Input `zip` is "app", but .*changed while it was read.* build/s,
      );
    } finally {
      isOver = true;
    }
  });
});

describe('what Lambda refuses is refused before anything is sent', () => {
  test('more files than a zip can count', async () => {
    const folder = await app({});
    // Links are quick to make, and are packed as what they lead to.
    const names = Array.from({ length: 257 }, (_, index) => String(index));
    await Promise.all(names.slice(1).map((name) => writeFile(join(folder, name), '')));
    const many = join(folder, 'many');
    await mkdir(many);
    await Promise.all(names.slice(1).map((name) => writeFile(join(many, name), '')));
    for (const name of names.slice(1, 256)) await symlink('many', join(folder, `link-${name}`));
    // 256 files in the root, in many, and in each of 255 links.
    expect(await refusalOf(folder)).toMatch(/^UserError: Input `zip` is "app", but .* 65,535 files/);
  }, 60_000);

  test('250 MB unzipped, in a folder', async () => {
    const folder = await app({ 'index.js': 'a' });
    await writeFile(join(folder, 'large'), '');
    await truncate(join(folder, 'large'), 262_144_000);
    expect(await refusalOf(folder)).toMatch(/^UserError: Input `zip` is "app", but .* 250\.0 MB unzipped/);
  });

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no zip', () => Buffer.from('hello'), /is not a zip file/],
    ['the beginning of one', () => zipSync({ 'index.js': Buffer.from('hello') }).subarray(0, 40), /cut short|damaged/],
    [
      'the beginning of one that holds a zip',
      () => {
        const inner = zipSync({ 'a.js': Buffer.from('a') }, { level: 0 });
        const outer = zipSync({ 'inner.zip': inner, noise: new Uint8Array(100_000) }, { level: 0 });
        return outer.subarray(0, 90_000);
      },
      /cut short|damaged/,
    ],
    ['one without files', () => zipSync({ lib: {} }), /holds no file/],
    ['one of nothing at all', () => zipSync({}), /holds no file/],
    ['names with backslashes', () => zipSync({ 'lib\\a.js': Buffer.from('a') }), /backslash/],
    [
      'one of 250 MB unzipped',
      () => sized(zipSync({ 'index.js': Buffer.from('a') }), 262_144_000),
      /250\.0 MB unzipped/,
    ],
  ])('a zip file: %s', async (_what, zip, message) => {
    await app({});
    await writeFile(join(workspace, 'code.zip'), zip());
    const refusal = await refusalOf(join(workspace, 'code.zip'));
    expect(refusal).toMatch(/^UserError: Input `zip`.*code\.zip/);
    expect(refusal).toMatch(message);
  });

  test('a file that no zip for Lambda can be is not even read', async () => {
    await app({});
    await writeFile(join(workspace, 'code.zip'), 'PK');
    await truncate(join(workspace, 'code.zip'), 524_288_000);
    expect(await refusalOf(join(workspace, 'code.zip'))).toMatch(/is "code\.zip", but it is 500\.0 MB zipped/);
  });

  test('a zip with a comment, or in the larger format, is taken', async () => {
    await app({});
    const zip = Buffer.from(zipSync({ 'index.js': Buffer.from('a') }));
    zip.writeUInt16LE(5, zip.length - 2);
    await writeFile(join(workspace, 'code.zip'), Buffer.concat([zip, Buffer.from('hello')]));
    await expect(pack(join(workspace, 'code.zip'))).resolves.toMatchObject({ source: 'code.zip' });
    const large = Buffer.from(zipSync({ 'index.js': Buffer.from('a') }));
    large.writeUInt16LE(0xffff, large.length - 12);
    large.writeUInt32LE(0xffffffff, large.length - 6);
    await writeFile(join(workspace, 'large.zip'), large);
    await expect(pack(join(workspace, 'large.zip'))).resolves.toMatchObject({ source: 'large.zip' });
  });
});

/** The zip, telling another size of its first file. */
function sized(zip: Uint8Array, size: number): Uint8Array {
  const bytes = Buffer.from(zip);
  bytes.writeUInt32LE(size, bytes.indexOf('PK\x01\x02') + 24);
  return bytes;
}

test('that all files are below one folder is told, since handlers are looked for from the root', async () => {
  await pack(await app({ 'dist/index.js': 'a', 'dist/lib/a.js': 'b' }));
  expect(log.text('info')).toMatch(/dist\//);
  log = recordingLog();
  await pack(await app({ 'index.js': 'c' }));
  expect(log.text()).toBe('');
});

test('the bytes are those that fflate makes of the same files: a packed folder keeps its hash', async () => {
  const files = [
    { name: 'bootstrap', bytes: Buffer.from('#!/bin/sh\n'), executable: true },
    { name: 'empty', bytes: Buffer.alloc(0), executable: false },
    { name: 'lib/café.js', bytes: Buffer.from('export const a = 1;\n'.repeat(5_000)), executable: false },
    { name: 'lib/noise', bytes: createHash('sha512').update('seed').digest(), executable: false },
  ];
  const entries: Zippable = {};
  for (const { name, bytes, executable } of files) {
    const attrs = ((0o100000 | (executable ? 0o755 : 0o644)) << 16) >>> 0;
    entries[name] = [bytes, { mtime: new Date(1980, 0, 1), os: 3, attrs, level: 9 }];
  }
  expect(Buffer.from(await zipOf(files)).equals(Buffer.from(zipSync(entries)))).toBe(true);
});

test('the hash of a folder is what it was', async () => {
  const folder = await app({ 'index.js': 'export const handler = () => 1;\n', 'lib/a.js': 'a' });
  await chmod(join(folder, 'index.js'), 0o644);
  expect((await pack(folder)).codeSha256).toBe('oxmd4TWIwkpwIcK4Rfiuco8k+uq1NFH7w/Xa9mTe5pw=');
});
