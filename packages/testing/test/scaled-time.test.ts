import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { scaledTime } from '../src/bundle/scaled-time.ts';

const run = promisify(execFile);
const LOCAL_START = Date.UTC(2030, 0, 1);

/** Runs a module in a subprocess whose time is a hundred times the machine's, and gives what it printed as JSON. */
async function inScaledTime(source: string): Promise<Record<string, unknown>> {
  const { args, env } = scaledTime({ scale: 100, clock: { now: () => LOCAL_START } });
  const given = [...args, '--input-type=module', '--eval', source];
  const { stdout } = await run(process.execPath, given, { env: { PATH: process.env.PATH, ...env } });
  return JSON.parse(stdout);
}

/** Each waits for ten seconds: longer than a test may take. */
const waits = {
  setTimeout: 'await new Promise((done) => setTimeout(done, 10_000))',
  setInterval:
    'await new Promise((done) => { const every = setInterval(() => { clearInterval(every); done(); }, 10_000) })',
  'setTimeout of node:timers': `
    import { setTimeout as later } from 'node:timers';
    await new Promise((done) => later(done, 10_000))`,
  'setTimeout of node:timers/promises': `
    import { setTimeout as wait } from 'node:timers/promises';
    await wait(10_000)`,
  'setInterval of node:timers/promises': `
    import { setInterval as each } from 'node:timers/promises';
    for await (const _ of each(10_000)) break`,
  'scheduler.wait': `
    import { scheduler } from 'node:timers/promises';
    await scheduler.wait(10_000)`,
  'promisified setTimeout': `
    import { promisify } from 'node:util';
    await promisify(setTimeout)(10_000)`,
  'AbortSignal.timeout': `
    const signal = AbortSignal.timeout(10_000);
    const alive = setTimeout(() => {}, 100_000);
    await new Promise((done) => signal.addEventListener('abort', done));
    clearTimeout(alive)`,
};

test.each(Object.entries(waits))('a wait of ten seconds by %s takes a tenth of one', async (_name, wait) => {
  // Dates are read before and after, since a busy machine may stop the process between two readings.
  const { least, most, byPerformance } = await inScaledTime(`
    const began = [Date.now(), performance.now(), Date.now()];
    ${wait.replace(/import .*/g, '')};
    ${(wait.match(/import .*/g) ?? []).join('\n')}
    const ended = [Date.now(), performance.now(), Date.now()];
    const [least, byPerformance, most] = [ended[0] - began[2], ended[1] - began[1], ended[2] - began[0]];
    console.log(JSON.stringify({ least, most, byPerformance }));
  `);
  expect(most).toBeGreaterThanOrEqual(9_900);
  expect(least).toBeLessThan(100_000);
  expect(byPerformance).toBeGreaterThan(Number(least) - 100);
  expect(byPerformance).toBeLessThan(Number(most) + 100);
});

test('dates begin where the cloud is, and stay dates', async () => {
  const seen = await inScaledTime(`
    const date = new Date();
    console.log(JSON.stringify({
      year: date.getUTCFullYear(),
      text: Date().slice(11, 15),
      given: new Date(0).toISOString(),
      isDate: date instanceof Date && structuredClone(date) instanceof Date,
      origin: Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1_000,
      utc: Date.UTC(1970, 0, 1),
    }));
  `);
  expect(seen).toEqual({
    year: 2030,
    text: '2030',
    given: '1970-01-01T00:00:00.000Z',
    isDate: true,
    origin: true,
    utc: 0,
  });
});

test('the program cannot tell: the factor is not in its environment', async () => {
  expect(await inScaledTime('console.log(JSON.stringify({ ...process.env, PATH: undefined }))')).toEqual({});
});
