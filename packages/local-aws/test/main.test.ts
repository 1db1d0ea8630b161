import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function run(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    output.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.err += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  return { child, output, ended, ready };
}

test.each(['SIGTERM', 'SIGINT'] as const)('says where it listens in one line, and ends well on %s', async (signal) => {
  const { child, output, ended, ready } = run('--port', '0');
  await ready;
  const endpoint = /^local AWS listens on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(output.out)?.[1] ?? '';
  const answer = await fetch(`${endpoint}/_local/now`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  expect(await answer.json()).toBeGreaterThan(0);
  child.kill(signal);
  expect(await ended).toBe(0);
  expect(output.err).toBe('');
});

test('a port that is taken, or is none, is said plainly', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
  const taken = run('--port', String(port));
  expect(await taken.ended).toBe(1);
  expect(taken.output.err).toContain(`port ${port} is taken`);
  server.close();
  const none = run('--port', '70000');
  expect(await none.ended).toBe(1);
  expect(none.output.err).toContain('--port 70000 is not a port from 0 to 65535');
});
