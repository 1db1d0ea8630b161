import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runBundle } from '@actions-aws/testing';
import { sharesOf } from '../src/scans/shares.ts';
import { textOf } from './readers/samples/sample.ts';
import { samples } from './readers/samples/samples.ts';
import { sarif } from './support/reports.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

const action = fileURLToPath(new URL('..', import.meta.url));
const program = new URL('../src/main.ts', import.meta.url).href;

let workspace: Workspace;
beforeEach(() => {
  workspace = newWorkspace();
  workspace.write('src/app.js', 'one();\neval(a);\ntwo();\neval(b);\n');
});
afterEach(() => workspace.remove());

describe('shares', () => {
  const write = (sizes: readonly number[]) => {
    for (const [index, size] of sizes.entries()) workspace.write(`${index}.json`, 'x'.repeat(size));
    return sizes.map((_, index) => ({
      name: `scan-${index}`,
      report: [`${index}.json`],
      root: '',
      optional: false,
      partial: 'fail' as const,
    }));
  };
  it.each([
    ['halves', [10, 10, 10, 10], 2],
    ['of three the first two, since a thread has to start', [10, 10, 10], 2],
    ['the first is too small to be worth it', [9, 100], 2],
    ['the second is', [100, 9], 2],
    ['one of them is nearly all', [10, 1, 1000, 1, 1], 2],
    ['there is one scan', [1000], 1],
    ['there is none', [], 0],
  ])('%s', (_, sizes, first) => {
    const scans = write(sizes);
    const shares = sharesOf(scans, { workspace: workspace.folder }, { least: 10 });
    expect(shares).toEqual({ first: scans.slice(0, first), second: scans.slice(first) });
  });

  it('does not look for what is behind a wildcard, and leaves what is not there to the reader', () => {
    const [one, ...rest] = write([100, 100]);
    const scans = [one!, ...rest.map((scan) => ({ ...scan, report: ['*.json', 'none.json'] }))];
    expect(sharesOf(scans, { workspace: workspace.folder }, { least: 10 }).second).toEqual([]);
  });
});

/** Enough bytes for a thread, and of the other scans, which it reads too, every sort of result. */
function writeReports(): Readonly<Record<string, string>> {
  const long = 'x'.repeat(8_192);
  const many = (from: number) =>
    Array.from({ length: 2_100 }, (_, index) => ({
      rule: `R${index % 7}`,
      path: `src/${index % 5}.js`,
      line: from + index,
      message: `${long} ${index}`,
    }));
  workspace.write('a.sarif', sarif('First', many(1)));
  workspace.write('b.sarif', sarif('Second', [...many(500), { rule: 'R1', path: 'src/app.js', line: 2 }]));
  workspace.write(
    'c.sarif',
    sarif(
      'First',
      [
        { rule: 'R1', path: 'src/app.js', line: 4, suppressed: 'by hand' },
        { rule: 'nowhere', level: 'none' },
      ],
      { invocations: [{ executionSuccessful: false }] },
    ),
  );
  for (const [index, sample] of samples.entries()) workspace.write(`${index}.json`, textOf(sample));
  workspace.write('broken.sarif', '{"runs":[');
  const scans = [
    'a: a.sarif',
    'aa: b.sarif',
    'c: c.sarif',
    'x: broken.sarif',
    'y: {report: none.sarif, optional: true}',
    ...samples.map(({ tool }, index) => `${tool}/z${index}: ${index}.json`),
  ];
  return { scans: scans.join('\n'), 'fail-on': 'never' };
}

const FILES = ['sarif', 'html', 'json', 'csv'] as const;

/** Megabytes are read, which a busy machine takes its time for. */
const LONG_MS = 120_000;

test(
  'what a thread has read makes the same bytes',
  async () => {
    const reports = writeReports();
    workspace.write('then.sarif', (await workspace.run({ scans: 'c: c.sarif' })).file('sarif'));
    const inputs = { ...reports, baseline: 'then.sarif' };
    const alone = await workspace.run(inputs);
    const together = await workspace.run(inputs, { program });
    expect(together.outputs.incomplete).toContain('"c"');
    for (const name of FILES) expect(together.file(name) === alone.file(name)).toBe(true);
    expect(together.summary).toBe(alone.summary);
  },
  LONG_MS,
);

test(
  'so it does as it ships',
  async () => {
    const inputs = writeReports();
    const alone = await workspace.run(inputs);
    // Each thread leaves a word.
    const code = `import{appendFileSync}from'node:fs';import{isMainThread}from'node:worker_threads';appendFileSync(process.env.THREADS,isMainThread?'main ':'other ')`;
    const THREADS = workspace.path('threads');
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(code)}`;
    const env = { RUNNER_TEMP: workspace.temp, NODE_OPTIONS, THREADS };
    const { outputs } = await runBundle({ action, workspace: workspace.folder, inputs, env });
    // One thread reads, and another writes.
    expect(readFileSync(THREADS, 'utf8')).toBe('main other other ');
    for (const name of FILES) expect(readFileSync(outputs[name] ?? '', 'utf8') === alone.file(name)).toBe(true);
  },
  LONG_MS,
);

test.each([
  ['it fails', 'throw new Error("out of order")', 'out of order'],
  ['it ends', 'process.exit(3)', 'ended without an answer, with 3'],
  [
    'it has no room',
    `import{parentPort}from'node:worker_threads';parentPort.postMessage({refused:{message:'The disk is full.',hint:'Clear it.'}})`,
    'The disk is full.',
  ],
])('of a thread that reads no scan there is one error, and no file: %s', async (_, code, message) => {
  const { failures, outputs } = await workspace.run(writeReports(), {
    program: `data:text/javascript,${encodeURIComponent(code)}`,
  });
  expect(failures).toEqual([expect.stringContaining(message)]);
  expect(outputs).toMatchObject({ verdict: 'incomplete', sarif: '' });
  expect(readdirSync(workspace.temp)).toEqual([]);
});

/** One scan, which this thread reads, of enough bytes for another to write. */
function writeOne(): Readonly<Record<string, string>> {
  const message = 'x'.repeat(16_384);
  workspace.write(
    'a.sarif',
    sarif(
      'First',
      Array.from({ length: 1_100 }, (_, index) => ({ rule: 'R', path: 'src/app.js', line: 1 + index, message })),
    ),
  );
  return { scans: 'a: a.sarif', 'fail-on': 'never' };
}

test.each([
  ['it fails', 'throw new Error("out of order")', 'out of order'],
  ['it ends', 'process.exit(3)', 'ended without an answer, with 3'],
  [
    'the disk is full',
    `import{workerData}from'node:worker_threads';import{writeSync}from'node:fs';writeSync(workerData.descriptor,'half');throw Object.assign(new Error('write'),{code:'ENOSPC'})`,
    'the disk is full. No file of this run is there.',
  ],
])('of a thread that writes no aggregate there is one error, and no file: %s', async (_, code, message) => {
  const { failures, outputs } = await workspace.run(writeOne(), {
    program: `data:text/javascript,${encodeURIComponent(code)}`,
  });
  expect(failures).toEqual([expect.stringContaining(message)]);
  expect(outputs).toMatchObject({ verdict: 'incomplete', sarif: '' });
  expect(readdirSync(workspace.temp)).toEqual([]);
});

test.each([
  ['reads', writeReports, () => true],
  [
    'writes',
    writeOne,
    () => readdirSync(workspace.temp, { recursive: true }).some((file) => `${file}`.endsWith('.part')),
  ],
])('a run that is cancelled while a thread %s leaves nothing', async (_, reports, isDue) => {
  const cancelled = new AbortController();
  const code = `import{parentPort}from'node:worker_threads';parentPort.on('message',()=>{})`;
  const running = workspace.run(reports(), {
    program: `data:text/javascript,${encodeURIComponent(code)}`,
    signal: cancelled.signal,
  });
  const look = () => {
    if (isDue()) cancelled.abort(new Error('cancelled'));
    else setImmediate(look);
  };
  setImmediate(look);
  expect((await running).failures).toEqual([expect.stringContaining('cancelled')]);
  expect(readdirSync(workspace.temp)).toEqual([]);
});
