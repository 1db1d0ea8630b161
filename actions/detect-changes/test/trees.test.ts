import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Tree } from '@actions-aws/testing/git';
import { type Answer, newWorld, type TestEvent, type World } from './support/world.ts';

let world: World;
afterEach(() => world.remove());

const push = (before: string, after: string): TestEvent => ({
  name: 'push',
  sha: after,
  payload: { before, after, forced: false, commits: [{}] },
});

/** What a push of one commit changes, in a checkout that has that commit alone. */
async function pushed(older: Tree, newer: Tree, how: 'sha1' | 'sha256' = 'sha1'): Promise<Answer> {
  world = newWorld({ format: how });
  const [before = '', after = ''] = world.origin.commits('main', [{ 'other.ts': 'x', ...older }, newer]);
  const answer = await world.ask(world.checkout(after, 1), push(before, after));
  expect(answer.complete).toBe(true);
  expect(answer.touched).toEqual(world.truth(before, after));
  return answer;
}

const SUBMODULE = { content: '1'.repeat(40), mode: '160000' } as const;

it.each<[what: string, older: Tree, newer: Tree, expected: object[]]>([
  ['a new file', {}, { 'a.ts': '1' }, [{ status: 'added', path: 'a.ts' }]],
  ['an edited file', { 'a.ts': '1' }, { 'a.ts': '2' }, [{ status: 'modified', path: 'a.ts' }]],
  ['a deleted file', { 'a.ts': '1' }, { 'a.ts': undefined }, [{ status: 'deleted', path: 'a.ts' }]],
  [
    'another mode',
    { 'a.sh': '1' },
    { 'a.sh': { content: '1', mode: '100755' } },
    [{ status: 'modified', path: 'a.sh' }],
  ],
  [
    'a file that became a link',
    { a: '1' },
    { a: { content: 'b', mode: '120000' } },
    [{ status: 'type-changed', path: 'a' }],
  ],
  [
    'a move',
    { 'a/f.ts': 'same' },
    { 'a/f.ts': undefined, 'b/f.ts': 'same' },
    [{ status: 'renamed', from: 'a/f.ts', path: 'b/f.ts' }],
  ],
  [
    'another case',
    { 'Readme.md': 'same' },
    { 'Readme.md': undefined, 'README.md': 'same' },
    [{ status: 'renamed', from: 'Readme.md', path: 'README.md' }],
  ],
  [
    'a move and an edit',
    { 'a.ts': 'one\ntwo\nthree\n' },
    { 'a.ts': undefined, 'b.ts': 'one\ntwo\nthree\nfour\n' },
    [
      { status: 'deleted', path: 'a.ts' },
      { status: 'added', path: 'b.ts' },
    ],
  ],
  [
    'a file that became a folder',
    { a: '1' },
    { a: undefined, 'a/b': '2' },
    [
      { status: 'deleted', path: 'a' },
      { status: 'added', path: 'a/b' },
    ],
  ],
  ['a new submodule', {}, { 'vendor/lib': SUBMODULE }, [{ status: 'added', path: 'vendor/lib', submodule: true }]],
  [
    'a moved submodule',
    { 'vendor/lib': SUBMODULE },
    { 'vendor/lib': { ...SUBMODULE, content: '2'.repeat(40) } },
    [{ status: 'modified', path: 'vendor/lib', submodule: true }],
  ],
  [
    'a deleted submodule',
    { 'vendor/lib': SUBMODULE },
    { 'vendor/lib': undefined },
    [{ status: 'deleted', path: 'vendor/lib', submodule: true }],
  ],
  [
    'a submodule that became a file',
    { lib: SUBMODULE },
    { lib: 'text' },
    [{ status: 'type-changed', path: 'lib', submodule: true }],
  ],
])('%s', async (_, older, newer, expected) => {
  const { changes } = await pushed(older, newer);
  expect(changes.toSorted((one, other) => (one.path < other.path ? -1 : 1))).toEqual(expected);
});

it('names of any bytes', async () => {
  const names = [
    '-rf',
    'a\nb',
    'a\tb',
    '"quoted"',
    'back\\slash',
    ' space ',
    'x\n::error::y',
    '$(id)',
    '\xff\xfe',
    '\xc3\xa4',
    '*',
    ':(top)a',
  ];
  const { changes } = await pushed({}, Object.fromEntries(names.map((name) => [`src/${name}`, 'x'])));
  expect(changes.map(({ path: name }) => name).sort()).toEqual(names.map((name) => `src/${name}`).sort());
});

it('SHA-256 names objects', async () => {
  const { base, head } = await pushed({ 'a.ts': '1' }, { 'a.ts': '2', 'b/c.ts': '' }, 'sha256');
  expect([base.length, head.length]).toEqual([64, 64]);
});

it.each([
  ['--filter=blob:none'],
  ['--filter=tree:0'],
  ['--filter=blob:none', '--depth=1'],
  ['--filter=tree:0', '--depth=1'],
  ['--bare'],
])('in a clone with %s %s', async (...options) => {
  world = newWorld();
  const changes = ['a', 'b', 'c', 'd'].map((name) => ({ [`${name}/file.ts`]: name, 'common.ts': name }));
  const [before = '', , , after = ''] = world.origin.commits('main', changes);
  const answer = await world.ask(world.clone('--no-checkout', ...options), push(before, after));
  expect(answer.touched).toEqual(world.truth(before, after));
});

it('in a work tree of its own, a folder of it, and a submodule', async () => {
  world = newWorld();
  const [before = '', after = ''] = world.origin.commits('main', [{ 'a/b/c.ts': '1' }, { 'a/b/c.ts': '2' }]);
  const clone = world.checkout(after, 1);
  clone.git('checkout', '--quiet', '--detach', after);
  clone.git('worktree', 'add', '--quiet', 'tree', after);
  clone.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '--depth=1', world.url, 'lib');
  const folders = ['tree', 'tree/a/b', 'a', 'lib', 'lib/a'].map((folder) => path.join(clone.folder, folder));
  for (const folder of folders) {
    const answer = await world.ask(clone, { ...push(before, after), folder });
    expect({ folder, touched: answer.touched }).toEqual({ folder, touched: ['a/b/c.ts'] });
  }
});

describe('no configuration and no variable changes the answer', () => {
  /** A submodule that moved, a move and an edit: what the settings below would hide. */
  async function answerWith(
    hostile: (clone: { folder: string; git(...args: string[]): string }) => Record<string, string> | undefined,
  ) {
    world = newWorld();
    const modules = '[submodule "lib"]\n\tpath = lib\n\turl = ../lib\n\tignore = all\n';
    const older = {
      lib: SUBMODULE,
      'ä.ts': '1',
      'a.ts': 'same',
      '.gitmodules': modules,
      '.gitattributes': '* diff=bad\n',
    };
    const newer = {
      lib: { ...SUBMODULE, content: '2'.repeat(40) },
      'ä.ts': '2',
      'a.ts': undefined,
      'b.ts': 'same',
      'later.ts': '',
    };
    const [before = '', after = ''] = world.origin.commits('main', [older, newer]);
    const clone = world.checkout(after, 0);
    const env = hostile(clone) ?? {};
    const answer = await world.ask(clone, { ...push(before, after), env });
    expect(answer.touched).toEqual(world.truth(before, after));
    expect(answer.changes.length).toBe(4);
  }

  const config =
    (...settings: (readonly [string, string])[]) =>
    (clone: { git(...args: string[]): string }) => {
      for (const [key, value] of settings) clone.git('config', key, value);
      return undefined;
    };

  it.each<[string, readonly (readonly [string, string])[]]>([
    [
      'submodules',
      [
        ['diff.ignoreSubmodules', 'all'],
        ['submodule.lib.ignore', 'all'],
      ],
    ],
    [
      'renames',
      [
        ['diff.renames', 'false'],
        ['diff.renameLimit', '1'],
      ],
    ],
    [
      'paths',
      [
        ['core.quotePath', 'true'],
        ['diff.noprefix', 'true'],
        ['diff.relative', 'true'],
      ],
    ],
    [
      'programs',
      [
        ['diff.external', 'false'],
        ['diff.bad.textconv', 'false'],
        ['diff.bad.command', 'false'],
        ['core.fsmonitor', 'false'],
        ['core.pager', 'false'],
        ['core.hooksPath', '/'],
        ['core.alternateRefsCommand', 'false'],
      ],
    ],
    [
      'files',
      [
        ['diff.orderFile', '/does/not/exist'],
        ['core.attributesFile', '/'],
        ['core.excludesFile', '/'],
        ['core.worktree', '/does/not/exist'],
      ],
    ],
    [
      'forms',
      [
        ['diff.interHunkContext', '9'],
        ['color.ui', 'always'],
        ['core.abbrev', '4'],
        ['log.showSignature', 'true'],
        ['diff.submodule', 'log'],
        ['diff.wsErrorHighlight', 'all'],
      ],
    ],
  ])('settings of the repository: %s', (_, settings) => answerWith(config(...settings)));

  it('settings of the user and the system', () =>
    answerWith((clone) => {
      const home = path.join(path.dirname(clone.folder), 'home');
      mkdirSync(home);
      writeFileSync(
        path.join(home, '.gitconfig'),
        '[diff]\n\tignoreSubmodules = all\n\texternal = false\n[core]\n\tworktree = /nowhere\n',
      );
      return { XDG_CONFIG_HOME: home, GIT_CONFIG_SYSTEM: path.join(home, '.gitconfig') };
    }));

  it('a broken configuration of the user', () =>
    answerWith((clone) => {
      const home = path.join(path.dirname(clone.folder), 'home');
      mkdirSync(home);
      writeFileSync(path.join(home, '.gitconfig'), '[diff\n');
      return undefined;
    }));

  it.each<[string, Record<string, string>]>([
    [
      'another repository',
      { GIT_DIR: '/does/not/exist', GIT_WORK_TREE: '/', GIT_INDEX_FILE: '/x', GIT_COMMON_DIR: '/y' },
    ],
    [
      'other objects',
      {
        GIT_OBJECT_DIRECTORY: '/x',
        GIT_ALTERNATE_OBJECT_DIRECTORIES: '/y',
        GIT_SHALLOW_FILE: '/z',
        GIT_NAMESPACE: 'n',
      },
    ],
    [
      'programs',
      {
        GIT_EXTERNAL_DIFF: 'false',
        GIT_PAGER: 'false',
        PAGER: 'false',
        GIT_DIFF_OPTS: '-u0',
        GIT_SSH_COMMAND: 'false',
      },
    ],
    [
      'settings',
      {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'diff.ignoreSubmodules',
        GIT_CONFIG_VALUE_0: 'all',
        GIT_CONFIG_PARAMETERS: "'diff.external=false'",
      },
    ],
    ['pathspecs', { GIT_LITERAL_PATHSPECS: '1', GIT_ICASE_PATHSPECS: '1', GIT_GLOB_PATHSPECS: '1' }],
    ['traces', { GIT_TRACE: '1', GIT_TRACE2_EVENT: '1', GIT_TRACE_PACKET: '1' }],
    ['another language', { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' }],
  ])('variables: %s', (_, env) => answerWith(() => env));

  it('a commit that is replaced, and a history that is grafted', () =>
    answerWith((clone) => {
      const root = clone.git('rev-parse', 'HEAD^');
      clone.git('replace', 'HEAD', root);
      mkdirSync(path.join(clone.folder, '.git', 'info'), { recursive: true });
      writeFileSync(path.join(clone.folder, '.git', 'info', 'grafts'), `${clone.git('rev-parse', 'HEAD')}\n`);
      return undefined;
    }));
});

it('a damaged object is an error, and no empty list', async () => {
  world = newWorld();
  const [before = '', after = ''] = world.origin.commits('main', [{ 'a/b.ts': '1' }, { 'a/b.ts': '2' }]);
  const clone = world.checkout(after, 0);
  const tree = clone.git('rev-parse', `${after}:a`);
  const file = path.join(clone.folder, '.git', 'objects', tree.slice(0, 2), tree.slice(2));
  rmSync(file);
  writeFileSync(file, 'nothing that git can read');
  await expect(world.ask(clone, push(before, after))).rejects.toThrow(/^git diff-tree ended with exit code 128/);
});
