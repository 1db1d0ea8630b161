import type { Change, ChangeSink } from '../../src/changes.ts';
import { byGitHub } from '../../src/compare/by-github.ts';
import { type GitHubWorld, githubWorld } from '../support/github-world.ts';

let world: GitHubWorld;
let base: string;
let head: string;
beforeEach(async () => {
  world = await githubWorld();
  base = world.history.commit('main', { 'a.txt': 'a' });
  head = world.history.commit('topic', { 'b.txt': 'b' }, { parents: [base] });
});
afterEach(() => world.stop());

function paths(): ChangeSink & { readonly taken: Change[] } {
  const taken: Change[] = [];
  return { taken, take: (change) => void taken.push(change), restart: () => void taken.splice(0) };
}

test('a pull request that got other commits since the event is compared as it was then', async () => {
  const newer = world.history.commit('topic', { 'c.txt': 'c' });
  world.local.setPull({ number: 5, base: { ref: 'main', sha: base }, head: { ref: 'topic', sha: newer } });
  const history = byGitHub(world.connect(), head);
  const [now, then] = [paths(), paths()];
  expect(await history.pullRequest?.({ number: 5, base, head: newer }, now)).toEqual({ complete: true });
  expect(now.taken.map(({ path }) => path)).toEqual(['b.txt', 'c.txt']);
  expect(await history.pullRequest?.({ number: 5, base, head }, then)).toEqual({ complete: true });
  expect(then.taken.map(({ path }) => path)).toEqual(['b.txt']);
  const gone = { number: 5, base, head: 'f'.repeat(40) };
  expect(await history.pullRequest?.(gone, then)).toMatchObject({ complete: false });
  expect(then.taken).toEqual([]);
});

test('two states are compared where one comes after the other, and else nothing is told', async () => {
  const history = byGitHub(world.connect(), head);
  const sink = paths();
  expect(await history.differences(base, head, sink)).toEqual({ complete: true });
  expect(sink.taken).toEqual([{ status: 'added', path: 'b.txt' }]);
  expect(await history.differences(head, base, sink)).toMatchObject({ complete: false });
  expect(sink.taken).toEqual([]);
  expect(await history.differences('f'.repeat(40), head, sink)).toMatchObject({ complete: false });
  expect(await history.differences(undefined, head, sink)).toEqual({ complete: true });
  expect(sink.taken.map(({ path }) => path)).toEqual(['a.txt', 'b.txt']);
});

test('that two have nothing in common is told apart from that one is not there', async () => {
  const other = world.history.commit('other', { 'z.txt': 'z' }, { parents: [] });
  const history = byGitHub(world.connect(), head);
  const later = world.history.commit('main', { 'a.txt': 'b' });
  expect(await history.mergeBase(later, head)).toEqual({ sha: base });
  expect(await history.mergeBase(other, head)).toBe('none');
  expect(await history.mergeBase('f'.repeat(40), head)).toBe('unknown');
});
