import type { Mark } from '@actions-aws/promotion';
import type { Pointer } from '@actions-aws/site';
import { outcomeOf, plan } from '../src/plan/plan.ts';
import { ANY, type Desired, type Observed } from '../src/plan/state.ts';
import { buildOf } from './support/releases.ts';

const [before, live, other] = ['v1', 'v2', 'v3'].map((version) => buildOf(version).manifest) as [M, M, M];
type M = ReturnType<typeof buildOf>['manifest'];
const owner = { run: '812', attempt: 1, nonce: '0a1b2c3d' };

const pointer = (release: string | undefined, mark?: Partial<Mark>): Pointer => ({
  kind: 'origin-path',
  release,
  raw: release ? `/r/${release}` : '',
  mark: mark && { by: 'frontend-promote', ...mark },
  etag: 'E1',
  deployed: true,
});
const desiring = (some: Partial<Desired> = {}): Desired => ({
  bucket: 'shop-site',
  app: 'E2APP',
  onlyIf: ANY,
  to: undefined,
  settleMs: 15_000,
  owner,
  ...some,
});
const seeing = (some: Partial<Observed> = {}): Observed => ({
  pointer: pointer(live.id, { from: before.id }),
  url: 'https://www.example.com',
  target: before,
  because: '',
  // As after a promotion, which carries both ways.
  undone: { ...live, files: (some.target ?? before).files },
  isLate: false,
  isNoted: false,
  isCarriedFirst: false,
  isCarried: false,
  isSpread: false,
  isServed: false,
  isUnreadable: false,
  failure: undefined,
  ...some,
});
const OURS: Partial<Mark> = { by: 'frontend-rollback', owner, undid: live.id };
const back = (mark: Partial<Mark> = OURS) => pointer(before.id, mark);
const ALL = ['note', 'move', 'spread', 'await-served'];
const error = { code: 'error', message: 'no' } as const;

const ANOTHER = { ...OURS, owner: { run: '9', attempt: 1, nonce: 'ffffffff' } };

test.each<[string, Partial<Observed>, Partial<Desired>, readonly string[]]>([
  ['a release that was promoted', {}, {}, ALL],
  ['only if it is live: it is', {}, { onlyIf: live.id }, ALL],
  ['only if it is live: it is not', {}, { onlyIf: other.id }, ['superseded']],
  [
    'what the run wants undone was undone',
    { pointer: back({ by: 'frontend-promote', undid: live.id }), isSpread: true },
    { onlyIf: live.id },
    ['noop'],
  ],
  ['pressed twice', { pointer: back({ by: 'frontend-rollback', undid: live.id }), isSpread: true }, {}, ['noop']],
  [
    'pressed twice, where frontend-promote went back',
    { pointer: back({ by: 'frontend-promote', undid: live.id }), isSpread: true },
    {},
    ['noop'],
  ],
  [
    'further back by name',
    { pointer: back({ by: 'frontend-rollback', undid: live.id }), target: other },
    { to: other.id },
    ALL,
  ],
  [
    'forward again by name',
    { pointer: back({ by: 'frontend-rollback', undid: live.id }), target: live },
    { to: live.id },
    ALL,
  ],
  ['by name to what is live', { isSpread: true }, { to: live.id }, ['noop']],
  ['the history tells of it already', { isNoted: true }, {}, ALL.slice(1)],
  ['tabs of what is taken back need files', { undone: live }, {}, ['carry-first', ...ALL]],
  [
    'tabs of what is taken back need files, under a store, whose users follow within seconds',
    { undone: live, pointer: { ...pointer(live.id, { from: before.id }), kind: 'key-value-store' } },
    {},
    ['note', 'move', 'carry', 'await-served'],
  ],
  [
    'tabs of what is taken back need files, of which not all could be copied soon',
    { undone: live, isCarriedFirst: true },
    {},
    ['note', 'move', 'carry', 'spread', 'await-served'],
  ],
  ['what is taken back has no manifest', { undone: undefined }, {}, ALL],
  [
    'what is taken back could not be read soon',
    { undone: undefined, isLate: true },
    {},
    ['note', 'move', 'spread', 'await-served', 'carry-late'],
  ],
  ['our own write', { pointer: back() }, {}, ['spread', 'await-served']],
  [
    'our own write, and a manifest that could not be read soon',
    { pointer: back(), undone: undefined, target: undefined, isLate: true, isSpread: true, isServed: true },
    {},
    ['carry-late'],
  ],
  [
    'our own write, and files that tabs need',
    { pointer: back(), undone: live },
    {},
    ['carry', 'spread', 'await-served'],
  ],
  [
    'our own write, and they have them',
    { pointer: back(), undone: live, isCarried: true },
    {},
    ['spread', 'await-served'],
  ],
  ['our own write, everywhere', { pointer: back(), isSpread: true }, {}, ['await-served']],
  [
    'our own write, and users were seen there',
    { pointer: back(), isSpread: true, isServed: true },
    {},
    ['rolled-back'],
  ],
  [
    'an earlier attempt of the run',
    { pointer: back({ ...OURS, owner: { ...owner, nonce: 'ffffffff' } }) },
    {},
    ['spread', 'await-served'],
  ],
  ['another run, which may have been cut short', { pointer: back(ANOTHER) }, {}, ['spread']],
  ['another run, cut short before its copies', { pointer: back(ANOTHER), undone: live }, {}, ['carry', 'spread']],
  ['another run, and all edges have it', { pointer: back(ANOTHER), isSpread: true }, {}, ['noop']],
  ['another run, under a store', { pointer: { ...back(ANOTHER), kind: 'key-value-store' } }, {}, ['noop']],
  ['nowhere to go', { target: undefined, failure: { ...error, code: 'nothing-before' } }, {}, ['failed']],
  ['a write that was refused', { failure: error }, {}, ['failed']],
  [
    'another writer',
    { failure: { ...error, code: 'pointer-changed' }, pointer: pointer(other.id) },
    {},
    ['superseded'],
  ],
  ['a write of which nothing is known', { failure: error, isUnreadable: true }, {}, ['unknown']],
  [
    'an address that does not follow',
    { pointer: back(), failure: { ...error, code: 'not-served' } },
    {},
    ['rollback-failed'],
  ],
  [
    'a run that was cancelled while it waited',
    { pointer: back(), failure: { ...error, code: 'cancelled' } },
    {},
    ['rollback-failed'],
  ],
  ['a run that was cancelled before', { failure: { ...error, code: 'cancelled' } }, {}, ['failed']],
])('%s', (_, observed, desired, expected) => {
  const [seen, wanted] = [seeing(observed), desiring(desired)];
  const { steps } = plan(seen, wanted);
  expect(steps.length > 0 ? steps.map((step) => step.do) : [outcomeOf(seen, wanted)]).toEqual(expected);
});
