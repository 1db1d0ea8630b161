import { inOneOrder } from '../src/index.ts';

const arn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

test.each([
  ['functions', ['search-worker', 'search-api', 'search']],
  ['aliases of functions', ['search-worker:beta', 'search-api:live', 'search:live']],
  ['versions of functions', ['search-worker:1', 'search-api:$LATEST', 'search:3']],
])('%s come in the same order, whoever looks', (_what, names) => {
  const expected = names.toReversed().map(arn);
  expect(inOneOrder(names.map(arn), (one) => one)).toEqual(expected);
  expect(inOneOrder(expected, (one) => one)).toEqual(expected);
});
