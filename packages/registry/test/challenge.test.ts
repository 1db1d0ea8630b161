import { challengesIn } from '../src/auth/challenge.ts';

const shown = (header: string) =>
  challengesIn(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

test.each<[string, unknown]>([
  ['Basic realm="x"', [['basic', { realm: 'x' }]]],
  [
    'Bearer realm="https://auth.example/token",service="registry",scope="repository:team/api:pull,push"',
    [['bearer', { realm: 'https://auth.example/token', service: 'registry', scope: 'repository:team/api:pull,push' }]],
  ],
  ['bearer Realm = x , SERVICE="a, b = c"', [['bearer', { realm: 'x', service: 'a, b = c' }]]],
  [
    'Negotiate, Basic realm="x", Bearer realm="y"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'x' }],
      ['bearer', { realm: 'y' }],
    ],
  ],
  ['Bearer realm="a \\"quoted\\" one"', [['bearer', { realm: 'a "quoted" one' }]]],
  ['Bearer realm="never ends', [['bearer', { realm: '' }]]],
  ['Bearer', [['bearer', {}]]],
  ['', []],
  ['"', []],
])('%s', (header, expected) => {
  expect(shown(header)).toEqual(expected);
});
