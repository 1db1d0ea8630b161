import { type Allowed, complaintsOf, type Look, type SeenAnswer } from '@actions-aws/testing/ecs';

const answer = (version: string, more: Partial<SeenAnswer> = {}): SeenAnswer => ({
  at: 0,
  path: '/',
  status: 200,
  body: '',
  by: 'task',
  version,
  ...more,
});
const look = (at: number, answers: readonly SeenAnswer[], more: Partial<Look> = {}): Look => ({
  at,
  answers: answers.map((each) => ({ ...each, at })),
  healthy: 2,
  ...more,
});
const times = (count: number, version: string) => Array.from({ length: count }, () => answer(version));
const allowed = (shares: Readonly<Record<string, number>>): Allowed => ({
  capacity: 2,
  shares: Object.fromEntries(Object.entries(shares).map(([version, share]) => [version, () => share])),
});

test.each<[string, readonly Look[], Allowed, readonly string[]]>([
  ['what is live', [look(1, times(9, 'v0'))], allowed({}), []],
  [
    'a version that none may meet',
    [look(1, [...times(9, 'v0'), answer('v1')])],
    allowed({}),
    ['users met v1, which none may meet'],
  ],
  ['a share as declared', [look(1, [...times(90, 'v0'), ...times(10, 'v1')])], allowed({ v1: 0.1 }), []],
  ['a share by chance', [look(1, [...times(80, 'v0'), ...times(20, 'v1')])], allowed({ v1: 0.1 }), []],
  [
    'a share beyond chance',
    [look(1, [...times(50, 'v0'), ...times(50, 'v1')])],
    allowed({ v1: 0.1 }),
    ['users met v1 in 50 of 100 answers, where its share is 0.1'],
  ],
  ['a version for all', [look(1, times(9, 'v1'))], allowed({ v1: 1 }), []],
  [
    'too few healthy targets',
    [look(1, []), look(2, [], { healthy: 1 })],
    allowed({}),
    ['production had 1 healthy targets, not 2'],
  ],
  [
    'an error of the load balancer',
    [look(1, [answer('v0', { status: 502, by: 'load balancer' })])],
    allowed({}),
    ['a user got 502 of the load balancer'],
  ],
  [
    'an error of what is live, twice',
    [look(1, [answer('v0', { status: 500 }), answer('v0', { status: 500 })])],
    allowed({}),
    ['v0 answered a user with 500, 2 times'],
  ],
  ["a candidate's own error", [look(1, [...times(99, 'v0'), answer('v1', { status: 500 })])], allowed({ v1: 0.1 }), []],
  ['no answer', [look(1, [], { failure: 'nothing listens' })], allowed({}), ['a user got no answer (nothing listens)']],
])('users complain as they should: %s', (_, looks, may, complaints) => {
  expect(complaintsOf(looks, may)).toEqual(complaints);
});

test('a share is judged by the time for which it holds', () => {
  const shares = { v1: (at: number) => (at < 10 ? 0 : 1) };
  const seen = [look(9, times(3, 'v0')), look(10, times(3, 'v1'))];
  expect(complaintsOf(seen, { capacity: 2, shares })).toEqual([]);
  expect(complaintsOf([look(9, times(1, 'v1')), ...seen], { capacity: 2, shares })).toEqual([
    'users met v1, which none may meet',
  ]);
});
