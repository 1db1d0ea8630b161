import { comesAfter } from '../src/event/tags.ts';
import { type Answer, NOTHING, newWorld, type World } from './support/world.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.remove());

const commits = (branch: string, count: number, folder = branch) =>
  world.origin.commits(
    branch,
    Array.from({ length: count }, (_, index) => ({ [`${folder}/${index}.ts`]: `${index}` })),
  );

/** A push of a tag, in a checkout of it. */
function pushTag(tag: string, head: string, depth: number, tags?: (name: string) => boolean): Promise<Answer> {
  const event = { name: 'push', ref: `refs/tags/${tag}`, sha: head, payload: { before: '0'.repeat(40), after: head } };
  return world.ask(world.checkout(head, depth), { ...event, choice: { tags } });
}

function expectTruth(answer: Answer, base: string, head: string): void {
  expect(answer).toMatchObject({ strategy: 'tag-before', complete: true, base: base === NOTHING ? '' : base, head });
  expect(answer.touched).toEqual(world.truth(base, head));
}

it.each([1, 0])('a tag of the default branch: since the tag before, checkout %i deep', async (depth) => {
  const all = commits('main', 6);
  world.origin.git('tag', 'v1.0.0', all[0] ?? '');
  world.origin.git('tag', 'v1.1.0', all[2] ?? '');
  world.origin.git('tag', 'v1.2.0', all[5] ?? '');
  const answer = await pushTag('v1.2.0', all[5] ?? '', depth);
  expectTruth(answer, all[2] ?? '', all[5] ?? '');
  expect(answer.reason).toBe('Compared with the tag before it, `v1.1.0`.');
});

it('an annotated tag, on the same commit as another', async () => {
  const all = commits('main', 4);
  const tag = (name: string, at: number) =>
    world.origin.git('-c', 'user.name=A', '-c', 'user.email=a@b', 'tag', '-am', name, name, all[at] ?? '');
  tag('v1.0.0', 1);
  tag('v1.1.0', 3);
  tag('v1.1.1', 3);
  expectTruth(await pushTag('v1.1.1', all[3] ?? '', 1), all[1] ?? '', all[3] ?? '');
});

it('a backport: since its own line, not since what is newer on another branch', async () => {
  const all = commits('main', 5);
  world.origin.git('tag', 'v1.0.0', all[1] ?? '');
  world.origin.git('tag', 'v2.0.0', all[4] ?? '');
  world.origin.git('update-ref', 'refs/heads/v1', all[1] ?? '');
  const head = commits('v1', 2).at(-1) ?? '';
  world.origin.git('tag', 'v1.0.1', head);
  expectTruth(await pushTag('v1.0.1', head, 1), all[1] ?? '', head);
});

it('two lines that were merged: the tag with fewer commits between', async () => {
  const [root = '', base = ''] = commits('main', 2);
  world.origin.git('update-ref', 'refs/heads/fix', root);
  const fix = commits('fix', 1).at(-1) ?? '';
  world.origin.git('tag', 'v1.0.1', fix);
  const main = commits('main', 3, 'more').at(-1) ?? '';
  world.origin.git('tag', 'v1.1.0', main);
  const head = world.origin.commit('main', { 'fix/0.ts': '0' }, { parents: [main, fix] });
  world.origin.git('tag', 'v1.2.0', head);
  expectTruth(await pushTag('v1.2.0', head, 1), main, head);
  expect(base).not.toBe('');
});

it('the first tag: everything is new', async () => {
  const head = commits('main', 3).at(-1) ?? '';
  world.origin.git('tag', 'v1.0.0', head);
  expectTruth(await pushTag('v1.0.0', head, 1), NOTHING, head);
});

it('with the input `tags`: the nearest that counts', async () => {
  const all = commits('main', 4);
  world.origin.git('tag', 'nightly-1', all[0] ?? '');
  world.origin.git('tag', 'v1.0.0', all[1] ?? '');
  world.origin.git('tag', 'v1.1.0', all[3] ?? '');
  const answer = await pushTag('v1.1.0', all[3] ?? '', 1, (name) => name.startsWith('nightly-'));
  expectTruth(answer, all[0] ?? '', all[3] ?? '');
});

it('a push that deletes a tag is not known', async () => {
  const [head = ''] = commits('main', 1);
  const event = { name: 'push', ref: 'refs/tags/v1', sha: head, payload: { before: head, after: '0'.repeat(40) } };
  expect(await world.ask(world.checkout(head, 1), event)).toMatchObject({ complete: false });
});

it.each([
  ['v1.2.0', 'v1.1.0', true],
  ['v1.2.0', 'v1.2.0-rc.1', false],
  ['v1.2.0-rc.2', 'v1.2.0-rc.1', true],
  ['v1.2.0-rc.1', 'v1.1.0', true],
  ['1.2.0', 'v1.1.0', true],
  ['v1.2.0', 'latest', false],
  ['api/v1.2.0', 'api/v1.1.0', true],
  ['api/v1.2.0', 'web/v1.1.0', false],
  ['api/v1.2.0', 'v1.1.0', false],
  ['v1.2.0', 'api/v1.1.0', false],
  ['web@1.2.0', 'web@1.1.0', true],
  ['web-2', 'web-1', true],
  ['2026-11-29', '2026-11-28', true],
  ['live', 'stable', true],
  ['live', 'v1.0.0', false],
])('%s comes after %s: %s', (tag, other, expected) => {
  expect(comesAfter(tag)(other)).toBe(expected);
});
