import { gitIn, line } from '../src/git.ts';
import { assembleTree } from '../src/tree/assemble.ts';
import { writeTree } from '../src/tree/write.ts';
import { sourcesAt, startWorld, type World } from './support/world.ts';

let released: World;
beforeAll(async () => {
  released = await startWorld();
  await released.commit(sourcesAt('1.0.0'));
  await released.publish();
});
afterAll(() => released.stop());

let world: World;
beforeEach(async () => {
  world = await startWorld(released);
});
afterEach(() => world.stop());

/** A tag on a commit of these changes to the release, as an attacker who may push could make it. */
async function tamper(
  changes: Readonly<Record<string, string | undefined>>,
  parents?: readonly string[],
): Promise<void> {
  const remote = gitIn(`${world.folder}/remote.git`);
  const entries = (await line(remote(['ls-tree', '-r', 'v1.0.0']))).split('\n');
  const kept = entries.flatMap((entry) => {
    const [, mode, id, file = ''] = /^(\d+) blob (\w+)\t(.*)$/.exec(entry) ?? [];
    return Object.hasOwn(changes, file) ? [] : [`M ${mode} ${id} ${file}\n`];
  });
  const changed = Object.entries(changes).flatMap(([file, text]) =>
    text === undefined ? [] : [`M 100644 inline ${file}\ndata ${text.length}\n${text}\n`],
  );
  const from = parents ?? [await line(remote(['rev-parse', 'v1.0.0^']))];
  const lineage = from.map((parent, i) => `${i === 0 ? 'from' : 'merge'} ${parent}\n`);
  const commit = `commit refs/tags/v1.0.1\ncommitter Eve <eve@example.com> 0 +0000\ndata 4\nFix\n${lineage.join('')}deleteall\n`;
  await remote(['fast-import', '--quiet', '--force'], {
    input: Buffer.from(`${[commit, ...kept, ...changed].join('')}`),
  });
}

test('a release is what its sources give', async () => {
  const { wrong, said } = await world.verify('v1.0.0');
  expect(wrong).toEqual([]);
  expect(said.join('\n')).toMatch(/tree in v1\.0\.0 {2}([\da-f]{40})\ntree built {5}\1\nThe commit is the same, too\./);
});

test('a tag that moves is checked where it is', async () => {
  const { wrong, said } = await world.verify('v1');
  expect(wrong).toEqual([]);
  expect(said).toContain('v1 is at v1.0.0 now.');
});

test('what differs is told file by file, with the place', async () => {
  await tamper({
    'greet/dist/index.js': 'console.log("hello");\nsteal();\n',
    'greet/dist/licenses.txt': undefined,
    'greet/dist/more.js': 'steal();\n',
    'part/dist/index.js': 'console.log("godbye");\n',
  });
  expect((await world.verify('v1.0.1')).wrong).toEqual([
    'greet/dist/index.js differs from byte 22 on (line 2): v1.0.1 has 31 bytes, the build 22.',
    'greet/dist/licenses.txt is missing in v1.0.1.',
    'greet/dist/more.js is in v1.0.1 only.',
    'part/dist/index.js differs from byte 15 on (line 1): v1.0.1 has 23 bytes, the build 24.',
  ]);
});

test('attributes and ends of lines that change what users download are refused', async () => {
  await tamper({ '.gitattributes': 'greet/dist/index.js export-ignore\n', 'part/README.md': '# part\r\n' });
  expect((await world.verify('v1.0.1')).wrong).toEqual([
    '.gitattributes sets export-ignore: the archive that users download would differ from the tree.',
    'part/README.md has lines that end in CR LF: it was read from a checkout that converts.',
    '.gitattributes is in v1.0.1 only.',
    expect.stringMatching(/^part\/README\.md differs from byte 6 on \(line 1\)/),
  ]);
});

test('sources that no branch has are told, and so is a commit without a parent', async () => {
  const sources = await world.commit({ 'CONTRIBUTING.md': 'Otherwise.\n' });
  await world.git('push', '--quiet', '--force', `${world.folder}/remote.git`, `${sources}^:refs/heads/main`);
  await tamper({}, [sources]);
  expect((await world.verify('v1.0.1')).wrong).toEqual([
    `Its sources, ${sources}, are on no branch of the remote: they may have passed no review.`,
  ]);
  await tamper({}, []);
  expect((await world.verify('v1.0.1')).wrong).toEqual([expect.stringContaining('has 0 parents')]);
});

test('a commit of other words is told and is not wrong', async () => {
  await tamper({});
  const { wrong, said } = await world.verify('v1.0.1');
  expect(wrong).toEqual([]);
  expect(said).toContain('The commit has another date, author or message than `publish` gives it.');
});

test('a tag that is not there is told with those that are', async () => {
  await expect(world.verify('v2.0.0')).rejects.toThrow('There is no tag v2.0.0. Versions: v1.0.0.');
});

test('a build that differs from machine to machine is found', async () => {
  const build = async (folder: string, out: string) => {
    const files = new Map(await assembleTree(folder));
    files.set('greet/dist/index.js', Buffer.from(`// ${folder}\n`));
    await writeTree(out, files);
  };
  expect((await world.verify('v1.0.0', { build })).wrong).toEqual([
    expect.stringMatching(/^greet\/dist\/index\.js differs from byte 0 on/),
  ]);
});
