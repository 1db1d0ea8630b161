import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { withScratchGit } from '../src/git.ts';
import { namedRepositories, repositoryAt, strangerRefusal } from '../src/names.ts';
import { commitTree } from '../src/tree/commit.ts';
import { SOURCES } from './support/sources.ts';

test.each([
  ['https://github.com/acme/actions', 'acme/actions'],
  ['https://github.com/acme/actions.git', 'acme/actions'],
  ['https://someone@ghe.example.com:8443/acme/my.actions/', 'acme/my.actions'],
  ['ssh://git@github.com:22/acme/actions.git', 'acme/actions'],
  ['git@github.com:acme/actions.git', 'acme/actions'],
  ['github.com:acme/actions', 'acme/actions'],
  ['/srv/git/acme/actions.git', undefined],
  ['../acme/actions', undefined],
  ['file:///srv/git/acme/actions.git', undefined],
  ['C:\\git\\acme\\actions', undefined],
  ['C:/git/acme/actions', undefined],
])('the repository at %s is %s', (address, name) => {
  expect(repositoryAt(address)).toBe(name);
});

test.each<[name: string, files: Readonly<Record<string, string>>, names: readonly string[]]>([
  ['as they are', {}, ['org/actions']],
  ['in a README', { 'actions/part/README.md': '`uses: acme/actions/part@v1`' }, ['org/actions', 'acme/actions']],
  [
    'in a workflow',
    { '.github/workflows/a.yml': '- uses: acme/my.actions/greet@v1' },
    ['org/actions', 'acme/my.actions'],
  ],
  ['of other actions', { 'actions/part/README.md': '`uses: actions/checkout@v6`' }, ['org/actions']],
  ['where users do not come', { 'packages/x/README.md': '`uses: acme/actions/part@v1`' }, ['org/actions']],
  ['nowhere', { 'actions/greet/README.md': '', '.github/workflows/pipe.yml': '' }, ['org/actions']],
])('the names that sources have for themselves: %s', async (_, files, names) => {
  const all = Object.entries({ ...SOURCES, ...files }).map(([file, text]) => [file, Buffer.from(text)] as const);
  await withScratchGit(async (git) => {
    const { commit } = await commitTree(git, new Map(all), { message: 'Sources', time: 0 });
    expect(await namedRepositories(git, commit)).toEqual(names);
  });
});

const acme = 'The release would go to acme/actions, and its READMEs and workflows would tell users to use org/actions.';

test.each<[name: string, own: readonly string[], names: readonly string[], refused: string | undefined]>([
  ['it is the repository that the sources name', ['org/actions'], ['org/actions', 'org/actions'], undefined],
  ['another', ['org/actions'], ['acme/actions'], acme],
  ['one of its two names is another', ['org/actions'], ['org/actions', 'acme/actions'], acme],
  ['some of the sources still have the name from before', ['acme/actions', 'org/actions'], ['acme/actions'], acme],
  ['only capitals differ', ['org/actions'], ['Org/Actions'], undefined],
  ['it is a folder of this machine', ['org/actions'], [], undefined],
])('whether sources may go to a remote: %s', (_, own, names, refused) => {
  expect(strangerRefusal(own, names)?.refused).toBe(refused);
});

test.each([
  ['publish', '--refs', 'A release has the names that its sources have; `build --refs` makes a tree'],
  ['plan', '--refs', '`build --refs` makes a tree'],
  ['build', '--branch', 'Usage'],
  ['plan', '--out', 'Usage'],
])('%s does not pass over %s, which is not its own', async (command, option, remedy) => {
  const main = path.resolve(import.meta.dirname, '../src/main.ts');
  const ended = promisify(execFile)(process.execPath, [main, command, option, 'acme/actions@v1']);
  await expect(ended).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^${command} does not take ${option}\\.\\n.*${remedy}`)),
  });
});
