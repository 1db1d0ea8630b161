import { keyOf, manifestOf, type ReleaseFile } from '@actions-aws/site';
import { changesBetween } from '../src/plan/changes.ts';
import { clashesIn, outcomeOf, plan, twinsOf } from '../src/plan/plan.ts';
import type { Desired, Observed, Seen, Step } from '../src/plan/state.ts';
import { knobOf } from '../src/report/report.ts';

const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };
const file = (path: string, text: string, hashed = false): ReleaseFile => ({
  path,
  sha256: Buffer.from(text.padEnd(32, '.')).toString('hex'),
  size: text.length,
  headers,
  hashed,
});
const build = manifestOf([file('index.html', 'new'), file('assets/app-AAAAAAA1.js', 'app', true)]);
const earlier = manifestOf([file('index.html', 'old'), file('assets/app-BBBBBBB2.js', 'old app', true)]);
const oldest = manifestOf([file('assets/app-AAAAAAA1.js', 'other', true), file('assets/app-BBBBBBB2.js', 'x', true)]);

const deployer = { owner: { run: '9', attempt: 1, nonce: '00000009' }, order: { workflow: 'aaaaaaaaaaaa', number: 9 } };
const desired: Desired = { bucket: 'shop-site', test: 'E1', app: 'E2', build, allowOlder: false, deployer };
const by = (number: number, run = '8') => ({
  by: 'frontend-stage',
  owner: { run, attempt: 1, nonce: '00000008' },
  order: { workflow: 'aaaaaaaaaaaa', number },
});
const site = (more: Partial<Seen> = {}): Seen => ({
  kind: 'origin-path',
  release: earlier.id,
  raw: `/r/${earlier.id}`,
  mark: by(8),
  deployed: true,
  url: 'https://test.example.com',
  toFree: 0,
  serves: earlier.id,
  ...more,
});
const on = (more: Partial<Seen> = {}) => site({ release: build.id, raw: `/r/${build.id}`, serves: build.id, ...more });
const observed = (more: Partial<Observed> = {}): Observed => ({
  verdicts: [],
  test: site(),
  app: site(),
  release: undefined,
  live: [],
  staged: undefined,
  isUploaded: false,
  transfers: { sent: 0, copied: 0, kept: 0 },
  carried: [],
  carriedFrom: [],
  losses: [],
  isNoted: false,
  moved: false,
  isSpread: false,
  isServed: false,
  failure: undefined,
  ...more,
});
const red = {
  level: 'red',
  verdict: 'disabled',
  about: 'app',
  subject: 'x',
  found: 'it is off',
  remedy: 'Enable it.',
} as const;
const error = { code: 'error', message: 'It broke.' } as const;
const end = ['note', 'move', 'spread', 'await-served'];

test.each<[string, Partial<Observed>, readonly string[]]>([
  ['a new build', {}, ['upload', 'commit', ...end]],
  ['a new build after a release that was live', { live: [earlier] }, ['upload', 'carry', 'commit', ...end]],
  ['files that are there', { isUploaded: true }, ['commit', ...end]],
  ['a finished release', { release: build }, end],
  ['one that must carry more', { release: build, live: [earlier] }, ['carry', ...end]],
  ['one that carries all', { release: build, live: [earlier], carriedFrom: [earlier.id] }, end],
  ['a move that is noted', { release: build, isNoted: true }, end.slice(1)],
  ['a pointer that this run has moved', { release: build, test: on({ mark: by(9, '9') }), moved: true }, end.slice(2)],
  ['one that an earlier attempt has moved', { release: build, test: on({ mark: by(9, '9') }) }, end.slice(2)],
  ['one that a newer run has moved', { release: build, test: on({ mark: by(10) }) }, []],
  ['one that an older run has moved', { release: build, test: on() }, []],
  [
    'one that an older run has moved, and that is on its way',
    { release: build, test: on({ deployed: false }) },
    end.slice(2),
  ],
  ['one that TEST does not serve yet', { release: build, test: on({ serves: undefined }) }, ['await-served']],
  ['one without an owner', { release: build, test: on({ mark: undefined }) }, end],
  ['the end', { release: build, test: on({ mark: by(9, '9') }), moved: true, isSpread: true, isServed: true }, []],
  ['a failure', { failure: error }, []],
  ['sites that are not fit', { verdicts: [red] }, []],
  ['a comment without room', { app: site({ toFree: 3 }) }, []],
  ['a newer run', { test: site({ mark: by(10) }) }, []],
])('%s', (_what, more, steps) => {
  expect(plan(observed(more), desired).steps.map(({ do: step }) => step)).toEqual(steps);
});

test.each<[string, Partial<Observed>, readonly Step['do'][], string]>([
  ['staged', { release: build, test: on({ mark: by(9, '9') }), moved: true }, ['move'], 'staged'],
  ['noop', { release: build, test: on() }, [], 'noop'],
  ['what was waited for', { release: build, test: on() }, ['spread'], 'staged'],
  ['staged by an earlier attempt', { release: build, test: on({ mark: by(9, '9') }) }, [], 'staged'],
  ['a failure', { failure: error }, ['move'], 'failed'],
  ['unfit sites', { verdicts: [red] }, [], 'failed'],
  ['a newer run', { test: site({ mark: by(10) }) }, [], 'superseded'],
  ['a lost race', { failure: { ...error, code: 'pointer-changed' } }, ['move'], 'superseded'],
  ['a pointer that could not be read', { failure: { ...error, code: 'pointer-unreadable' } }, ['move'], 'unknown'],
  ['a cancellation', { failure: { ...error, code: 'cancelled' } }, ['move'], 'failed'],
])('how it ended: %s', (_what, more, done, outcome) => {
  expect(outcomeOf(observed(more), desired, done)).toBe(outcome);
});

test('what other releases have is known by its bytes and its headers, wherever it stands', () => {
  const same = manifestOf([
    file('other.html', 'new'),
    { ...file('a.js', 'app', true), headers: { ...headers, 'cache-control': 'x' } },
  ]);
  expect([...twinsOf(observed({ staged: same }), desired)]).toEqual([
    ['index.html', { key: keyOf(same.id, 'other.html'), file: file('other.html', 'new') }],
  ]);
});

test('clashes are told of every release that has open tabs', () => {
  expect(clashesIn(observed({ live: [earlier, oldest] }), desired)).toEqual([
    { path: 'assets/app-AAAAAAA1.js', kept: build.id, lost: oldest.id },
  ]);
});

describe('what changed', () => {
  const before = manifestOf([file('index.html', 'id 0001'), file('_next/static/aaaa/_m.js', 'm'), file('a.js', 'a')]);
  const ids = manifestOf([file('index.html', 'id 0002'), file('_next/static/bbbb/_m.js', 'm'), file('a.js', 'a')]);

  test('is told by names', () => {
    expect(changesBetween(before, ids)).toEqual({
      added: ['_next/static/bbbb/_m.js'],
      removed: ['_next/static/aaaa/_m.js'],
      changed: ['index.html'],
      same: 1,
      onlyIds: true,
    });
  });

  test.each([
    ['a page of another length', manifestOf([file('index.html', 'a longer page'), ...before.files.slice(0, 2)])],
    ['a file more', manifestOf([...ids.files, file('b.js', 'b')])],
    ['nothing', before],
  ])('is no matter of ids alone with %s', (_what, after) => {
    expect(changesBetween(before, after).onlyIds).toBe(false);
  });

  test('and the knob of the builder is named, where it has one', () => {
    expect(knobOf(['Next'])).toContain('`generateBuildId`');
    expect(knobOf(['SvelteKit', 'Vite'])).toContain('`kit.version.name`');
    expect(knobOf(['Vite'])).toBeUndefined();
  });
});
