import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MovingTag } from '@actions-aws/registry/order';
import { GetAuthorizationTokenCommand, UpdateImageStorageClassCommand } from '@aws-sdk/client-ecr';

import { type Ended, run } from './support/run.ts';
import { step, type TagWorld, world } from './support/world.ts';

let one: TagWorld;
beforeEach(async () => {
  one = await world({ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', imageTagMutabilityExclusionFilters: exclusions });
});
afterEach(() => one.stop());

const exclusions = ['main', 'latest', '1', '1.2', 'staging'].map((filter) => ({
  filter,
  filterType: 'WILDCARD' as const,
}));
const head = () => one.source.git('rev-parse', 'HEAD');
const moving = ({ outputs }: Ended) => JSON.parse(outputs['moving-tags'] ?? '') as MovingTag[];
const moves = (ended: Ended) => Object.fromEntries(moving(ended).map(({ tag, move }) => [tag, move]));
/** A payload that names the default branch, as every push has it. */
function onBranch(): Record<string, string> {
  one.source.write(
    '../payload',
    JSON.stringify({ repository: { name: 'app', default_branch: 'main', html_url: 'https://github.com/octo/app' } }),
  );
  return { GITHUB_EVENT_PATH: join(one.source.folder, '../payload') };
}
const onTag = (tag: string) => ({ ...onBranch(), GITHUB_REF: `refs/tags/${tag}` });

test('an image that is not there: the names feed the build, and all tags may move', async () => {
  const ended = await run(step(one, {}, onBranch()));
  const sha = head();
  const tag = `sha-${sha.slice(0, 12)}-20260314-150926`;
  expect(ended).toMatchObject({ failure: '', warnings: [] });
  expect(ended.outputs).toMatchObject({
    tag,
    tags: `${one.image}:${tag}`,
    'tags-json': JSON.stringify([`${one.image}:${tag}`]),
    image: `${one.image}:${tag}`,
    exists: 'false',
    state: 'absent',
    digest: '',
    'image-by-digest': '',
  });
  expect(ended.outputs.labels).toContain(`org.opencontainers.image.revision=${sha}\n`);
  expect(ended.outputs.annotations).toContain('manifest:org.opencontainers.image.created=2026-03-14T15:09:26.000Z\n');
  expect(moves(ended)).toEqual({ main: true, latest: true });
  expect(ended.summary).toContain(`${one.image}:${tag}`);
});

test.each([true, false])(
  'what is there is not built again, and main moves from an older commit only (index: %s)',
  async (asIndex) => {
    const first = head();
    const tag = (await run(step(one, {}, onBranch()))).outputs.tag ?? '';
    const digest = await one.push([tag, 'main', 'latest'], { revision: first, asIndex });
    const again = await run(step(one, {}, onBranch()));
    expect(again.outputs).toMatchObject({
      exists: 'true',
      state: 'present',
      digest,
      'image-by-digest': `${one.image}@${digest}`,
      tag,
    });
    expect(moving(again)).toMatchObject([
      { tag: 'main', move: true, from: digest },
      { tag: 'latest', move: true },
    ]);

    const second = one.source.commit({ 'api/a': '2' });
    expect(moves(await run(step(one, {}, onBranch())))).toEqual({ main: true, latest: true });
    await one.push(['main', 'latest'], { revision: second, asIndex });
    one.source.git('switch', '--quiet', '--detach', first);
    const old = await run(step(one, {}, onBranch()));
    expect(moves(old)).toEqual({ main: false, latest: false });
    expect(old.failure).toBe('');
  },
);

test('a tag whose image says nothing moves with a warning', async () => {
  await one.push(['main']);
  const ended = await run(step(one, { moving: '{branch}' }, onBranch()));
  expect(moves(ended)).toEqual({ main: true });
  expect(ended.warnings).toEqual([expect.stringMatching(/main may move.*does not say/)]);
});

test('a release names a version for ever, and takes its tags from lower ones only', async () => {
  await one.push(['1.2.2', '1.2', '1', 'latest'], { revision: head(), version: '1.2.2' });
  one.source.commit({ 'api/a': '2' });
  const ended = await run(step(one, {}, onTag('v1.2.3')));
  expect(ended.failure).toBe('');
  expect(ended.outputs.tags?.split('\n')).toEqual([expect.stringContaining(':sha-'), `${one.image}:1.2.3`]);
  expect(ended.outputs.labels).toContain('image.version=1.2.3');
  expect(moves(ended)).toEqual({ '1.2': true, '1': true, latest: true });

  await one.push(['1.9.0', '2.0.0']);
  expect(moves(await run(step(one, {}, onTag('v1.2.3'))))).toEqual({ '1.2': true, '1': false, latest: false });
  expect(moves(await run(step(one, {}, onTag('v2.1.0-rc.1'))))).toEqual({ '2.1': false, '2': false, latest: false });
  expect(moves(await run(step(one, {}, onBranch())))).toEqual({ main: true, latest: false });
});

test('a registry that lists no tags, and has some, has not told which versions there are', async () => {
  await one.push(['latest'], { revision: head() });
  const { control } = one.cloud;
  const error = { code: 'RepositoryNotFoundException', status: 400 };
  await control.addFault({ service: 'ecr', operation: 'ListImages', kind: 'error', error });
  const ended = await run(step(one, {}, onTag('v1.2.3')));
  expect(await control.unreached()).toEqual([]);
  expect(ended.failure).toMatch(/lists no tags.*latest/);
  expect(ended.outputs.exists).toBe('');
  expect(moving(ended).some(({ move }) => move)).toBe(false);
});

test('a version whose name is too long for a tag is told, and is in no output', async () => {
  const ended = await run(step(one, {}, onTag(`v1.2.3-${'x'.repeat(130)}`)));
  expect(ended.failure).toMatch(/git tag v1\.2\.3-x+ .*128 characters/);
  expect(ended.outputs.tags ?? '').toBe('');
});

test('latest of a release stays there, also where the name of its version is gone', async () => {
  await one.push(['latest'], { revision: head(), version: '2.0.0' });
  expect(moves(await run(step(one, {}, onBranch()))).latest).toBe(false);
  expect(moves(await run(step(one, {}, onTag('v1.2.3')))).latest).toBe(false);
});

test('a version that another image has is an error that names both, and the names are set all the same', async () => {
  const first = await run(step(one, {}, onTag('v1.2.3')));
  const ours = await one.push([first.outputs.tag ?? ''], { revision: head() });
  const theirs = await one.push(['1.2.3'], { revision: 'b'.repeat(40) });
  const ended = await run(step(one, {}, onTag('v1.2.3')));
  expect(ended.failure).toContain(ours);
  expect(ended.failure).toContain(theirs);
  expect(ended.outputs).toMatchObject({ tag: first.outputs.tag, exists: '', state: 'unknown', digest: '' });
  expect(moving(ended).some(({ move }) => move)).toBe(false);
  expect(ended.summary).toContain(theirs);
});

test('a content is found again under another commit and branch', async () => {
  const tree = { key: 'tree', paths: 'api\nDockerfile', 'build-args': 'A=1', component: 'search-api' };
  const { tag = '' } = (await run(step(one, tree, onBranch()))).outputs;
  const digest = await one.push([tag], { revision: head() });
  one.source.git('switch', '--quiet', '--create', 'feature');
  one.source.commit({ 'docs/x': '1' });
  const again = await run(step(one, tree, { ...onBranch(), GITHUB_REF: 'refs/heads/feature' }));
  expect(again.outputs).toMatchObject({ tag, exists: 'true', digest });
  const other = await run(step(one, { ...tree, 'build-args': 'A=2' }, onBranch()));
  expect(other.outputs).toMatchObject({ exists: 'false' });
  expect(other.outputs.tag).not.toBe(tag);
});

test('components that share a repository without saying so do not take each other for built', async () => {
  const shared = (component: string) => run(step(one, { component, moving: 'none' }, onBranch()));
  const web = await shared('web');
  const digest = await one.push([web.outputs.tag ?? ''], { labels: web.outputs.labels ?? '' });
  expect((await shared('web')).outputs).toMatchObject({ exists: 'true', digest });
  const api = await shared('api');
  expect(api.outputs).toMatchObject({ tag: web.outputs.tag, exists: '', state: 'unknown' });
  expect(api.failure).toMatch(/component "web".*and not of "api"/);
  expect(api.failure).toContain('{component}-{name}');
});

test('a content that comes back takes the tags for the commit of the run, though its image says an older one', async () => {
  const tree = { key: 'tree', paths: 'api', moving: '{branch}' };
  const first = await run(step(one, tree, onBranch()));
  const digest = await one.push([first.outputs.tag ?? ''], { labels: first.outputs.labels ?? '' });
  const second = one.source.commit({ 'api/a': '2' });
  const from = await one.push(['main'], { revision: second });
  const revert = one.source.commit({ 'api/a': '1' });
  const ended = await run(step(one, tree, onBranch()));
  expect(ended.outputs).toMatchObject({ exists: 'true', digest });
  expect(moving(ended)).toMatchObject([{ tag: 'main', move: true, from, revision: revert }]);
});

test('a tag that moves is not taken from another component', async () => {
  const moving = '{branch}, latest, staging';
  const web = await run(step(one, { component: 'web', moving }, onBranch()));
  await one.push(['main', 'latest'], { labels: web.outputs.labels ?? '' });
  one.source.commit({ 'api/a': '2' });
  expect(moves(await run(step(one, { component: 'web', moving }, onBranch())))).toMatchObject({ main: true });
  const api = await run(step(one, { component: 'api', moving }, onBranch()));
  expect(moves(api)).toEqual({ main: false, latest: false, staging: true });
  expect(api.warnings).toEqual(
    Array(2).fill(expect.stringMatching(/^(?:main|latest) stays .*component "web".*by hand/)),
  );
  expect(api.outputs['moving-tags']).toContain('its image is of the component \\"web\\"');
});

test('an image of another content is not taken for ours, though the digits in its name are the same', async () => {
  const tree = { key: 'tree', paths: 'api\nDockerfile', moving: 'none' };
  const { tag = '', labels = '' } = (await run(step(one, tree, onBranch()))).outputs;
  const other = labels.replace(/(image-tag\.content=[0-9a-f]{12}).*/, `$1${'0'.repeat(52)}`);
  expect(other).not.toBe(labels);
  await one.push([tag], { labels: other });
  const ended = await run(step(one, tree, onBranch()));
  expect(ended.failure).toMatch(/content [0-9a-f]{12}0{52}, and not of [0-9a-f]{64}/);
  expect(ended.outputs).toMatchObject({ exists: '', state: 'unknown' });
});

test('a repository that is not there has no images; one whose tags may all move is warned of', async () => {
  const none = await world('none');
  const mutable = await world({});
  try {
    expect((await run(step(none))).outputs).toMatchObject({ exists: 'false', state: 'absent' });
    const { warnings } = await run(step(mutable));
    expect(warnings).toEqual([expect.stringMatching(/is MUTABLE: a push can move sha-/)]);
  } finally {
    await none.stop();
    await mutable.stop();
  }
});

test('the settings of a repository that the README recommends are taken by ECR, and agree with the names of a release', async () => {
  const readme = await readFile(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const [, listed = ''] = /`MUTABLE_WITH_EXCLUSION` with ([^;:]+):/.exec(readme) ?? [];
  const filters = [...listed.matchAll(/`([^`]+)`/g)].map(([, filter]) => ({ filter, filterType: 'WILDCARD' as const }));
  expect(filters.length).toBeGreaterThan(2);
  const recommended = await world({
    imageTagMutability: 'MUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: filters,
  });
  try {
    const ended = await run(step(recommended, {}, onTag('v1.2.3')));
    expect(moves(ended)).toEqual({ '1.2': true, '1': true, latest: true });
    expect(ended).toMatchObject({ failure: '', warnings: [] });
  } finally {
    await recommended.stop();
  }
});

test('a checkout of depth 1 still tells what came before what', async () => {
  const first = head();
  await one.push(['main'], { revision: first });
  const second = one.source.commit({ 'api/a': '2' });
  const shallow = one.source.clone('--depth=1');
  const [server = '', repository = ''] = [join(one.source.folder, '..'), 'origin'];
  const fetched = {
    ...onBranch(),
    GITHUB_SHA: second,
    GITHUB_SERVER_URL: `file://${server}`,
    GITHUB_REPOSITORY: repository,
    RUNNER_TEMP: server,
  };
  const ended = await run({ ...step(one, { moving: '{branch}' }, fetched), workspace: shallow.folder });
  expect(ended).toMatchObject({ failure: '', warnings: [] });
  expect(moving(ended)).toMatchObject([
    { tag: 'main', move: true, why: expect.stringContaining('is contained in this one') },
  ]);
});

test('secrets in build arguments are warned of by name, and no value is shown anywhere', async () => {
  const ended = await run(step(one, { key: 'tree', 'build-args': 'NPM_TOKEN=hunter2\nNODE=24' }, onBranch()));
  expect(ended.warnings).toEqual([expect.stringContaining('NPM_TOKEN')]);
  expect(JSON.stringify(ended)).not.toContain('hunter2');
});

test('an archived image is not there, and says so; a version that is archived is taken', async () => {
  const { tag = '' } = (await run(step(one, {}, onTag('v1.2.3')))).outputs;
  const archive = async (imageTag: string) => {
    const imageId = { imageTag };
    const which = { repositoryName: 'search-api', imageId, targetStorageClass: 'ARCHIVE' } as const;
    await one.ecr.send(new UpdateImageStorageClassCommand(which));
  };
  const digest = await one.push([tag, '1.2.3', 'staging'], { revision: head() });
  await archive(tag);
  const ended = await run(step(one, { moving: 'staging' }, onTag('v1.2.3')));
  expect(ended.outputs).toMatchObject({ exists: 'false', state: 'archived', digest: '', 'image-by-digest': '' });
  expect(moving(ended)).toMatchObject([{ tag: 'staging', move: true, from: digest }]);
  expect(ended.warnings).toEqual([
    expect.stringContaining(`${digest}, which is archived`),
    expect.stringMatching(/staging may move.*archived/),
  ]);

  one.source.commit({ 'api/a': '2' });
  const other = await run(step(one, { moving: 'none' }, onTag('v1.2.3')));
  expect(other.failure).toContain(digest);
  expect(other.failure).toContain('archived');
});

test('any other registry does, with what `docker login` left', async () => {
  // By another name than the cloud has, it is not ECR.
  const host = `registry.localhost:${new URL(one.cloud.endpoint).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'docker-'));
  try {
    const { authorizationData = [] } = await one.ecr.send(new GetAuthorizationTokenCommand({}));
    const auths = { [host]: { auth: authorizationData[0]?.authorizationToken } };
    await writeFile(join(folder, 'config.json'), JSON.stringify({ auths }));
    const image = `${host}/search-api`;
    const env = { ...onTag('v1.2.3'), DOCKER_CONFIG: folder };
    const { tag = '' } = (await run(step(one, { image }, env))).outputs;
    const digest = await one.push([tag, '2.0.0'], { revision: head() });
    const ended = await run(step(one, { image }, env));
    expect(ended).toMatchObject({ failure: '', warnings: [] });
    expect(ended.outputs).toMatchObject({ exists: 'true', digest, 'image-by-digest': `${image}@${digest}` });
    expect(moves(ended)).toMatchObject({ '1.2': true, latest: false });
    const refused = await run(step(one, { image }, onTag('v1.2.3')));
    expect(refused.outputs).toMatchObject({ tag, exists: '', state: 'unknown' });
    expect(refused.failure).toMatch(/log in|login/i);
  } finally {
    await rm(folder, { recursive: true });
  }
});
