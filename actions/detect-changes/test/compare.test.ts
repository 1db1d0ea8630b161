import type { Change, Comparison } from '../src/changes.ts';
import { byGitHub } from '../src/compare/by-github.ts';
import { compare } from '../src/compare/compare.ts';
import { factsOf } from '../src/event/facts.ts';
import { questionOf } from '../src/event/rows.ts';
import type { GitHub, History, Listing } from '../src/ports.ts';

const sha = (name: string) => name.charCodeAt(0).toString(16).padStart(2, '0').repeat(20);
const FILE: Change = { status: 'modified', path: 'a.ts' };
const WHOLE: Listing = { files: [FILE], complete: true };

/** A line of commits `a`, `b`, … `f`, and `x`, which leaves it after `b`. */
function github(changes: Partial<GitHub> = {}): GitHub {
  const line = [...'abcdef'].map(sha);
  const place = (commit: string) => (commit === sha('x') ? 1 : line.indexOf(commit));
  return {
    pullRequestFiles: async () => ({ ...WHOLE, base: sha('c'), head: sha('e') }),
    compare: async (base, head) => {
      const isBefore = base === head || (base !== sha('x') && place(base) <= place(head));
      return { ...WHOLE, mergeBase: isBefore ? base : (line[Math.min(place(base), place(head))] ?? '') };
    },
    resolve: async (ref) => (ref === 'refs/heads/main' ? sha('f') : ref === 'v1' ? sha('a') : undefined),
    commit: async (commit) => ({
      sha: commit,
      parents: commit === sha('a') ? [] : [line[place(commit) - 1] ?? ''],
      committedAt: 0,
    }),
    tags: async () => [
      { name: 'v1.0.0', sha: sha('a') },
      { name: 'v1.2.0', sha: sha('c') },
      { name: 'v1.1.0', sha: sha('b') },
      { name: 'v1.9.0', sha: sha('x') },
      { name: 'v2.0.0', sha: sha('e') },
    ],
    tree: async () => ({ paths: ['a.ts', 'b.ts'], submodules: new Set(), complete: true }),
    lastSuccess: async () => undefined,
    ...changes,
  };
}

interface Asked {
  readonly name: string;
  readonly ref?: string;
  readonly payload?: object;
  readonly api?: GitHub | undefined;
  readonly history?: History;
}

async function ask({
  name,
  ref = 'refs/heads/main',
  payload = {},
  api,
  history,
}: Asked): Promise<Comparison & { changes: Change[] }> {
  const env = { GITHUB_EVENT_NAME: name, GITHUB_REF: ref, GITHUB_SHA: sha('e') };
  const facts = factsOf(env, { repository: { default_branch: 'main' }, ...payload });
  const changes: Change[] = [];
  const sink = { take: (change: Change) => void changes.push(change), restart: () => void changes.splice(0) };
  const connect = api && (() => Promise.resolve(api));
  const comparison = await compare(
    questionOf(facts, {}),
    { history, github: connect, choice: {}, sha: sha('e') },
    sink,
  );
  return { ...comparison, changes };
}

const pull = { pull_request: { number: 5, base: { sha: sha('c') }, head: { sha: sha('e') } } };
const pushed = (before: string, after: string, forced = false) => ({ before, after, forced, commits: [{}] });

it.each<[what: string, asked: Asked, expected: object]>([
  [
    'a pull request',
    { name: 'pull_request', payload: pull },
    { strategy: 'three-dot', base: sha('c'), changes: [FILE] },
  ],
  [
    'a push',
    { name: 'push', payload: pushed(sha('c'), sha('e')) },
    { strategy: 'push', base: sha('c'), changes: [FILE] },
  ],
  [
    'a new branch',
    { name: 'push', ref: 'refs/heads/x', payload: pushed('0'.repeat(40), sha('x')) },
    { strategy: 'fork-point', base: sha('b') },
  ],
  ['a tag', { name: 'push', ref: 'refs/tags/v2.0.0' }, { strategy: 'tag-before', base: sha('c') }],
  ['a schedule', { name: 'schedule' }, { strategy: 'parent', base: sha('d') }],
  [
    'the first push',
    { name: 'push', payload: pushed('0'.repeat(40), sha('e')) },
    {
      strategy: 'everything',
      base: '',
      changes: [
        { status: 'added', path: 'a.ts' },
        { status: 'added', path: 'b.ts' },
      ],
    },
  ],
])('without a checkout: %s', async (_, asked, expected) => {
  expect(await ask({ ...asked, api: github() })).toMatchObject({ complete: true, ...expected });
});

it.each<[what: string, asked: Asked, reason: RegExp]>([
  ['no token', { name: 'push', payload: pushed(sha('c'), sha('e')) }, /no checkout, and no token/],
  [
    'a forced push',
    { name: 'push', ref: 'refs/heads/x', payload: pushed(sha('x'), sha('e'), true), api: github() },
    /does not come after .* takes a checkout/,
  ],
  [
    'a list that is cut off',
    {
      name: 'pull_request',
      payload: pull,
      api: github({
        pullRequestFiles: async () => ({
          ...WHOLE,
          base: sha('c'),
          head: sha('e'),
          complete: false,
          reason: 'Cut off.',
        }),
      }),
    },
    /^Cut off\.$/,
  ],
  [
    'a comparison that is cut off',
    { name: 'schedule', api: github({ compare: async (base) => ({ ...WHOLE, complete: false, mergeBase: base }) }) },
    /does not list all files/,
  ],
  [
    'a tree that is cut off',
    {
      name: 'push',
      payload: pushed('0'.repeat(40), sha('e')),
      api: github({ tree: async () => ({ paths: [], submodules: new Set(), complete: false }) }),
    },
    /all files of the tree/,
  ],
  [
    'too many tags to ask about',
    {
      name: 'push',
      ref: 'refs/tags/v2.0.0',
      api: github({
        tags: async () =>
          Array.from({ length: 40 }, (_, index) => ({ name: `v1.0.${index}`, sha: `${index}`.padStart(40, '0') })),
      }),
    },
    /History is missing/,
  ],
])('without a checkout it is not known: %s', async (_, asked, reason) => {
  expect(await ask(asked)).toMatchObject({ complete: false, reason: expect.stringMatching(reason) });
});

it('an error of GitHub is an error', async () => {
  const api = github({ compare: () => Promise.reject(new Error('403')) });
  await expect(ask({ name: 'schedule', api })).rejects.toThrow('403');
});

it('a forced push, and what was before is gone: since the branch left', async () => {
  const gone = '9'.repeat(40);
  const known = github();
  const api = github({
    compare: async (base, head) => (base === gone ? undefined : known.compare(base, head)),
    commit: async (commit) => (commit === gone ? undefined : known.commit(commit)),
  });
  const answer = await ask({ name: 'push', ref: 'refs/heads/x', payload: pushed(gone, sha('x'), true), api });
  expect(answer).toMatchObject({ complete: true, strategy: 'fork-point', base: sha('b') });
});

it('GitHub answers what git cannot, and what git took is forgotten', async () => {
  const { pullRequest: _none, ...withoutPullRequests } = byGitHub(github(), sha('e'));
  const history: History = {
    ...withoutPullRequests,
    here: async () => undefined,
    async differences(_, __, sink) {
      sink.take({ status: 'deleted', path: 'half.ts' });
      return { complete: false, reason: 'Git broke off.' };
    },
  };
  const answer = await ask({ name: 'pull_request', payload: pull, history, api: github() });
  expect(answer).toMatchObject({ complete: true, changes: [FILE] });
  expect(await ask({ name: 'pull_request', payload: pull, history })).toMatchObject({
    complete: false,
    reason: 'Git broke off.',
  });
});
