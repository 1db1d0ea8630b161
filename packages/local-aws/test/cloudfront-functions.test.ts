import { readFile } from 'node:fs/promises';
import * as sdk from '@aws-sdk/client-cloudfront';
import { runtime } from '../src/services/cloudfront/functions/run.ts';
import { parsed } from '../src/services/cloudfront/functions/syntax.ts';
import { type CloudFrontCloud, cloudFrontCloud, minimal, refusalOf } from './cloudfront-cloud.ts';

let world: CloudFrontCloud;

beforeAll(async () => {
  world = await cloudFrontCloud();
  await world.cloud.control.snapshot('empty');
});
beforeEach(() => world.cloud.control.restore('empty'));
afterAll(() => world.cloud.stop());

const FunctionConfig = { Comment: 'routes', Runtime: 'cloudfront-js-2.0' } as const;
const bytes = (code: string) => new Uint8Array(Buffer.from(code));
const answering = (text: string) =>
  `async function handler(event) { return { statusCode: 200, statusDescription: 'OK', body: '${text} ' + event.request.uri }; }`;

async function make(code: string, Name = 'route') {
  return world.cloudfront.send(new sdk.CreateFunctionCommand({ Name, FunctionConfig, FunctionCode: bytes(code) }));
}

function publish(IfMatch: string | undefined) {
  return world.cloudfront.send(new sdk.PublishFunctionCommand({ Name: 'route', IfMatch }));
}

/** A distribution whose requests go through the function. */
async function associated(EventType: sdk.EventType = 'viewer-request'): Promise<string> {
  const FunctionARN = 'arn:aws:cloudfront::123456789012:function/route';
  const FunctionAssociations = { Quantity: 1, Items: [{ FunctionARN, EventType }] };
  const { DefaultCacheBehavior } = minimal('');
  const { id } = await world.create({ DefaultCacheBehavior: { ...DefaultCacheBehavior!, FunctionAssociations } });
  await world.cloud.clock.advance(300_000);
  return (await world.cloudfront.send(new sdk.GetDistributionCommand({ Id: id }))).Distribution?.DomainName ?? '';
}

function look(name: string, path: string, host = 0) {
  const { status, body, headers } = world.cloud.visit({ url: `https://${name}${path}`, host });
  return { status, text: Buffer.from(body).toString(), headers };
}

test('a function is made, published, and described by its stages', async () => {
  const { ETag, FunctionSummary } = await make(answering('one'));
  expect(FunctionSummary).toMatchObject({ Status: 'UNPUBLISHED', FunctionMetadata: { Stage: 'DEVELOPMENT' } });
  const live = { Name: 'route', Stage: 'LIVE' } as const;
  expect(await refusalOf(world.cloudfront.send(new sdk.DescribeFunctionCommand(live)))).toEqual([
    'NoSuchFunctionExists',
    404,
  ]);
  expect(await refusalOf(publish(undefined))).toEqual(['InvalidIfMatchVersion', 400]);
  await publish(ETag);
  const changed = await world.cloudfront.send(
    new sdk.UpdateFunctionCommand({
      Name: 'route',
      IfMatch: ETag,
      FunctionConfig,
      FunctionCode: bytes(answering('two')),
    }),
  );
  expect(await refusalOf(publish(ETag))).toEqual(['PreconditionFailed', 412]);
  const read = await world.cloudfront.send(new sdk.GetFunctionCommand(live));
  expect(Buffer.from(read.FunctionCode ?? []).toString()).toBe(answering('one'));
  expect(changed.ETag).not.toBe(ETag);
  expect(await refusalOf(make('', 'route'))).toEqual(['FunctionAlreadyExists', 409]);
});

test('it has to be LIVE before a distribution names it, and is not deleted while one does', async () => {
  const { ETag } = await make(answering('one'));
  expect(await refusalOf(associated())).toEqual(['InvalidFunctionAssociation', 400]);
  await publish(ETag);
  await associated();
  const remove = new sdk.DeleteFunctionCommand({ Name: 'route', IfMatch: ETag });
  expect(await refusalOf(world.cloudfront.send(remove))).toEqual(['FunctionInUse', 409]);
  const { FunctionSummary } = await world.cloudfront.send(
    new sdk.DescribeFunctionCommand({ Name: 'route', Stage: 'LIVE' }),
  );
  expect(FunctionSummary?.Status).toBe('DEPLOYED');
});

test('too much code, a runtime that is not run and wrong syntax are refused', async () => {
  expect(await refusalOf(make(`// ${'x'.repeat(10_240)}`))).toEqual(['FunctionSizeLimitExceeded', 413]);
  expect(await refusalOf(make('class A {}'))).toEqual(['InvalidArgument', 400]);
  const old = { ...FunctionConfig, Runtime: 'cloudfront-js-1.0' } as const;
  const made = world.cloudfront.send(
    new sdk.CreateFunctionCommand({ Name: 'old', FunctionConfig: old, FunctionCode: bytes('') }),
  );
  expect(await refusalOf(made)).toEqual(['NotImplemented', 501]);
});

test('what is published reaches one host after the other', async () => {
  const { ETag } = await make(answering('one'));
  await publish(ETag);
  const name = await associated();
  expect(look(name, '/a').text).toBe('one /a');
  const changed = await world.cloudfront.send(
    new sdk.UpdateFunctionCommand({
      Name: 'route',
      IfMatch: ETag,
      FunctionConfig,
      FunctionCode: bytes(answering('two')),
    }),
  );
  await publish(changed.ETag);
  await world.cloud.clock.advance(15_000);
  const seen = [0, 1, 2, 3, 4, 5, 6, 7].map((host) => look(name, '/a', host).text);
  expect(new Set(seen)).toEqual(new Set(['one /a', 'two /a']));
  await world.cloud.clock.advance(45_000);
  expect(look(name, '/a').text).toBe('two /a');
});

test('a function that fails, or returns nothing that is a request, is a 503', async () => {
  const { ETag } = await make(`function handler(event) {
    if (event.request.uri === '/throws') throw new Error('no');
    if (event.request.uri === '/loops') { for (;;) {} }
    return event.request.uri === '/nothing' ? null : { statusCode: 204 };
  }`);
  await publish(ETag);
  const name = await associated();
  for (const path of ['/throws', '/nothing', '/loops']) expect(look(name, path).status).toBe(503);
  expect(look(name, '/other').status).toBe(204);
});

test('a function after the cache changes the answer, and not an error', async () => {
  const { ETag } = await make(`function handler(event) {
    event.response.headers['x-late'] = { value: event.request.uri };
    return event.response;
  }`);
  await publish(ETag);
  const name = await associated('viewer-response');
  // Nothing lets the distribution read the bucket.
  expect(look(name, '/a')).toMatchObject({ status: 403, headers: expect.not.objectContaining({ 'x-late': '/a' }) });
});

describe('the code of a function', () => {
  const run = (code: string, event: unknown = {}, stores = {}) => runtime().run(bytes(code), event, stores);

  test('reads its stores, and goes on after one that lacks the key', () => {
    const code = `import cf from 'cloudfront';
      const store = cf.kvs();
      async function handler(event) {
        let missing = '';
        try { await store.get('none'); } catch (error) { missing = error.message; }
        const pointer = await store.get('release', { format: 'json' });
        return { release: pointer.id, missing: missing, exists: await store.exists('release'), count: await store.count() };
      }`;
    expect(run(code, {}, { one: { release: '{"id":"1"}' } })).toMatchObject({
      returned: { release: '1', missing: 'KeyNotFound: none', exists: true, count: 1 },
    });
  });

  test.each([
    ['a timer', 'function handler() { setTimeout(handler, 1); }', /setTimeout is not defined/],
    ['the network', 'async function handler() { await fetch("https://example.com"); }', /fetch is not defined/],
    ['code of text', 'function handler() { return eval("1"); }', /Code generation from strings disallowed/],
    ['this program', 'function handler() { return process.env; }', /process is not defined/],
    ['a promise that nothing settles', 'function handler() { return new Promise(function () {}); }', /did not return/],
  ])('does not reach %s', (_, code, message) => {
    expect(run(code)).toMatchObject({ failed: expect.stringMatching(message) });
  });

  test.each([
    'class A {}',
    'const { a } = {};',
    'f(...[]);',
    'function* g() {}',
    'var a = b?.c;',
    'var a = b ?? c;',
    'var a = 1n;',
    'for (const a of []) {}',
    'function f(a = 1) {}',
    'var a = { b };',
    'try {} catch {}',
    "import fs from 'fs';",
    "import { kvs } from 'cloudfront';",
  ])('refuses %s', (code) => {
    expect(() => parsed(code)).toThrow(SyntaxError);
  });

  test.each([
    'const a = 1; let b = `one`;',
    'var f = async (...rest) => { (await rest[0]) ** 2; };',
    "import cf from 'cloudfront'; cf.kvs();",
    'a: for (var b in {}) { switch (b) { default: break a; } }',
  ])('knows %s', (code) => {
    expect(() => parsed(code)).not.toThrow();
  });
});

const handling = (body: string, before = '') => `${before}
async function handler(event) { ${body} }`;
const site = await readFile(new URL('../../site/src/function/site.js', import.meta.url), 'utf8');

test.each<[string, string, boolean]>([
  ['the function of a site', site, true],
  ['parts of its event', handling('return { uri: event.request.uri, id: event.context.distributionId };'), true],
  ['an edit of its event', handling('event.request.uri = "/"; return event.request;'), true],
  ['the time', handling('return { now: Date.now() };'), false],
  ['chance', handling('return { n: Math.random() };'), false],
  ['chance by its name', handling('return { n: Math["random"]() };'), false],
  ['chance by another name', handling('const m = Math; return { n: m["ran" + "dom"]() };'), false],
  ['the id of the request', handling('return { id: event.context.requestId };'), false],
  ['the context as a whole', handling('return event.context;'), false],
  ['a name in the context', handling('return { id: event.context["request" + "Id"] };'), false],
  ['the event as a whole', handling('return { text: JSON.stringify(event) };'), false],
  ['the event by another name', handling('const e = event; return e.context;'), false],
  ['the event among its arguments', handling('return arguments[0].context;'), false],
  ['a variable that stays', handling('runs += 1; return { runs: runs };', 'let runs = 0;'), false],
  ['an object that stays', handling('seen.n = 1; return seen;', 'const seen = {};'), false],
  [
    'a property of a function that stays',
    handling('handler.n = (handler.n || 0) + 1; return { n: handler.n };'),
    false,
  ],
])('a function that uses %s', (_what, code, isRepeatable) => {
  expect(parsed(code).isRepeatable).toBe(isRepeatable);
});

test('a function that is not run again for the same answers as if it were', () => {
  const { run } = runtime();
  const code = bytes(
    handling(
      "return { pointer: await cf.kvs().get('release'), query: event.request.querystring };",
      "import cf from 'cloudfront';",
    ),
  );
  expect(parsed(Buffer.from(code).toString()).isRepeatable).toBe(true);
  const event = (requestId: string, querystring: object) => ({ context: { requestId }, request: { querystring } });
  const asked = (release: string, requestId: string, querystring: object) =>
    run(code, event(requestId, querystring), { store: { release } });
  for (const requestId of ['1', '2']) {
    for (const query of [{}, { requestId: { value: 'a' } }, { requestId: { value: 'b' } }]) {
      for (const release of ['one', 'two'])
        expect(asked(release, requestId, query)).toEqual({ returned: { pointer: release, query }, logs: [] });
    }
  }
  expect(run(code, event('1', {}), {})).toMatchObject({ failed: expect.stringContaining('not associated') });
});
