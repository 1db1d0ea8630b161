import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { agentsVia } from '../src/http/index.ts';
import { proxyFor, proxySecretsIn, UserError } from '../src/index.ts';

const proxy = 'http://proxy.corp:3128/';
const on = (url: string, env: Record<string, string>) => proxyFor(new URL(url), env);

describe('the proxy of a request', () => {
  test.each([
    ['is none where none is set', 'https://a.test', {}, undefined],
    ['goes by the protocol: https', 'https://a.test', { HTTPS_PROXY: proxy, HTTP_PROXY: 'http://other' }, proxy],
    ['goes by the protocol: http', 'http://a.test', { HTTPS_PROXY: 'http://other', HTTP_PROXY: proxy }, proxy],
    ['is none for https where only the one for http is set', 'https://a.test', { HTTP_PROXY: proxy }, undefined],
    ['may be written small', 'https://a.test', { https_proxy: proxy }, proxy],
    ['is the one written small where both are', 'http://a.test', { http_proxy: proxy, HTTP_PROXY: 'http://x' }, proxy],
    ['is that one unless it is empty', 'http://a.test', { http_proxy: '', HTTP_PROXY: proxy }, proxy],
    ['may lack the scheme', 'https://a.test', { HTTPS_PROXY: 'proxy.corp:3128' }, proxy],
    ['may speak TLS itself', 'https://a.test', { HTTPS_PROXY: 'https://proxy.corp' }, 'https://proxy.corp/'],
  ])('%s', (_name, url, env, expected) => expect(on(url, env as Record<string, string>)).toBe(expected));

  test.each([
    ['the host', 'a.test'],
    ['the host in a list', 'b.test, A.TEST ,c.test'],
    ['its domain', 'test'],
    ['its domain with a dot', '.test'],
    ['its domain with a star', '*.test'],
    ['the host with a dot', '.a.test'],
    ['the host and the port', 'a.test:443'],
    ['the domain and the port', '.test:443'],
    ['all', '*'],
    ['all among others', 'b.test,*'],
  ])('is none where NO_PROXY has %s', (_name, NO_PROXY) => {
    expect(on('https://a.test', { HTTPS_PROXY: proxy, NO_PROXY })).toBeUndefined();
    expect(on('https://a.test', { HTTPS_PROXY: proxy, NO_PROXY: 'other', no_proxy: NO_PROXY })).toBeUndefined();
  });

  test.each([
    ['another host', 'b.test'],
    ['the end of its name', '.test.com,est'],
    ['a subdomain', 'www.a.test'],
    ['another port', 'a.test:8443'],
    ['nothing', ' , '],
  ])('is not left out where NO_PROXY has %s', (_name, NO_PROXY) => {
    expect(on('https://a.test', { HTTPS_PROXY: proxy, NO_PROXY })).toBe(proxy);
  });

  test('is left out for the port that a URL names', () => {
    expect(on('http://a.test:8080', { HTTP_PROXY: proxy, NO_PROXY: 'a.test:8080' })).toBeUndefined();
    expect(on('http://a.test:8081', { HTTP_PROXY: proxy, NO_PROXY: 'a.test:8080' })).toBe(proxy);
  });

  test.each([
    'http://localhost:4566',
    'http://builds.localhost',
    'http://127.0.0.1:1',
    'http://127.1.2.3',
    'http://[::1]:80',
  ])('is none for this machine: %s', (url) => expect(on(url, { HTTP_PROXY: proxy })).toBeUndefined());

  test.each(['socks5://proxy.corp', 'http://', 'http://user:pa%ss@proxy.corp', 'pass word'])(
    'that is none is an error which names the variable and not its value: %s',
    (value) => {
      const attempt = () => on('https://a.test', { HTTPS_PROXY: value });
      expect(attempt).toThrow(UserError);
      expect(attempt).toThrow('HTTPS_PROXY is not the address of an HTTP proxy.');
    },
  );
});

test('passwords of proxies are masked as they are written, meant and sent', () => {
  const env = {
    HTTPS_PROXY: 'http://me:p%40ss@proxy.corp',
    http_proxy: 'me:p%40ss@proxy.corp',
    HTTP_PROXY: 'socks5://me:x@y',
  };
  expect(proxySecretsIn(env)).toEqual(['p%40ss', 'p@ss', Buffer.from('me:p@ss').toString('base64')]);
  expect(proxySecretsIn({ HTTPS_PROXY: proxy })).toEqual([]);
});

test('a request over http takes the proxy in absolute form, with the credentials of its address', async () => {
  const server = createServer((request, response) => {
    response.end(`${request.method} ${request.url} ${request.headers.host} ${request.headers['proxy-authorization']}`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { httpAgent } = agentsVia(`http://me:p%40ss@127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    const [response] = await once(get('http://api.example.test/health', { agent: httpAgent }), 'response');
    const body = Buffer.concat(await response.toArray()).toString();
    const sent = Buffer.from('me:p@ss').toString('base64');
    expect(body).toBe(`GET http://api.example.test/health api.example.test Basic ${sent}`);
  } finally {
    httpAgent.destroy();
    server.close();
  }
});
