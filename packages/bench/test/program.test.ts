import { type AddressInfo, createServer } from 'node:net';
import process from 'node:process';
import { runProgram } from '../src/program.ts';

const { signal } = new AbortController();
const node = (script: string, abort = signal) => runProgram(process.execPath, ['-e', script], { signal: abort });

test('a program that ends well gives what it printed, and how long it took', async () => {
  const { stdout, wallMs } = await node("console.log('done')");
  expect(stdout).toBe('done\n');
  expect(wallMs).toBeGreaterThan(1);
});

test('a program that fails is an error with all that it printed', async () => {
  await expect(node("console.log('so far'); console.error('no further'); process.exit(3)")).rejects.toThrow(
    /failed with 3:\nso far\nno further/,
  );
});

test('a program that is not there is named', async () => {
  await expect(runProgram('no-such-program', [], { signal })).rejects.toMatchObject({
    code: 'ENOENT',
    path: 'no-such-program',
  });
});

test('an interruption ends a program together with what it started', async () => {
  const abort = new AbortController();
  let calls = 0;
  const server = createServer(() => {
    calls += 1;
    if (calls === 2) abort.abort();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const call = `require('node:net').connect(${(server.address() as AddressInfo).port}, '127.0.0.1').on('error', () => {})`;
    const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(call)}], { stdio: 'inherit' })`;
    // Both stay as long as the server does, and the child holds the output open: it ends only when both have.
    await expect(node(`${call}; ${child}`, abort.signal)).rejects.toThrow('aborted');
    expect(calls).toBe(2);
  } finally {
    server.close();
  }
});
