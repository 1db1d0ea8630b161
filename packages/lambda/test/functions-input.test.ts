import { listedTwice, shortName } from '../src/index.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:search-api';

test.each([
  ['search-api', 'search-api'],
  [arn, 'search-api'],
])('%s is called %s', (given, name) => {
  expect(shortName(given)).toBe(name);
});

test.each<[string, readonly string[], readonly string[]]>([
  ['none twice', ['search-api', 'search-worker'], []],
  ['one by its name twice', ['search-api', 'search-worker', 'search-api'], ['[2]']],
  ['one by its name and by its ARN', ['search-api', arn], ['[1]']],
  ['one three times', ['search-api', arn, 'search-api'], ['[1]', '[2]']],
  ['one whose name begins another', ['search', 'search-api'], []],
])('a list that has %s is told where', (_what, names, places) => {
  expect(listedTwice(names).map(({ at }) => at)).toEqual(places);
});
