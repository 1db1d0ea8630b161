import { parsePath, valueAt } from '../src/json-path.ts';
import { shortcomings } from '../src/judge.ts';

const answer = { status: 200, body: '{"hits":[{"id":1,"tags":["a"]}],"total":0,"next":null}', durationMs: 120 };
const { signal } = new AbortController();
const expectJson = (path: string, value: unknown) => shortcomings(answer, { json: [{ path, value }] }, signal);

test('an answer that is as expected has no shortcomings', async () => {
  const expect_ = {
    status: { from: 200, to: 299 },
    json: [
      { path: '$.hits[0].id', value: 1 },
      { path: '$.hits[-1]', value: { tags: ['a'], id: 1 } },
      { path: '$.next', value: null },
    ],
    body: '"total":\\d+',
    maxDurationMs: 120,
  };
  expect(await shortcomings(answer, expect_, signal)).toEqual([]);
});

test('everything that is wrong is told at once', async () => {
  const expect_ = {
    status: { from: 201, to: 201 },
    json: [{ path: '$.total', value: 3 }],
    body: 'error',
    maxDurationMs: 100,
  };
  const wrong = await shortcomings(answer, expect_, signal);
  expect(wrong).toEqual([
    'the status code is 200, not 201',
    '$.total is 0, not 3',
    `the body does not match /error/: ${answer.body}`,
    'it took 120 ms, more than 100 ms',
  ]);
});

test('nothing at a path is not the same as null', async () => {
  expect(await expectJson('$.missing', null)).toEqual(['there is nothing at $.missing, where null was expected']);
  expect(await expectJson('$.hits[1]', 1)).toHaveLength(1);
  expect(await expectJson('$.total.deeper', 1)).toHaveLength(1);
  expect(await expectJson('$.constructor', 1)).toHaveLength(1);
});

test('a number is not its text, and a list not its object', async () => {
  expect(await expectJson('$.hits[0].id', '1')).toHaveLength(1);
  expect(await expectJson('$.hits[0].tags', { 0: 'a' })).toHaveLength(1);
});

test('a body that is not JSON is told, not thrown', async () => {
  const wrong = await shortcomings({ ...answer, body: '<html>' }, { json: [{ path: '$', value: 1 }] }, signal);
  expect(wrong).toEqual(['the body is not JSON: <html>']);
});

test.each([
  ['$', []],
  ['$.a.b', ['a', 'b']],
  ["$['a b'][0]", ['a b', 0]],
  ['$["it\\"s"]', ['it"s']],
])('%s leads to one value', (path, keys) => {
  expect(parsePath(path)).toEqual(keys);
});

test.each(['', 'a.b', '$.', '$..a', '$.*', '$.a[*]', '$[?(@.a)]', '$[1:2]', '$.a b'])(
  '%j may match nothing, and is refused',
  (path) => {
    expect(parsePath(path)).toBeUndefined();
  },
);

test('a path counts from the end, and never past it', () => {
  expect(valueAt([1, 2], '$[-2]')).toEqual({ found: true, value: 1 });
  expect(valueAt([1, 2], '$[-3]')).toEqual({ found: false });
});
