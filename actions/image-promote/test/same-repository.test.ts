import { json, run } from './support/run.ts';
import { DEV, type ImageWorld, image, imageWorld, nameOf, step } from './support/world.ts';

let world: ImageWorld;
beforeAll(async () => {
  world = await imageWorld();
});
afterAll(() => world.stop());

let count = 0;
/** A repository of its own with an image, tagged `dev` and what is given. */
async function repository(tags: readonly string[] = ['dev']) {
  count += 1;
  const place = { ...DEV, repository: `app-${count}` };
  await world.make(place);
  const digest = await world.push(place, image(`app ${count}`), tags);
  const other = await world.push(place, image(`another of app ${count}`), ['other']);
  await world.cloud.control.clearJournal();
  const promoted = (inputs: Readonly<Record<string, string>>) =>
    run(step(world, { from: nameOf(place), ...inputs }), world);
  return { place, digest, other, name: nameOf(place), promoted };
}

test('tags are given by the digest: outputs, summary, and few requests', async () => {
  const { place, digest, other, name, promoted } = await repository();
  const ended = await promoted({ digest, tags: 'staging-1', 'require-tag': 'dev' });
  expect(ended).toMatchObject({ failure: '', warnings: [expect.stringContaining('is MUTABLE')] });
  expect(ended.outputs).toMatchObject({
    outcome: 'promoted',
    digest,
    'image-by-digest': `${name}@${digest}`,
    tags: `${name}:staging-1`,
    'previous-digest': '',
    'moved-tags': '[]',
    bytes: '0',
  });
  expect(json(ended, 'report')).toMatchObject({
    outcome: 'promoted',
    code: null,
    steps: [{ do: 'tag', tag: 'staging-1' }],
  });
  expect(ended.outputs.report).not.toContain('123456789012');
  expect(ended.outputs.report).toContain(digest);
  expect(ended.summary).toContain('promoted');
  expect(ended.summary).toContain('staging-1');
  expect(await world.tagsOf(place)).toEqual({ dev: digest, other, 'staging-1': digest });
  const operations = await world.called();
  expect(operations.filter((one) => /Blob/.test(one))).toEqual([]);
  expect(operations.length).toBeLessThan(14);
});

test('a second run finds all in place, and writes nothing', async () => {
  const { digest, promoted } = await repository();
  const asked = { tag: 'dev', tags: 'staging-1\nstaging-2' };
  await promoted(asked);
  await world.cloud.control.clearJournal();
  const again = await promoted(asked);
  expect(again.failure).toBe('');
  expect(again.outputs).toMatchObject({ outcome: 'noop', digest });
  expect(again.log).toContain(`dev is ${digest}`);
  expect(await world.called()).not.toContain('PutManifest');
});

test('a finished promotion is noop again after the gate’s tag has moved on; where a tag is missing, the gate is asked', async () => {
  const { place, digest, other, promoted } = await repository();
  const asked = { digest, tags: 'prod-1', 'require-tag': 'dev' };
  await promoted(asked);
  await world.push(place, image(`another of app ${count}`), ['dev']);
  await world.cloud.control.clearJournal();
  const again = await promoted(asked);
  expect(again).toMatchObject({ failure: '', outputs: { outcome: 'noop', digest } });
  expect(again.warnings).toContainEqual(expect.stringContaining('does not carry the tag dev'));
  expect((await promoted({ ...asked, tags: 'prod-1, prod-2' })).outputs.outcome).toBe('rejected');
  expect(await world.called()).not.toContain('PutManifest');
  expect(await world.tagsOf(place)).toEqual({ dev: other, other, 'prod-1': digest });
});

test('a dry run prints the plan, and writes nothing', async () => {
  const { place, digest, other, promoted } = await repository();
  const ended = await promoted({ digest, tags: 'staging-1', moving: 'staging', 'dry-run': 'true' });
  expect(ended.outputs).toMatchObject({ outcome: 'planned', 'image-by-digest': '', tags: '' });
  expect(ended.log).toContain('give it the tag staging-1');
  expect(ended.log).toContain('give it the tag staging, which is new');
  expect(ended.summary).toContain('not done');
  expect(await world.tagsOf(place)).toEqual({ dev: digest, other });
});

test.each<[string, Readonly<Record<string, string>>, string, string, RegExp]>([
  [
    'a tag that is taken',
    { tag: 'dev', tags: 'new, other' },
    'failed',
    'tag-taken',
    /other is sha256:.*and not sha256:/,
  ],
  [
    'no tag of the environment before',
    { tag: 'dev', tags: 'new', 'require-tag': 'dev, tested' },
    'rejected',
    'not-carried',
    /tested/,
  ],
  [
    'another image has that tag',
    { tag: 'dev', tags: 'new', 'require-tag': 'other' },
    'rejected',
    'not-carried',
    /other/,
  ],
  [
    'no such image',
    { tag: 'nothing', tags: 'new' },
    'failed',
    'no-image',
    /no image nothing to promote: \S+ has no \S+:nothing\.\nCheck `from`, its Region and account included, and `tag`/,
  ],
])('%s: red, told by its code, and nothing is written', async (_, inputs, outcome, code, message) => {
  const { place, digest, other, promoted } = await repository();
  const ended = await promoted(inputs);
  expect(ended.outputs).toMatchObject({ outcome, 'image-by-digest': '' });
  expect(json(ended, 'report')).toMatchObject({ outcome, code });
  expect(ended.failure).toMatch(message);
  expect(ended.summary).toContain(outcome);
  for (const told of [ended.summary, ended.log]) expect(told).toContain('Nothing was written.');
  expect(await world.tagsOf(place)).toEqual({ dev: digest, other });
});

test('a repository that is missing, as in another Region, is told as such', async () => {
  const name = nameOf({ region: 'us-east-1', repository: 'search-api' });
  const asked = { from: name, digest: `sha256:${'0'.repeat(64)}`, tags: 'new' };
  const ended = await run(step(world, asked), world);
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'no-image' });
  expect(ended.failure).toContain(`has no repository ${name}.`);
});

test('what has moved says why it might, and a tag that went back is warned of in the summary, too', async () => {
  const { digest, other, promoted } = await repository();
  const first = await promoted({ digest, moving: 'staging' });
  expect(json(first, 'moved-tags')).toMatchObject([{ moved: true, why: 'there is no such tag yet' }]);
  expect(first.summary).toContain('there is no such tag yet');
  expect(first.log).not.toContain(`${digest} is ${digest}`);
  const asked = { digest: other, moving: 'staging' };
  const refused = await promoted(asked);
  expect(refused.log).toContain('Whether staging would go forward is not known');
  const back = await promoted({ ...asked, 'allow-older': 'true' });
  expect(back.outputs.outcome).toBe('promoted');
  expect(back.summary).toContain('staging moves, as `allow-older` permits');
});

test('the summary says which image has a tag that never moves', async () => {
  const { digest, other, promoted } = await repository();
  const ended = await promoted({ digest, tags: 'other' });
  expect(ended.summary).toMatch(new RegExp(`^\\| \`other\` .* it names ${other.slice(0, 15)}`, 'm'));
});

test('image-tag’s tags, with the repository before them, are taken', async () => {
  const { place, digest, name, promoted } = await repository();
  const ended = await promoted({ digest, tags: `${name}:1.2.3\n${name}:sha-1` });
  expect(ended.outputs).toMatchObject({ outcome: 'promoted', tags: `${name}:1.2.3\n${name}:sha-1` });
  expect(await world.tagsOf(place)).toMatchObject({ '1.2.3': digest, 'sha-1': digest });
});

test('in a repository whose tags cannot move, tags are new ones, and only exclusions move', async () => {
  const place = { ...DEV, repository: 'immutable' };
  await world.make(place, {
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filter: 'latest', filterType: 'WILDCARD' }],
  });
  const first = await world.push(place, image('first'), ['1.2.2', 'latest', '1']);
  const digest = await world.push(place, image('second'), ['b']);
  const promoted = (moving: string) => run(step(world, { from: nameOf(place), digest, tags: '1.2.3', moving }), world);
  const refused = await promoted('latest, 1');
  expect(refused.failure).toContain('does not let 1 move');
  expect(json(refused, 'report')).toMatchObject({ code: 'immutable-tag' });
  expect(await world.tagsOf(place)).toEqual({ '1.2.2': first, latest: first, '1': first, b: digest });
  const ended = await promoted('latest');
  expect(ended.outputs).toMatchObject({ outcome: 'promoted', 'previous-digest': first });
  expect(json(ended, 'moved-tags')).toMatchObject([{ tag: 'latest', from: first, now: digest, moved: true }]);
  expect(ended.warnings).toEqual([]);
});

test('a tag moves forward only; back with the word for it, to where the output says', async () => {
  const { place, digest, other, promoted } = await repository(['dev']);
  await promoted({ digest: other, tags: '1.0.0', moving: 'latest' });
  const ended = await promoted({ digest, tags: '1.1.0', moving: '1.1, latest, 1' });
  expect(ended.outputs).toMatchObject({ outcome: 'promoted', 'previous-digest': other });
  expect(ended.warnings).toEqual([expect.stringContaining('is MUTABLE')]);
  const back = { digest: other, moving: 'latest' };
  const refused = await promoted({ ...back, tags: '1.0.0' });
  expect(refused.outputs).toMatchObject({ outcome: 'superseded', 'previous-digest': digest });
  expect(refused.failure).toMatch(/latest stays on sha256:.*1\.1\.0 is there.*\n.*allow-older/);
  expect(await world.tagsOf(place)).toMatchObject({ latest: digest, '1': digest });
  const went = await promoted({ ...back, 'allow-older': 'true' });
  expect(went.outputs).toMatchObject({ outcome: 'promoted', 'previous-digest': digest });
  expect(went.warnings).toEqual([expect.stringContaining('as `allow-older` permits')]);
  expect(await world.tagsOf(place)).toMatchObject({ latest: other, '1': digest });
});

test('where nothing tells which image is older, a tag stays', async () => {
  const { place, digest, other, promoted } = await repository(['dev', 'staging']);
  const ended = await promoted({ digest: other, moving: 'staging' });
  expect(json(ended, 'report')).toMatchObject({ outcome: 'superseded', code: 'older-image' });
  expect(ended.failure).toContain('does not say which commit it is of');
  expect(await world.tagsOf(place)).toEqual({ dev: digest, staging: digest, other });
});

test('of image-tag’s moving tags those are moved that may, and each is decided again', async () => {
  const { place, digest, other, promoted } = await repository(['dev']);
  await promoted({ digest: other, tags: '1.0.0', moving: 'latest' });
  const moving = [
    { tag: 'latest', move: true, why: '1.1.0 is the highest', rule: 'version', from: other },
    { tag: 'main', move: false, why: 'it is for another branch', rule: 'revision', from: '' },
  ];
  const ended = await promoted({ digest, tags: '1.1.0', moving: JSON.stringify(moving) });
  expect(ended.outputs.outcome).toBe('promoted');
  expect(ended.log).toContain('main stays where it is: it is for another branch.');
  expect(await world.tagsOf(place)).toEqual({ dev: digest, other, '1.0.0': other, '1.1.0': digest, latest: digest });
});
