import { entriesOf, gapsIn, runBundle, startBundle } from '@actions-aws/testing';
import { type CheckWorld, step, world } from './support/world.ts';

let one: CheckWorld;
beforeAll(async () => {
  one = await world();
});
afterAll(() => one.stop());

test('the bundle looks at two sites, and tells a workflow and people what they are like', async () => {
  const { exitCode, outputs, summary, annotations } = await runBundle(step(one));
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({ outcome: 'ok', red: '0', warnings: '0', 'app-release': one.release });
  expect(summary).toContain('Nothing is wrong, and nothing needs a look.');
});

test('a site that cannot be reached is no good news', async () => {
  const { exitCode, outputs, annotations } = await runBundle(
    step(one, { 'app-url': 'https://127.0.0.1:9', timeout: '1s' }),
  );
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ outcome: 'failed', red: '1' });
  expect(annotations).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringContaining('https://127.0.0.1:9') }),
  ]);
});

test('a run that is cancelled while AWS is silent ends at once, and says nothing good', async () => {
  const { control } = one.cloud;
  await control.addFault({ operation: 'GetBucketPolicy', kind: 'hold' });
  const running = startBundle(step(one));
  await control.waitHeld(20_000);
  const { exitCode, outputs, summary } = await running.kill('SIGINT');
  await control.clearFaults();
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ outcome: 'failed', red: '', verdicts: '[]' });
  expect(summary).toContain('The run was cancelled (SIGINT).');
});

const HOSTILE = '`x|</table><script>alert(1)</script>\n::error::owned\n##[error]owned';

test('what a distribution says is no command, no output and no Markdown', async () => {
  await one.cloud.control.snapshot('before');
  await one.edit('app', (config) => ({ ...config, DefaultRootObject: HOSTILE }));
  const { outputs, stdout, summary, annotations } = await runBundle(step(one));
  await one.cloud.control.restore('before');
  expect(outputs.outcome).toBe('rejected');
  expect(annotations.filter(({ level }) => level === 'error')).toHaveLength(1);
  expect(stdout).not.toMatch(/^\s*##\[|^\s*::error::owned/m);
  // In a code span it is text.
  expect(summary.replace(/`[^`]*`/g, '')).not.toContain('<script>');
  expect(summary.split('\n').filter((line) => line.includes('DefaultRootObject'))).toHaveLength(1);
});

test('what opens TEST is masked before anything is asked', async () => {
  const { stdout } = await runBundle(step(one, { headers: 'Authorization: Basic c2VjcmV0' }));
  expect(stdout.indexOf('::add-mask::Basic c2VjcmV0')).toBeGreaterThanOrEqual(0);
  expect(stdout.replace(/^::add-mask::.*$/gm, '')).not.toContain('c2VjcmV0');
});

test('what ships is complete, and brings the licence of every package along', async () => {
  expect(await gapsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('a wrong input is told without the SDK', async () => {
  const { action, remove } = await entriesOf(new URL('..', import.meta.url));
  try {
    const { annotations } = await runBundle({ ...step(one, { timeout: 'soon' }), action });
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`timeout`')]);
  } finally {
    await remove();
  }
});
