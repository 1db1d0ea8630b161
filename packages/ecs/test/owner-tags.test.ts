import { type OwnerMark, ownerTags, readOwner, usersTags } from '../src/index.ts';

const mark: OwnerMark = {
  by: 'ecs-deploy',
  owner: { run: '812', attempt: 2, nonce: '0a1b2c3d' },
  order: { workflow: '3f9a1c22d0e4', number: 57 },
  from: '1234567890123456789',
  proof: '9f86d081884c7d65',
  content: 'a'.repeat(16),
};

test('a mark is read as it was written', () => {
  expect(readOwner(ownerTags(mark))).toEqual(mark);
  const held: OwnerMark = { ...mark, until: '10' };
  expect(readOwner(ownerTags(held))).toEqual(held);
  const leased: OwnerMark = { ...mark, lease: Date.UTC(2026, 0, 5, 9, 32) };
  expect(readOwner(ownerTags(leased))).toEqual(leased);
  const back: OwnerMark = { ...mark, by: 'ecs-rollback', to: '1', undid: '2', at: 1_767_225_600_000 };
  expect(readOwner(ownerTags(back))).toEqual(back);
});

test('its tags are those that people filter by, and in the letters of tags', () => {
  const tags = ownerTags(mark);
  expect(tags).toEqual({
    'actions-aws:by': 'ecs-deploy',
    'actions-aws:run': '812',
    'actions-aws:attempt': '2',
    'actions-aws:nonce': '0a1b2c3d',
    'actions-aws:order': '3f9a1c22d0e4:57',
    'actions-aws:from': '1234567890123456789',
    'actions-aws:proof': '9f86d081884c7d65',
    'actions-aws:content': 'a'.repeat(16),
  });
  for (const text of Object.entries(tags).flat()) expect(text).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u);
});

test.each([
  ['no tags', {}],
  ['tags of other tools', { by: 'ecs-deploy', run: '812' }],
  ['another action', { ...ownerTags(mark), 'actions-aws:by': 'terraform' }],
  ['no content', { ...ownerTags(mark), 'actions-aws:content': '' }],
])('%s make no mark', (_, tags) => {
  expect(readOwner(tags)).toBeUndefined();
});

test('an owner that is not whole is none, and the rest holds', () => {
  const { 'actions-aws:nonce': _, ...tags } = ownerTags(mark);
  expect(readOwner(tags)).not.toHaveProperty('owner');
  expect(readOwner(tags)).toMatchObject({ by: 'ecs-deploy', content: mark.content });
});

test('what goes along to the next task definition is what people wrote', () => {
  expect(usersTags({ ...ownerTags(mark), team: 'shop', 'aws:cloudformation:stack-name': 's', 'AWS:x': 'y' })).toEqual({
    team: 'shop',
  });
});
