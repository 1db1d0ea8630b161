import { type BadInput, everyBadInput } from '@actions-aws/testing';
import { DEV, imageWorld, nameOf, step } from './support/world.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const moving = (more: object = {}) =>
  JSON.stringify([{ tag: 'prod', move: true, why: 'of a test', rule: 'revision', from: '', ...more }]);

const cases: readonly BadInput[] = [
  { name: 'no repository', inputs: { from: '' }, names: '`from`', says: 'required' },
  {
    name: 'a repository with a tag',
    inputs: { from: `${nameOf(DEV)}:1` },
    names: '`from`',
    says: 'must not have a tag',
  },
  { name: 'a destination with a digest', inputs: { to: `${nameOf(DEV)}@${DIGEST}` }, names: '`to`', says: 'digest' },
  { name: 'no image', inputs: { digest: '' }, names: '`digest`', says: 'arrives empty' },
  { name: 'two images', inputs: { tag: 'dev' }, names: '`tag`', says: '`digest`' },
  { name: 'a digest that is a tag', inputs: { digest: 'dev' }, names: '`digest`', says: '`tag`' },
  { name: 'a tag that is a digest', inputs: { digest: '', tag: DIGEST }, names: '`tag`', says: '`digest`' },
  { name: 'no tags at all', inputs: { tags: 'none' }, names: '`tags`', says: '`moving`' },
  { name: 'tags by an expression that yields nothing', inputs: { tags: '' }, names: '`tags`', says: 'required' },
  { name: 'a tag that is none', inputs: { tags: 'a b' }, names: '`tags`', says: 'letters' },
  { name: 'a tag twice', inputs: { tags: 'a, a' }, names: '`tags`', says: 'twice' },
  { name: 'none among others', inputs: { tags: 'a, none' }, names: '`tags`', says: 'alone' },
  { name: 'a tag of another repository', inputs: { tags: 'ghcr.io/octo/app:1' }, names: '`tags`', says: 'search-api' },
  { name: 'a moving tag that is none', inputs: { moving: 'a/b' }, names: '`moving`', says: 'letters' },
  { name: 'moving tags by nothing', inputs: { moving: ' ' }, names: '`moving`', says: 'yields nothing' },
  { name: 'a tag that moves and does not', inputs: { moving: 'new' }, names: '`moving`', says: '`tags`' },
  { name: 'moving tags in another form', inputs: { moving: '[{"tag": "prod"}]' }, names: '`moving[0].move`' },
  { name: 'a rule that is not known', inputs: { moving: moving({ rule: 'age' }) }, names: '`moving[0].rule`' },
  { name: 'a required tag that is none', inputs: { 'require-tag': 'a b' }, names: '`require-tag`' },
  {
    name: 'a gate by an expression that yields nothing',
    inputs: { 'require-tag': '' },
    names: '`require-tag`',
    says: 'Where there is none, write `none`.',
  },
  {
    name: 'a severity that is not known',
    inputs: { 'max-severity': 'severe' },
    names: '`max-severity`',
    says: '`high`',
  },
  { name: 'a severity by nothing', inputs: { 'max-severity': '' }, names: '`max-severity`', says: 'required' },
  { name: 'referrers otherwise', inputs: { referrers: 'all' }, names: '`referrers`', says: '`require`' },
  {
    name: 'a mount from elsewhere',
    inputs: { 'mount-from': 'ghcr.io/octo/app' },
    names: '`mount-from`',
    says: 'itself',
  },
  { name: 'a folder that is not there', inputs: { 'working-directory': 'nowhere' }, names: '`working-directory`' },
  { name: 'a yes', inputs: { create: 'yes' }, names: '`create`' },
  { name: 'a duration without a unit', inputs: { timeout: '90' }, names: '`timeout`', says: '90s' },
  {
    name: 'an input, misspelt',
    env: { INPUT_REQUIRE_TAGS: 'a' },
    names: '`require_tags`',
    says: 'Write `require-tag`',
  },
];

test('each mistake in a workflow gets one clear error, and no call is made', async () => {
  const world = await imageWorld({ scale: 0 });
  try {
    const right = step(world, { digest: DIGEST, tags: 'new' });
    const { failures, tried } = await everyBadInput(world, right, cases);
    expect(failures).toEqual([]);
    expect(tried).toBe(cases.length);
  } finally {
    await world.stop();
  }
}, 60_000);
