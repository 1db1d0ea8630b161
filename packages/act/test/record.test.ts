import { type ActLine, readLine } from '../src/act-process.ts';
import { signIn, unmappedJobs } from '../src/after.ts';
import { emptyRecord, shownName, take } from '../src/record.ts';

const line = (given: Partial<ActLine>): ActLine => ({
  level: 'info',
  msg: '',
  job: 'deploy/build ',
  jobID: 'build',
  ...given,
});
const step = { stage: 'Main', step: 'npm test', stepID: ['t'] } as const;

function recorded(...lines: readonly Partial<ActLine>[]) {
  const record = emptyRecord();
  for (const [index, one] of lines.entries()) take(record, line(one), 1000 + index);
  return record;
}

test('a job has its steps, what they said, their outputs and summaries, and its end', () => {
  const record = recorded(
    { step: 'Set up job', msg: '⭐ Run Set up job' },
    { ...step, msg: '⭐ Run Main npm test' },
    { ...step, msg: 'all well\n', raw_output: true },
    { ...step, command: 'warning', arg: 'slow', msg: '  🚧  ::warning::slow' },
    { ...step, stepResult: 'success', msg: '  ✅  Success' },
    { ...step, command: 'set-output', name: 'count', arg: '8' },
    { ...step, command: 'summary', content: '# 8 tests\n' },
    { jobResult: 'success', msg: '🏁  Job succeeded' },
  );
  expect(record.jobs).toMatchObject([
    {
      name: 'deploy/build',
      id: 'build',
      conclusion: 'success',
      steps: [
        { stage: 'Set up' },
        {
          id: 't',
          name: 'npm test',
          log: ['all well', 'warning: slow'],
          annotations: [{ level: 'warning', message: 'slow' }],
          outputs: { count: '8' },
          summary: '# 8 tests\n',
          conclusion: 'success',
          began: 1001,
          ended: 1004,
        },
      ],
    },
  ]);
});

test('jobs of a matrix are told apart, and a post step is another step', () => {
  const record = recorded(
    { job: 'a/b-1', matrix: { v: 1 }, ...step },
    { job: 'a/b-2', matrix: { v: 2 }, ...step },
    { job: 'a/b-1', matrix: { v: 1 }, ...step, stage: 'Post' },
  );
  expect(record.jobs.map(({ steps }) => steps.map(({ stage }) => stage))).toEqual([['Main', 'Post'], ['Main']]);
});

test('a job of a matrix that ends well after another has failed is a success, though act says otherwise', () => {
  const [first, second, third] = [1, 2, 3].map((v) => ({ job: `a/b-${v}`, matrix: { v } }));
  const { jobs } = recorded(
    { ...first, ...step },
    { ...second, ...step },
    { ...third, ...step },
    { ...first, ...step, stepResult: 'failure' },
    { ...first, jobResult: 'failure' },
    { ...second, ...step, stepResult: 'success' },
    { ...second, jobResult: 'failure' },
    { ...third, jobResult: 'failure' },
  );
  // The third was broken off in its step.
  expect(jobs.map(({ conclusion }) => conclusion)).toEqual(['failure', 'success', 'failure']);
});

test('a job that act leaves out for want of a runner is a problem', () => {
  const record = recorded({ msg: '🚧  Skipping unsupported platform -- Try running with `-P macos-14=...`' });
  expect(record.jobs[0]).toMatchObject({ conclusion: 'skipped', unmapped: 'macos-14' });
  expect(unmappedJobs('deploy.yml', record)).toEqual([
    { where: 'deploy.yml', message: expect.stringContaining('deploy/build runs on macos-14') },
  ]);
});

test('a job that names no runner is a problem', () => {
  const record = recorded({ msg: '🚧  Skipping unsupported platform -- Try running with `-P =...`' });
  expect(unmappedJobs('deploy.yml', record)).toEqual([
    {
      where: 'deploy.yml',
      message: 'act found `runs-on` empty for the job deploy/build: act skipped it and stays green.',
    },
  ]);
});

test('an expression that failed shows in the log alone; a step that only says so does not count', () => {
  const msg = "Unable to interpolate expression 'fromJSON(x)': Cannot parse non-string type invalid as JSON";
  expect(signIn(line({ level: 'error', msg }))).toBe(msg);
  expect(signIn(line({ msg, raw_output: true }))).toBeUndefined();
  expect(signIn(line({ msg: 'fine' }))).toBeUndefined();
});

test('what is no JSON is a line of its own, and nothing is none', () => {
  expect(readLine('Error: workflow is not valid')).toEqual({ level: 'info', msg: 'Error: workflow is not valid' });
  expect(readLine('  ')).toBeUndefined();
  const record = emptyRecord();
  expect(take(record, { level: 'info', msg: 'x' }, 0)).toEqual({});
  expect(record.remarks).toEqual(['x']);
});

test.each([
  ['deploy/promote', 'promote', {}, 'promote'],
  ['deploy.yml/promote', 'promote', {}, 'promote'],
  ['call/pipe.yml/ship', 'ship', {}, 'call / ship'],
  ['deploy/pipe.yml/ship', 'ship', {}, 'deploy / ship'],
  ['deploy/test-2', 'test', { os: 'linux', node: 24 }, 'test (linux, 24)'],
  ['deploy/on linux', 'test', { os: 'linux' }, 'on linux'],
])('the job that act calls %s is shown by GitHub as %4$s', (name, id, matrix, shown) => {
  const job = { name, id, matrix, steps: [], began: 0 };
  expect(shownName(job, ['deploy', 'deploy.yml'])).toBe(shown);
});

test('an error with two colons in it is an error, whose text is whole', () => {
  const text = '  ❓  ::error::Not allowed. AWS said: arn:aws:sts::123456789012:role/a%0AAllow 5%25.\n';
  const cut = { command: 'error::Not', arg: '123456789012:role/a\nAllow 5%.', msg: text };
  const read = readLine(JSON.stringify(line({ ...step, ...cut })));
  expect(read).toMatchObject({
    command: 'error',
    arg: 'Not allowed. AWS said: arn:aws:sts::123456789012:role/a\nAllow 5%.',
  });
  const other = line({ ...step, command: 'set-output::a', msg: '  ❓  ::set-output::a::b' });
  expect(readLine(JSON.stringify(other))).toEqual(other);
});
