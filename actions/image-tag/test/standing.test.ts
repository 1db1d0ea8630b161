import type { Absent, Found } from '@actions-aws/registry';
import type { Identity } from '../src/identity.ts';
import { type Named, stockOf, type Wanted } from '../src/standing.ts';

const SHA = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const one = `sha256:${'1'.repeat(64)}`;
const two = `sha256:${'2'.repeat(64)}`;

const present = (digest: string, revision?: string, identity: Partial<Identity> = {}): Named['found'] => {
  const found = { state: 'present', digest, mediaType: '', manifest: new Uint8Array(), annotations: {} } as const;
  const asked: Pick<Found, 'labels' | 'says'> = { labels: async () => ({}), says: async () => revision };
  return { ...found, ...asked, revision, identity };
};
const absent: Absent = { state: 'absent', why: 'of a test' };
const archived = (digest: string): Absent => ({ state: 'archived', why: 'of a test', digest });

const CONTENT = 'c'.repeat(64);

const stock = (ours: Named['found'], release?: Named['found'], key: Wanted['key'] = 'commit', component = '') => {
  const wanted = { key, sha: SHA, component, content: key === 'tree' ? CONTENT : undefined };
  return stockOf({ tag: 'sha-x', found: ours }, release && { tag: '1.2.3', found: release }, wanted);
};

test.each<[string, Parameters<typeof stock>, object]>([
  ['nothing is there', [absent], { state: 'absent' }],
  ['nothing is there of the release, either', [absent, absent], { state: 'absent' }],
  ['ours is there', [present(one, SHA)], { state: 'present', digest: one }],
  ['ours is there and says nothing', [present(one)], { state: 'present', digest: one }],
  ['ours is archived', [archived(one)], { state: 'archived', warning: expect.stringContaining(one) }],
  ['ours is there, and the release is not yet', [present(one, SHA), absent], { state: 'present', digest: one }],
  ['both are one image', [present(one, SHA), present(one, SHA)], { state: 'present', digest: one }],
  [
    'both are one archived image',
    [archived(one), archived(one)],
    { state: 'archived', warning: expect.stringContaining(one) },
  ],
  [
    'the release is there, of this revision',
    [absent, present(two, SHA)],
    { state: 'present', digest: two, warning: expect.stringContaining(two) },
  ],
  [
    'a content is there of another revision',
    [present(one, OTHER), undefined, 'tree'],
    { state: 'present', digest: one },
  ],
  [
    'a content is there, and the release is it',
    [present(one, OTHER), present(one, OTHER), 'tree'],
    { state: 'present', digest: one },
  ],
  [
    'a content is there, and says so',
    [present(one, OTHER, { content: CONTENT, component: 'api' }), undefined, 'tree', 'api'],
    { state: 'present', digest: one },
  ],
  [
    'the release is there, of this content',
    [absent, present(two, OTHER, { content: CONTENT }), 'tree'],
    { state: 'present', digest: two, warning: expect.stringContaining('of the same content') },
  ],
  [
    'an older image of a component does not say of which',
    [present(one, SHA), undefined, 'commit', 'api'],
    { state: 'present', digest: one },
  ],
])('%s', (_what, asked, expected) => {
  expect(stock(...asked)).toEqual(expected);
});

test.each<[string, Parameters<typeof stock>, readonly string[]]>([
  ['ours is of another revision', [present(one, OTHER)], [one, SHA, OTHER]],
  ['the release is another image', [present(one, SHA), present(two, OTHER)], [one, two]],
  ['the release is another image of the same revision', [present(one, SHA), present(two, SHA)], [one, two]],
  ['the release is another image, archived', [present(one, SHA), archived(two)], [one, two]],
  ['ours is archived, and the release is another image', [archived(one), present(two, SHA)], [one, two]],
  ['the release is of another revision', [absent, present(two, OTHER)], [two, SHA, OTHER]],
  ['the release does not say of which', [absent, present(two)], [two, 'does not say']],
  ['the release is archived', [absent, archived(two)], [two, 'archived']],
  ['the release is there, and whether of this content cannot be told', [absent, present(two, SHA), 'tree'], [two, SHA]],
  [
    'ours is of another component',
    [present(one, SHA, { component: 'web' }), undefined, 'commit', 'api'],
    [one, '"web", and not of "api"'],
  ],
  ['ours is of a component', [present(one, SHA, { component: 'web' })], [one, '"web", and this run names none']],
  [
    'the release is of another component',
    [absent, present(two, SHA, { component: 'web' }), 'commit', 'api'],
    [two, '"web", and not of "api"'],
  ],
  [
    'ours is of another content',
    [present(one, SHA, { content: 'd'.repeat(64) }), undefined, 'tree'],
    [one, 'd'.repeat(64), CONTENT],
  ],
])('a name is taken: %s', (_what, asked, said) => {
  const refused = (() => {
    try {
      return stock(...asked);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toMatchObject({ name: 'UserError', code: 'name-taken' });
  for (const text of said) expect(String(refused)).toContain(text);
});
