import process from 'node:process';
import { startDistribution } from '../src/registries/index.ts';
import { listening } from '../src/registries/listening.ts';

const asks = { env: {}, path: '/v2/' };

test('a program is waited for until it answers, and ends when it is told', async () => {
  const code = (port: number) => `
    setTimeout(() => require('node:http').createServer((request, response) => {
      response.writeHead(request.url === '/v2/' ? 200 : 404).end();
    }).listen(${port}, '127.0.0.1'), 100)`;
  const { endpoint, stop } = await listening(process.execPath, (port) => ['-e', code(port)], asks);
  expect((await fetch(new URL('/v2/', endpoint))).status).toBe(200);
  await stop();
  await expect(fetch(new URL('/v2/', endpoint))).rejects.toThrow('fetch failed');
});

test('a program that ends says why, and one that is not there is an error', async () => {
  const args = () => ['-e', 'console.error("no store"); process.exit(1)'];
  await expect(listening(process.execPath, args, asks)).rejects.toThrow(/ended:\nno store/);
  await expect(startDistribution('no-such-registry')).rejects.toMatchObject({ code: 'ENOENT' });
});
