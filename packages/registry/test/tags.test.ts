import { opened, quickClock } from './support/opened.ts';
import { type Reply, type Stub, startStub } from './support/stub.ts';

let stub: Stub | undefined;
afterEach(() => stub?.stop());

const page = (tags: unknown, link?: string): Reply => ({
  headers: { 'content-type': 'application/json', ...(link !== undefined && { link }) },
  body: JSON.stringify({ name: 'team/api', tags }),
});

test.each([
  ['an address from the root', () => '</v2/team/api/tags/list?page=2>; rel="next"'],
  ['a relative address', () => '<list?page=2>; rel=next'],
  ['a whole address', (host: string) => `<http://${host}/v2/team/api/tags/list?page=2>; rel="next"`],
  ['one of several', () => '<list?page=9>; rel="last", <list?page=2>; title="a; b"; rel="first next"'],
])('the next page is at %s', async (_, link) => {
  stub = await startStub(({ path, headers }) =>
    path.endsWith('page=2') ? page(['c', 'b']) : page(['a', 'b'], link(headers.host ?? '')),
  );
  expect(await opened(stub.host).tags()).toEqual(['a', 'b', 'c']);
  expect(stub.came.map(({ path }) => path)).toEqual(['/v2/team/api/tags/list?n=1000', '/v2/team/api/tags/list?page=2']);
});

test('a repository without tags has none, in both forms', async () => {
  for (const tags of [[], null]) {
    stub = await startStub(() => page(tags));
    expect(await opened(stub.host).tags()).toEqual([]);
    await stub.stop();
  }
});

test.each<[string, Reply, string]>([
  [
    'a page elsewhere',
    page(['a'], '<http://evil.example/v2/team/api/tags/list>; rel="next"'),
    'http://evil.example/v2',
  ],
  ['a page that is its own next one', page(['a'], '<list?n=1000>; rel="next"'), 'its next page is said to be'],
  ['no list', page({ a: 1 }), 'no list of tags'],
  ['no tags at all', { headers: {}, body: '{"name":"team/api"}' }, 'no list of tags'],
  ['what is no text', page(['a', 1]), 'no list of tags'],
  ['what is no tag', page(['a', 'b\nc']), 'no list of tags'],
])('%s is an error', async (_, reply, message) => {
  stub = await startStub(() => reply);
  await expect(opened(stub.host).tags()).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(message),
  });
});

test('pages without end end with the time', async () => {
  const clock = quickClock();
  stub = await startStub((_, before) => {
    clock.pass(1_000);
    return page([`t${before}`], `<list?page=${before}>; rel="next"`);
  });
  await expect(opened(stub.host, { clock }).tags()).rejects.toThrow('in time: there are more than 61');
});
