import { type Answer, NOTHING, newWorld, type TestEvent, type World, ZERO } from './support/world.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.remove());

/** Commits `count` changes of a branch, each of a file of its own. */
function commits(branch: string, count: number, folder = branch): string[] {
  const changes = Array.from({ length: count }, (_, index) => ({ [`${folder}/${index}.ts`]: `${index}` }));
  return world.origin.commits(branch, changes);
}

function expectTruth(answer: Answer, base: string, head: string): void {
  expect(answer).toMatchObject({ complete: true, base: base === NOTHING ? '' : base, head });
  expect(answer.touched).toEqual(world.truth(base, head));
}

const push = (before: string, after: string, more: object = {}): TestEvent => ({
  name: 'push',
  sha: after,
  payload: { before, after, forced: false, commits: [{}], ...more },
});

describe('a push', () => {
  it.each([1, 2, 10, 0])('is compared whole in a checkout %i deep', async (depth) => {
    const [before = '', ...others] = commits('main', 31);
    const after = others.at(-1) ?? '';
    const answer = await world.ask(world.checkout(after, depth), push(before, after));
    expectTruth(answer, before, after);
    expect(answer.touched.length).toBe(30);
    expect(answer.told.length).toBe(depth === 0 ? 0 : 1);
  });

  it.each([1, 0])('that was forced is compared with what was there before, checkout %i deep', async (depth) => {
    const [root = ''] = commits('main', 1);
    const before = world.origin.commit('main', { 'lost.ts': 'x' });
    world.origin.git('update-ref', 'refs/heads/main', root);
    const after = world.origin.commit('main', { 'new.ts': 'y' });
    const answer = await world.ask(world.checkout(after, depth), push(before, after, { forced: true }));
    expectTruth(answer, before, after);
    expect(answer.touched).toEqual(['lost.ts', 'new.ts']);
  });

  it.each([1, 0])('that was forced, and what was before is gone: since the branch left, %i deep', async (depth) => {
    const [root = ''] = commits('main', 1);
    world.origin.git('update-ref', 'refs/heads/topic', root);
    const topic = commits('topic', 3);
    commits('main', 2);
    const after = topic.at(-1) ?? '';
    const event = { ...push('1'.repeat(40), after, { forced: true }), ref: 'refs/heads/topic' };
    const answer = await world.ask(world.checkout(after, depth), event);
    expectTruth(answer, root, after);
    expect(answer).toMatchObject({ strategy: 'fork-point', reason: expect.stringContaining('is not there any more') });
  });

  it('that was forced on the default branch, and what was before is gone: is not known', async () => {
    const [after = ''] = commits('main', 1);
    const answer = await world.ask(world.checkout(after, 1), push('1'.repeat(40), after, { forced: true }));
    expect(answer).toMatchObject({
      complete: false,
      changes: [],
      reason: expect.stringContaining('the push was forced'),
    });
  });

  it('that was forced, and the server cannot be reached: is not known', async () => {
    const [root = ''] = commits('main', 1);
    const before = world.origin.commit('topic', { 'lost.ts': 'x' }, { parents: [root] });
    const after = world.origin.commit('topic', { 'new.ts': 'y' }, { parents: [root] });
    const checkout = world.checkout(after, 1);
    checkout.git('update-ref', 'refs/remotes/origin/main', after);
    const event = { ...push(before, after, { forced: true }), ref: 'refs/heads/topic' };
    const answer = await world.ask(checkout, { ...event, env: { GITHUB_REPOSITORY: 'org/nowhere' } });
    expect(answer).toMatchObject({
      complete: false,
      strategy: 'push',
      reason: expect.stringContaining('could not be fetched'),
    });
    expect(answer.told.join()).toContain('The server could not be asked');
  });

  it('of the default branch for the first time: everything is new', async () => {
    const after = commits('main', 3).at(-1) ?? '';
    expectTruth(await world.ask(world.checkout(after, 1), push(ZERO, after)), NOTHING, after);
  });

  it.each([1, 0])('of a new branch: all its commits, checkout %i deep', async (depth) => {
    const base = commits('main', 3).at(-1) ?? '';
    world.origin.git('update-ref', 'refs/heads/topic', base);
    const after = commits('topic', 3).at(-1) ?? '';
    commits('main', 2, 'later');
    const answer = await world.ask(world.checkout(after, depth), { ...push(ZERO, after), ref: 'refs/heads/topic' });
    expectTruth(answer, base, after);
    expect(answer.touched).toEqual(['topic/0.ts', 'topic/1.ts', 'topic/2.ts']);
  });

  it('of a new branch, as the event that creates it tells: all its commits', async () => {
    const base = commits('main', 3).at(-1) ?? '';
    world.origin.git('update-ref', 'refs/heads/topic', base);
    const sha = commits('topic', 3).at(-1) ?? '';
    const event = { name: 'create', ref: 'refs/heads/topic', sha, payload: { ref: 'topic', ref_type: 'branch' } };
    expectTruth(await world.ask(world.checkout(sha, 1), event), base, sha);
    const first = await world.ask(world.checkout(sha, 1), { ...event, ref: 'refs/heads/main' });
    expectTruth(first, NOTHING, sha);
  });

  it('that nothing tells of: is not known', async () => {
    const [, sha = ''] = commits('main', 2);
    expect(await world.ask(world.checkout(sha, 0), { name: '', sha })).toMatchObject({ complete: false, head: sha });
    const wanted = { base: 'HEAD~1' };
    expect(await world.ask(world.checkout(sha, 0), { name: '', wanted })).toMatchObject({ complete: true, head: sha });
  });

  it('of a new branch that has nothing new: nothing', async () => {
    const [, after = ''] = commits('main', 3);
    const event = { ...push(ZERO, after, { commits: [] }), ref: 'refs/heads/topic' };
    expectTruth(await world.ask(world.checkout(after, 1), event), after, after);
  });

  it('of a new branch, repeated after its merge: is not known', async () => {
    const [base = ''] = commits('main', 1);
    world.origin.git('update-ref', 'refs/heads/topic', base);
    const after = commits('topic', 2).at(-1) ?? '';
    world.origin.commit('main', {}, { parents: [base, after] });
    const answer = await world.ask(world.checkout(after, 1), { ...push(ZERO, after), ref: 'refs/heads/topic' });
    expect(answer).toMatchObject({ complete: false, reason: expect.stringContaining('already in `main`') });
  });

  it('of a branch, by an event that does not list its commits: is not known', async () => {
    const [, after = ''] = commits('main', 3);
    const event = { ...push(ZERO, after, { commits: undefined }), ref: 'refs/heads/topic' };
    expect(await world.ask(world.checkout(after, 1), event)).toMatchObject({ complete: false });
  });

  it('of an unrelated branch: everything is new', async () => {
    commits('main', 2);
    const after = commits('pages', 2).at(-1) ?? '';
    const answer = await world.ask(world.checkout(after, 1), { ...push(ZERO, after), ref: 'refs/heads/pages' });
    expectTruth(answer, NOTHING, after);
  });
});

describe('a pull request', () => {
  /** The base branch went on after the pull request left it. */
  function pullRequest(): { root: string; base: string; head: string; merge: string; event: TestEvent } {
    const root = commits('main', 3).at(-1) ?? '';
    world.origin.git('update-ref', 'refs/heads/topic', root);
    const head = commits('topic', 4).at(-1) ?? '';
    const base = commits('main', 2, 'later').at(-1) ?? '';
    world.origin.git('update-ref', 'refs/heads/merge', base);
    const topic = Object.fromEntries([0, 1, 2, 3].map((index) => [`topic/${index}.ts`, `${index}`]));
    const merge = world.origin.commit('merge', topic, { parents: [base, head] });
    world.origin.git('update-ref', 'refs/pull/1/head', head);
    const payload = { pull_request: { number: 1, base: { sha: base, ref: 'main' }, head: { sha: head } } };
    return { root, base, head, merge, event: { name: 'pull_request', ref: 'refs/pull/1/merge', sha: merge, payload } };
  }

  it('two deep, of its test merge: by the parents, without a fetch', async () => {
    const { base, merge, event } = pullRequest();
    const answer = await world.ask(world.checkout(merge, 2), event);
    expectTruth(answer, base, merge);
    expect(answer).toMatchObject({ strategy: 'merge-parents', told: [] });
  });

  it('one deep, of its test merge: by the parents', async () => {
    const { base, merge, event } = pullRequest();
    expectTruth(await world.ask(world.checkout(merge, 1), event), base, merge);
  });

  it.each([1, 2, 0])('of its head, %i deep: since it left its base', async (depth) => {
    const { root, head, event } = pullRequest();
    const answer = await world.ask(world.checkout(head, depth), event);
    expectTruth(answer, root, head);
    expect(answer.strategy).toBe('three-dot');
  });

  it.each([1, 0])(
    'from a fork, with the base branch checked out %i deep: nothing of it is checked out',
    async (depth) => {
      const { root, base, head, event } = pullRequest();
      world.origin.git('update-ref', '-d', 'refs/heads/topic');
      const checkout = world.checkout(base, depth);
      const answer = await world.ask(checkout, {
        ...event,
        name: 'pull_request_target',
        ref: 'refs/heads/main',
        sha: base,
      });
      expectTruth(answer, root, head);
      expect(() => checkout.git('cat-file', '-e', head)).toThrow();
    },
  );

  it('whose branches crossed: the same base as git takes', async () => {
    const [root = ''] = commits('main', 1);
    world.origin.git('update-ref', 'refs/heads/topic', root);
    const [ours = ''] = commits('main', 1, 'ours');
    const [theirs = ''] = commits('topic', 1, 'theirs');
    const base = world.origin.commit('main', { 'theirs/0.ts': '0' }, { parents: [ours, theirs] });
    const head = world.origin.commit('topic', { 'ours/0.ts': '0', 'more.ts': '' }, { parents: [theirs, ours] });
    const payload = { pull_request: { number: 1, base: { sha: base }, head: { sha: head } } };
    const answer = await world.ask(world.checkout(head, 1), { name: 'pull_request', sha: ZERO, payload });
    expect(answer.base).toBe(world.origin.git('merge-base', base, head));
    expectTruth(answer, answer.base, head);
  });
});

it('a merge group: what the payload says', async () => {
  const [base = '', , head = ''] = commits('main', 3);
  const payload = { merge_group: { base_sha: base, head_sha: head } };
  const answer = await world.ask(world.checkout(head, 1), { name: 'merge_group', sha: head, payload });
  expectTruth(answer, base, head);
});

describe('an event of a branch as it stands', () => {
  it.each(['workflow_dispatch', 'schedule', 'workflow_run', 'issue_comment'])(
    '%s: the first parent of a merge',
    async (name) => {
      const [base = ''] = commits('main', 1);
      world.origin.git('update-ref', 'refs/heads/topic', base);
      const topic = commits('topic', 2).at(-1) ?? '';
      const files = { 'topic/0.ts': '0', 'topic/1.ts': '1' };
      const head = world.origin.commit('main', files, { parents: [base, topic] });
      const answer = await world.ask(world.checkout(head, 1), { name, sha: head });
      expectTruth(answer, base, head);
      expect(answer.touched).toEqual(Object.keys(files));
    },
  );

  it('of an octopus: the first parent', async () => {
    const [base = ''] = commits('main', 1);
    const arms = ['a', 'b', 'c'].map((name) => world.origin.commit(name, { [name]: '' }, { parents: [base] }));
    const head = world.origin.commit('main', { a: '', b: '', c: '' }, { parents: [base, ...arms] });
    expectTruth(await world.ask(world.checkout(head, 2), { name: 'schedule', sha: head }), base, head);
  });

  it('of a root commit: everything is new', async () => {
    const [head = ''] = commits('main', 1);
    expectTruth(await world.ask(world.checkout(head, 1), { name: 'schedule', sha: head }), NOTHING, head);
  });

  it.each(['v1', 'stable', 'refs/heads/stable', 'SHA'])('since %s: that state exactly', async (name) => {
    const [base = '', ...others] = commits('main', 5);
    world.origin.git('tag', 'v1', base);
    world.origin.git('update-ref', 'refs/heads/stable', base);
    const head = others.at(-1) ?? '';
    const since = name === 'SHA' ? base : name;
    expectTruth(await world.ask(world.checkout(head, 1), { name: 'workflow_dispatch', wanted: { since } }), base, head);
  });

  it.each(['v1', 'refs/tags/v1', 'stable', 'origin/stable'])(
    'since %s, which the server has moved back and the checkout has not: where the server has it',
    async (since) => {
      const [base = '', later = '', head = ''] = commits('main', 3);
      world.origin.git('tag', 'v1', later);
      world.origin.git('update-ref', 'refs/heads/stable', later);
      const clone = world.clone();
      world.origin.git('tag', '--force', 'v1', base);
      world.origin.git('update-ref', 'refs/heads/stable', base);
      const event = { name: 'schedule', wanted: { since } };
      expectTruth(await world.ask(clone, event), base, head);
      const answer = await world.ask(clone, { ...event, env: { GITHUB_REPOSITORY: 'org/nowhere' } });
      expectTruth(answer, later, head);
      expect(answer.told.join()).toContain('The server could not be asked');
    },
  );

  it.each(['schedule', 'push'])('%s since the last success: what failed since is not forgotten', async (name) => {
    const [base = '', , before = '', head = ''] = commits('main', 4);
    const asked: unknown[] = [];
    const github = successAt(base, asked);
    const choice = { sinceJob: 'deploy', sinceEnvironment: 'production' };
    const event = { ...push(before, head), name, wanted: { since: 'last-success' }, choice, github };
    expectTruth(await world.ask(world.checkout(head, 1), event), base, head);
    expect(asked).toEqual([
      { workflow: 'deploy.yml', branch: 'main', currentRunId: 7, job: 'deploy', environment: 'production' },
    ]);
  });

  it('since the last success, and nothing was delivered yet: everything is new', async () => {
    const head = commits('main', 2).at(-1) ?? '';
    const event = { name: 'schedule', sha: head, wanted: { since: 'last-success' }, github: successAt(undefined) };
    expectTruth(await world.ask(world.checkout(head, 1), event), NOTHING, head);
  });

  it('since the last success, and its commit is gone: is not known', async () => {
    const head = commits('main', 2).at(-1) ?? '';
    const github = successAt('1'.repeat(40));
    const event = { name: 'schedule', sha: head, wanted: { since: 'last-success' }, github };
    expect(await world.ask(world.checkout(head, 1), event)).toMatchObject({
      complete: false,
      strategy: 'last-success',
    });
  });

  it.each([1, 0])('since the last success, a failed run reverted: its part must go, %i deep', async (depth) => {
    const [base = ''] = commits('main', 1);
    const failed = world.origin.commit('main', { 'api/a': 'bad', 'web/a': 'bad' });
    const other = world.origin.commit('main', { 'api/b': 'bad' });
    const head = world.origin.commit('main', { 'api/a': undefined, 'web/a': undefined, 'api/b': undefined, new: '' });
    const github = successAt(base, [], [failed, other, failed, base]);
    const event = { name: 'schedule', sha: head, wanted: { since: 'last-success' }, github };
    const answer = await world.ask(world.checkout(head, depth), event);
    expect(answer).toMatchObject({ complete: true, base, head, reason: expect.stringContaining('2 commits') });
    expect(answer.changes).toEqual([
      { status: 'added', path: 'new' },
      { status: 'deleted', path: 'api/a' },
      { status: 'deleted', path: 'web/a' },
      { status: 'deleted', path: 'api/b' },
    ]);
    expect(answer.told.length).toBe(depth === 0 ? 0 : 1);
  });

  it('since the last success, and what a failed run may have left is gone: is not known', async () => {
    const [base = '', head = ''] = commits('main', 2);
    const github = successAt(base, [], ['1'.repeat(40)]);
    const event = { name: 'schedule', sha: head, wanted: { since: 'last-success' }, github };
    expect(await world.ask(world.checkout(head, 0), event)).toMatchObject({ complete: false, changes: [] });
  });

  it('since the last success, with an older commit checked out than GitHub records: an error', async () => {
    const [base = '', older = '', recorded = '', newer = ''] = commits('main', 4);
    const event = { name: 'workflow_run', sha: recorded, wanted: { since: 'last-success' }, github: successAt(base) };
    for (const depth of [0, 1])
      await expect(world.ask(world.checkout(older, depth), event)).rejects.toThrow(
        `GitHub records this run for the commit ${recorded}`,
      );
    await expect(
      world.ask(world.checkout(recorded, 0), { ...event, wanted: { since: 'last-success', head: older } }),
    ).rejects.toThrow('GitHub records this run');
    expectTruth(await world.ask(world.checkout(newer, 1), event), base, newer);
  });

  it('is what is checked out, also where only GitHub can tell what is before it', async () => {
    const [base = '', older = '', , sha = ''] = commits('main', 4);
    const github = {
      ...successAt(undefined),
      commit: (its: string) => Promise.resolve({ sha: its, parents: its === older ? [base] : [older], committedAt: 0 }),
      compare: (mergeBase: string, to: string) =>
        Promise.resolve({ files: [{ status: 'added' as const, path: to }], complete: true, mergeBase }),
    };
    const event = { name: 'workflow_run', sha, github, env: { GITHUB_REPOSITORY: 'org/nowhere' } };
    expect(await world.ask(world.checkout(older, 1), event)).toMatchObject({
      complete: true,
      base,
      head: older,
      touched: [older],
    });
  });

  it('since a name that there is not: is not known', async () => {
    const head = commits('main', 2).at(-1) ?? '';
    const answer = await world.ask(world.checkout(head, 1), { name: 'schedule', wanted: { since: 'nowhere' } });
    expect(answer).toMatchObject({ complete: false, reason: '`since: nowhere` cannot be found.' });
  });
});

describe('base and head', () => {
  it('a branch as base: since it left that branch', async () => {
    const [base = ''] = commits('main', 1);
    world.origin.git('update-ref', 'refs/heads/topic', base);
    const head = commits('topic', 2).at(-1) ?? '';
    commits('main', 2, 'later');
    const event = { name: 'workflow_dispatch', ref: 'refs/heads/topic', wanted: { base: 'main' } };
    expectTruth(await world.ask(world.checkout(head, 1), event), base, head);
  });

  it('the pushed branch itself as base: the push', async () => {
    const [before = '', after = ''] = commits('main', 2);
    expectTruth(
      await world.ask(world.checkout(after, 1), { ...push(before, after), wanted: { base: 'main' } }),
      before,
      after,
    );
  });

  it('two tags', async () => {
    const all = commits('main', 6);
    world.origin.git('tag', 'from', all[1] ?? '');
    world.origin.git('tag', 'to', all[4] ?? '');
    const wanted = { base: 'from', head: 'to' };
    expectTruth(
      await world.ask(world.checkout(all[5] ?? '', 1), { name: 'schedule', wanted }),
      all[1] ?? '',
      all[4] ?? '',
    );
  });

  it('a base that has the head already: is not known', async () => {
    const [, head = ''] = commits('main', 3);
    const answer = await world.ask(world.checkout(head, 1), { name: 'workflow_dispatch', wanted: { base: 'main' } });
    expect(answer).toMatchObject({ complete: false, strategy: 'base' });
  });
});

/** A GitHub that knows one delivered commit. */
function successAt(
  sha: string | undefined,
  asked: unknown[] = [],
  attempted: readonly string[] = [],
): NonNullable<TestEvent['github']> {
  const none = () => Promise.resolve(undefined);
  const listing = { files: [], complete: false, mergeBase: '', base: '', head: '' };
  return {
    lastSuccess(query) {
      asked.push(query);
      return Promise.resolve(sha === undefined ? undefined : { sha, run: 3, attempted });
    },
    pullRequestFiles: () => Promise.resolve(listing),
    compare: () => Promise.resolve(listing),
    resolve: none,
    commit: none,
    tags: () => Promise.resolve([]),
    tree: () => Promise.resolve({ paths: [], submodules: new Set(), complete: false }),
  };
}
