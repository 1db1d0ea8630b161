import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { peakMemory, run } from '../src/node-program.ts';

const { signal } = new AbortController();
const program = (code: string, env = {}) => ({ args: ['-e', code], folder: tmpdir(), env });

test('a run tells what it wrote, to outputs and to the log, in a home of its own that is gone afterwards', async () => {
  const code = `const { appendFileSync } = require('fs');
    appendFileSync(process.env.GITHUB_OUTPUT, 'home=' + process.env.HOME + '\\nhas=' + [process.env.GIVEN, process.env.SECRET] + '\\n');
    console.log('12345');
    console.error('789');`;
  process.env.SECRET = 'of this process';
  try {
    const ended = await run(program(code, { GIVEN: 'yes' }), signal);
    expect(ended).toMatchObject({ logBytes: 10, outputs: { has: 'yes,' } });
    expect(ended.outputBytes).toBe(`home=${ended.outputs.home}\nhas=yes,\n`.length);
    expect(ended.wallMs).toBeGreaterThan(1);
    expect(existsSync(ended.outputs.home!)).toBe(false);
  } finally {
    delete process.env.SECRET;
  }
});

test('a run that fails is an error with what it printed', async () => {
  await expect(run(program("console.log('no base'); process.exitCode = 3"), signal)).rejects.toThrow(
    /failed with 3:\nno base/,
  );
});

test('an interruption ends the run', async () => {
  await expect(run(program('setTimeout(() => {}, 60_000)'), AbortSignal.timeout(300))).rejects.toThrow('aborted');
});

test('the most memory that a process ever had is seen, on Linux, and not what this process had', async () => {
  const [little, much] = [
    await peakMemory(program(''), signal),
    await peakMemory(program('Buffer.alloc(150e6, 1); process.exit()'), signal),
  ];
  if (process.platform !== 'linux') expect(little).toEqual({ why: expect.any(String) });
  else expect(Number(much) - Number(little)).toBeGreaterThan(140e6);
});
