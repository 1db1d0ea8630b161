import { chmod, writeFile } from 'node:fs/promises';
import { around, Crash, crashing, EFFECTS, killedAt, seen, waiting } from './support/disturbed.ts';
import { changeset, sourcesAt, startWorld, type World } from './support/world.ts';

/** What tests begin with: sources of 1.0.0, and sources whose first version a changeset makes. Each works on a copy. */
let ready: World;
let unversioned: World;
beforeAll(async () => {
  ready = await startWorld();
  await ready.commit(sourcesAt('1.0.0'));
  unversioned = await startWorld();
  await unversioned.commit(waiting);
});
afterAll(async () => {
  await ready.stop();
  await unversioned.stop();
});

let world: World;
afterEach(() => world?.stop());

test('a first release from changesets: versions on main, the tree as its child, tags, and a GitHub release', async () => {
  world = await startWorld(unversioned);
  const from = await world.git('rev-parse', 'HEAD');
  const { version, said } = await world.publish();
  const { refs, releases } = await seen(world);
  const release = refs['tags/v1.0.0'] ?? '';

  expect(version).toBe('1.0.0');
  expect(Object.keys(refs).sort()).toEqual(['heads/main', 'tags/v1', 'tags/v1.0', 'tags/v1.0.0']);
  expect([refs['tags/v1'], refs['tags/v1.0']]).toEqual([release, release]);
  // The release is a child of main, and main of what was asked for.
  await world.git('fetch', '--quiet', '--tags', `${world.folder}/remote.git`, 'main');
  expect(await world.git('rev-parse', 'v1.0.0^@')).toBe(refs['heads/main']);
  expect(await world.git('rev-parse', `${refs['heads/main']}^@`)).toBe(from);
  expect(await world.git('ls-tree', '--name-only', 'v1.0.0')).toBe('.github\nLICENSE\nREADME.md\ngreet\npart');
  expect(await world.git('rev-parse', 'v1.0.0:.github')).toBe(await world.git('rev-parse', `${from}:.github`));
  expect(await world.git('ls-tree', '--name-only', 'FETCH_HEAD', '.changeset/')).toBe('.changeset/config.json');

  expect(releases).toEqual([
    {
      tag: 'v1.0.0',
      commit: release,
      draft: false,
      prerelease: false,
      latest: true,
      body: expect.stringMatching(
        /^## greet\n\n### Major Changes\n\n- \w+: It greets\.\n\nPin it: `@[\da-f]{40} # v1\.0\.0`\./,
      ),
      assets: [{ name: 'sbom.cdx.json', text: 'What ships with 1.0.0\n' }],
    },
  ]);
  expect(said[0]).toMatch(/^1\. build 1\.0\.0 from [\da-f]{12}$/);
});

test('nothing is left to do afterwards, on the commit that was asked for or on main as it is now', async () => {
  world = await startWorld(unversioned);
  await world.publish();
  const before = await seen(world);
  const build = () => Promise.reject(new Error('There was nothing to build.'));
  expect((await world.publish({ build })).said).toEqual(['Nothing to release.']);
  await world.git('fetch', '--quiet', `${world.folder}/remote.git`, 'main');
  await world.git('reset', '--quiet', '--hard', 'FETCH_HEAD');
  expect((await world.publish({ build })).said).toEqual(['Nothing to release.']);
  expect(await seen(world)).toEqual(before);
});

// At one of its steps; extended/publish.test.ts tries each, and two runs at once.
test('a run that is killed before or after a step is finished by the next, with the same end', async () => {
  world = await startWorld(ready);
  await killedAt(world, [3], EFFECTS);
}, 60_000);

test('an upload that was cut off is replaced', async () => {
  world = await startWorld(ready);
  await expect(world.publish(crashing(3, 'before'))).rejects.toThrow(Crash);
  world.releases.kept[0]?.assets.push({ id: 77, name: 'sbom.cdx.json', state: 'starter', digest: '', text: 'What sh' });
  await world.publish();
  expect((await seen(world)).releases[0]?.assets).toEqual([{ name: 'sbom.cdx.json', text: 'What ships with 1.0.0\n' }]);
});

test('a draft of the same version that a person made is left to them', async () => {
  world = await startWorld(ready);
  // On the releases page, where a draft is for a branch until it is published.
  const draft = { tag_name: 'v1.0.0', target_commitish: 'main', body: 'My words.', draft: true };
  const theirs = { id: 99, ...draft, prerelease: false, latest: false, assets: [] };
  const person = async () => void world.releases.kept.push(structuredClone(theirs));
  const { said } = await world.publish(around(4, 'before', person));
  expect(world.releases.kept.filter((one) => one.draft)).toEqual([theirs]);
  expect(world.releases.kept.filter((one) => !one.draft)).toHaveLength(1);
  expect(said.join('\n')).toContain('another draft of v1.0.0, for main,');
});

test('a lost race on v1: a newer release has moved it, and it stays there', async () => {
  world = await startWorld(ready);
  await world.publish();
  const old = await world.commit(sourcesAt('1.0.1'));
  const newer = async () => {
    await world.commit(sourcesAt('1.1.0'));
    await world.publish();
    await world.git('reset', '--quiet', '--hard', old);
  };
  // The tag, then v1.0, then v1.
  const { said } = await world.publish(around(6, 'before', newer));
  const { refs } = await seen(world);
  expect(said).toContain('Another run was faster. Looking again.');
  expect(refs['tags/v1']).toBe(refs['tags/v1.1.0']);
  expect(refs['tags/v1.0']).toBe(refs['tags/v1.0.1']);
});

test('a lost race on v1: it was moved to what is no release, and the run stops', async () => {
  world = await startWorld(ready);
  const main = await world.git('rev-parse', 'HEAD');
  await world.publish();
  await world.commit(sourcesAt('1.0.1'));
  const elsewhere = () => world.git('push', '--quiet', '--force', `${world.folder}/remote.git`, `${main}:refs/tags/v1`);
  await expect(world.publish(around(6, 'before', elsewhere))).rejects.toThrow(`v1 is on ${main}, which is no release.`);
  expect((await world.refs())['tags/v1']).toBe(main);
});

test('a lost race on main: nothing of this run is left', async () => {
  world = await startWorld(unversioned);
  const from = await world.git('rev-parse', 'HEAD');
  const colleague = async () => {
    await world.commit({ 'CONTRIBUTING.md': 'Differently.\n' });
    await world.git('reset', '--quiet', '--hard', from);
  };
  await expect(world.publish(around(1, 'before', colleague))).rejects.toThrow('main has moved on.');
  expect(Object.keys(await world.refs())).toEqual(['heads/main']);
  expect(world.releases.kept).toEqual([]);
});

test('a tag that exists with other content is refused, and never moved', async () => {
  world = await startWorld(ready);
  await world.commit({ 'actions/greet/dist/index.js': 'steal();\n' }, 'other');
  await world.git('push', '--quiet', `${world.folder}/remote.git`, 'HEAD:refs/tags/v1.0.0');
  await world.git('reset', '--quiet', '--hard', 'HEAD^');
  const tagged = (await world.refs())['tags/v1.0.0'];
  await expect(world.publish()).rejects.toThrow(`The tag v1.0.0 exists with other content: it is on ${tagged}`);
  expect((await world.refs())['tags/v1.0.0']).toBe(tagged);
  expect(world.releases.kept).toEqual([]);
});

test('a prerelease moves no v1', async () => {
  world = await startWorld(ready);
  await world.publish();
  const v1 = (await world.refs())['tags/v1'];
  await world.commit({
    ...sourcesAt('1.0.0'),
    '.changeset/pre.json': JSON.stringify({
      mode: 'pre',
      tag: 'rc',
      initialVersions: { '@actions-aws/greet': '1.0.0', '@actions-aws/part': '1.0.0' },
      changesets: [],
    }),
    '.changeset/two.md': changeset('minor'),
  });
  const { version } = await world.publish();
  const { refs, releases } = await seen(world);
  expect(version).toBe('1.1.0-rc.0');
  expect(Object.keys(refs).sort()).toEqual(['heads/main', 'tags/v1', 'tags/v1.0', 'tags/v1.0.0', 'tags/v1.1.0-rc.0']);
  expect(refs['tags/v1']).toBe(v1);
  expect(releases.find(({ tag }) => tag === 'v1.1.0-rc.0')).toMatchObject({
    draft: false,
    prerelease: true,
    latest: false,
  });
  expect(releases.find(({ tag }) => tag === 'v1.0.0')).toMatchObject({ latest: true });
});

test('a patch of an old minor version moves v1.0, never v1', async () => {
  world = await startWorld(ready);
  const old = await world.git('rev-parse', 'HEAD');
  await world.publish();
  await world.commit(sourcesAt('1.1.0'));
  await world.publish();
  const { 'tags/v1': v1 } = await world.refs();
  await world.git('reset', '--quiet', '--hard', old);
  await world.commit({ '.changeset/fix.md': changeset('patch') }, 'v1.0.x');
  const { version } = await world.publish({ branch: 'v1.0.x' });
  const { refs, releases } = await seen(world);
  expect(version).toBe('1.0.1');
  expect(refs['tags/v1']).toBe(v1);
  expect(refs['tags/v1.0']).toBe(refs['tags/v1.0.1']);
  expect(releases.filter(({ latest }) => latest).map(({ tag }) => tag)).toEqual(['v1.1.0']);
});

test('a release to another repository than READMEs and workflows name is refused before anything is written', async () => {
  world = await startWorld(ready);
  const build = () => Promise.reject(new Error('It was built.'));
  await expect(world.publish({ build, name: 'acme/actions' })).rejects.toThrow(
    /would tell users to use org\/actions\.\n.*`npm run release -- build --out DIR --refs acme\/actions@v1`/,
  );
  expect(Object.keys(await world.refs())).toEqual(['heads/main']);
  expect(world.releases.kept).toEqual([]);
});

test('a first release below 1.0.0 is refused before anything is written', async () => {
  world = await startWorld();
  await world.commit({ ...waiting, '.changeset/one.md': changeset('minor') });
  await expect(world.publish()).rejects.toThrow('0.1.0 is below 1.0.0, and users write @v1.');
  expect(Object.keys(await world.refs())).toEqual(['heads/main']);
});

test('a build that gives another tree than other machines did is not released', async () => {
  world = await startWorld(ready);
  await expect(world.publish({ expected: '0'.repeat(40) })).rejects.toThrow(`and not ${'0'.repeat(40)}`);
  expect(Object.keys(await world.refs())).toEqual(['heads/main']);
});

test('a branch that takes no pushes is told in git’s words, and nothing is left', async () => {
  world = await startWorld(unversioned);
  const hook = `${world.folder}/remote.git/hooks/update`;
  await writeFile(hook, '#!/bin/sh\ncase "$1" in refs/heads/*) echo "protected" >&2; exit 1;; esac\n');
  await chmod(hook, 0o755);
  await expect(world.publish()).rejects.toThrow(/git push failed: .*protected/s);
  expect(Object.keys(await world.refs())).toEqual(['heads/main']);
});
