import type { Alias, FunctionVersion } from '@actions-aws/lambda';
import { readMark } from '@actions-aws/promotion';
import { type Desired, type Observed, outcomeOf, outcomeOfAll, plan } from '../src/plan/plan.ts';

const owner = { run: '7', attempt: 2, nonce: 'aaaaaaaa' };

const desired: Desired = {
  functionName: 'search-api',
  alias: 'live',
  optional: false,
  onlyIf: 'any',
  to: undefined,
  owner,
};

function on(version: string, description = '', weights: Alias['weights'] = {}): Alias {
  const mark = readMark(description);
  return { name: 'live', arn: 'arn', version, weights, description, mark, revisionId: 'r' };
}

const to = (version: string, state = 'Active') => ({ version, state }) as FunctionVersion;

const byUs = (undid: string, who = 'run=7.1 nonce=bbbbbbbb') => `lambda-rollback undid=${undid} ${who}`;

const trial = (version: string) =>
  `lambda-promote to=2 from=1 held=${version} share=10% until=2026-05-04T12:00:00Z run=6.1 nonce=cccccccc`;

const failure = { code: 'unavailable', message: 'AWS kept failing' } as const;

const awaken = (version: string) => ({ do: 'awaken', version });
const move = (from: string, version: string) => ({ do: 'move', from, to: version });

test.each<[string, Partial<Observed>, Partial<Desired>, readonly object[], string]>([
  ['back', { alias: on('2'), target: to('1') }, {}, [move('2', '1')], 'noop'],
  [
    'back to one that sleeps',
    { alias: on('2'), target: to('1', 'Inactive') },
    {},
    [awaken('1'), move('2', '1')],
    'noop',
  ],
  [
    'back to one that is being made',
    { alias: on('2'), target: to('1', 'Pending') },
    {},
    [awaken('1'), move('2', '1')],
    'noop',
  ],
  ['there already', { alias: on('1'), target: to('1') }, {}, [], 'noop'],
  [
    'there, but the traffic is split',
    { alias: on('1', '', { 2: 0.1 }), target: to('1') },
    {},
    [move('1', '1')],
    'noop',
  ],
  [
    'a canary beside what sleeps',
    { alias: on('2', trial('3'), { 3: 0.1 }), target: to('2', 'Inactive') },
    {},
    [move('3', '2')],
    'noop',
  ],
  ['a canary', { alias: on('2', trial('3'), { 3: 0.1 }), target: to('2') }, {}, [move('3', '2')], 'noop'],
  [
    'a canary, if it is that one',
    { alias: on('2', trial('3'), { 3: 0.1 }), target: to('2') },
    { onlyIf: '3' },
    [move('3', '2')],
    'noop',
  ],
  [
    'a canary beside what was to be undone',
    { alias: on('2', trial('3'), { 3: 0.1 }), target: to('1') },
    { onlyIf: '2' },
    [],
    'superseded',
  ],
  [
    'a canary whose weights were cleared by hand',
    { alias: on('2', trial('3')), target: to('1') },
    { onlyIf: '3' },
    [],
    'superseded',
  ],
  [
    'a canary that was taken back by the promotion',
    { alias: on('2', 'lambda-promote to=2 from=1 undid=3 run=6.1 nonce=cccccccc') },
    { onlyIf: '3' },
    [],
    'noop',
  ],
  ['no target', { alias: on('2') }, {}, [], 'noop'],
  ['failure', { alias: on('2'), target: to('1'), failure }, {}, [], 'failed'],
  ['no alias', { failure }, {}, [], 'failed'],
  ['moved by an earlier attempt', { alias: on('1', byUs('2')), target: to('0') }, {}, [], 'rolled-back'],
  [
    'moved back by another run',
    { alias: on('2', byUs('3', 'run=6.1 nonce=cccccccc')), target: to('1') },
    {},
    [],
    'noop',
  ],
  [
    'moved back by another run, and what is live is said to be undone',
    { alias: on('2', byUs('3', 'run=6.1 nonce=cccccccc')), target: to('1') },
    { onlyIf: '2' },
    [],
    'noop',
  ],
  [
    'moved back by the promotion',
    { alias: on('2', 'lambda-promote to=2 from=1 undid=3'), target: to('1') },
    {},
    [],
    'noop',
  ],
  [
    'moved back by another run, and further is asked',
    { alias: on('2', byUs('3', 'run=6.1 nonce=cccccccc')), target: to('1') },
    { onlyIf: '2', to: '1' },
    [move('2', '1')],
    'noop',
  ],
  [
    'moved back, and a split begun since',
    { alias: on('2', byUs('3', 'run=6.1 nonce=cccccccc'), { 4: 0.1 }), target: to('2') },
    {},
    [move('2', '2')],
    'noop',
  ],
  [
    'moved by us, and further is asked',
    { alias: on('2', byUs('3')), target: to('1') },
    { to: '1' },
    [move('2', '1')],
    'noop',
  ],
  ['what is to be undone is live', { alias: on('2'), target: to('1') }, { onlyIf: '2' }, [move('2', '1')], 'noop'],
  ['it was undone by the promotion', { alias: on('1', 'lambda-promote undid=2') }, { onlyIf: '2' }, [], 'noop'],
  [
    'it was undone, but AWS keeps users there',
    { alias: on('1', 'lambda-promote to=1 undid=2', { 2: 1 }), target: to('1') },
    { onlyIf: '2' },
    [move('1', '1')],
    'noop',
  ],
  [
    'it was undone by us, and AWS makes provisioned concurrency',
    { alias: on('1', byUs('2'), { 2: 0.9 }) },
    { onlyIf: '2' },
    [],
    'rolled-back',
  ],
  ['something else is live', { alias: on('3'), target: to('1') }, { onlyIf: '2' }, [], 'superseded'],
  ['it shares its traffic', { alias: on('2', '', { 3: 0.1 }), target: to('1') }, { onlyIf: '2' }, [], 'superseded'],
])('%s', (_name, observed, asked, steps, outcome) => {
  const nothing = {
    alias: undefined,
    target: undefined,
    failure: undefined,
    because: '',
    passedOver: [],
    imageWarning: '',
  };
  const seen: Observed = { ...nothing, ...observed };
  expect(plan(seen, { ...desired, ...asked }).steps).toEqual(steps);
  expect(outcomeOf(seen, { ...desired, ...asked })).toBe(outcome);
});

test.each([
  [['noop', 'rolled-back'], 'rolled-back'],
  [['noop', 'noop'], 'noop'],
  [[], 'noop'],
  [['failed', 'failed', 'noop'], 'failed'],
  [['rolled-back', 'failed'], 'rollback-failed'],
  [['rolled-back', 'superseded', 'failed'], 'superseded'],
  [['rolled-back', 'superseded', 'unknown'], 'unknown'],
] as const)('%j together are %s', (outcomes, together) => {
  expect(outcomeOfAll(outcomes)).toBe(together);
});
