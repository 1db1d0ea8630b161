import { judge } from '../src/oracle.ts';
import type { Conclusion, RecordedJob, RecordedStep } from '../src/record.ts';
import { workflowOf } from '../src/workflows.ts';

const scene = { github: { ref: 'refs/heads/main', event_name: 'push' }, vars: { STAGE: 'beta' }, inputs: {} };

/** A job that act ran: its name without the workflow's. */
function ran(name: string, conclusion: Conclusion, outputs: Record<string, string> = {}, matrix = {}): RecordedJob {
  const step = {
    stage: 'Main',
    id: 's',
    name: 's',
    log: [],
    outputs,
    annotations: [],
    summary: '',
    began: 0,
    conclusion,
  } as RecordedStep;
  return {
    name: `w/${name}`,
    id: name.split('/').at(-1)?.replace(/-\d$/, '') ?? '',
    matrix,
    steps: [step],
    began: 0,
    ended: 1,
    conclusion,
  };
}

async function problemsOf(jobs: string, ...recorded: readonly RecordedJob[]): Promise<readonly string[]> {
  const text = `name: w\non: push\njobs:\n${jobs.replace(/^/gm, '  ')}\n`;
  const { problems } = await judge(
    workflowOf('w.yml', text),
    { jobs: [...recorded], remarks: [] },
    scene,
    () => undefined,
  );
  return problems.map(({ message }) => message);
}

const run = 'runs-on: ubuntu-latest, steps: [{ id: s, run: "true" }]';

test.each([
  ['jobs in order', `a: { ${run} }\nb: { needs: a, ${run} }`, [ran('a', 'success'), ran('b', 'success')]],
  ['a failure ends what comes after', `a: { ${run} }\nb: { needs: a, ${run} }`, [ran('a', 'failure')]],
  [
    'failure() of one further up',
    `a: { ${run} }\nb: { needs: a, ${run} }\nc: { needs: b, if: failure(), ${run} }`,
    [ran('a', 'failure'), ran('c', 'success')],
  ],
  ['always()', `a: { ${run} }\nb: { needs: a, if: always(), ${run} }`, [ran('a', 'failure'), ran('b', 'success')]],
  ['a condition on a variable', `a: { if: "vars.STAGE == 'prod'", ${run} }`, []],
  [
    'a condition on an output',
    `a: { outputs: { x: "\${{ steps.s.outputs.x }}" }, ${run} }\nb: { needs: a, if: "needs.a.outputs.x == 'y'", ${run} }`,
    [ran('a', 'success', { x: 'y' }), ran('b', 'success')],
  ],
  [
    'a matrix',
    `a: { strategy: { matrix: { v: [1, 2] } }, ${run} }`,
    [ran('a-1', 'success', {}, { v: 1 }), ran('a-2', 'success', {}, { v: 2 })],
  ],
  [
    'a matrix of include alone',
    `a: { strategy: { matrix: { include: [{ v: 1 }] } }, ${run} }`,
    [ran('a', 'success', {}, { v: 1 })],
  ],
  ['a failure that is let pass, and nothing after it', `a: { continue-on-error: true, ${run} }`, [ran('a', 'failure')]],
  [
    'jobs after a failure that is let pass',
    `a: { continue-on-error: true, ${run} }\nb: { needs: a, if: "needs.a.result == 'success'", ${run} }\nc: { needs: a, if: failure(), ${run} }`,
    [ran('a', 'failure'), ran('b', 'success')],
  ],
] as const)('act did as GitHub would: %s', async (_, jobs, recorded) => {
  expect(await problemsOf(jobs, ...recorded)).toEqual([]);
});

test.each([
  [
    'it ran a job that GitHub skips',
    `a: { ${run} }\nb: { needs: a, ${run} }`,
    [ran('a', 'failure'), ran('b', 'success')],
    /job b is skipped .*act ran it/,
  ],
  [
    'it left out one that GitHub runs',
    `a: { ${run} }\nb: { needs: a, if: failure(), ${run} }`,
    [ran('a', 'failure')],
    /job b runs .*act did not start it/,
  ],
  [
    'a job after one that was skipped',
    `a: { if: false, ${run} }\nb: { needs: a, ${run} }`,
    [ran('b', 'success')],
    /job b is skipped/,
  ],
  [
    'a job after a failure that is let pass, which act does not start',
    `a: { continue-on-error: true, ${run} }\nb: { needs: a, ${run} }`,
    [ran('a', 'failure')],
    /job b runs .*act did not start it/,
  ],
  [
    'one for failures after it',
    `a: { continue-on-error: "\${{ github.ref == 'refs/heads/main' }}", ${run} }\nb: { needs: a, if: failure(), ${run} }`,
    [ran('a', 'failure'), ran('b', 'success')],
    /job b is skipped .*act ran it/,
  ],
  [
    'one of a matrix that is not let pass',
    `a: { continue-on-error: "\${{ matrix.v == 1 }}", strategy: { matrix: { v: [1, 2] } }, ${run} }\nb: { needs: a, ${run} }`,
    [ran('a-1', 'failure', {}, { v: 1 }), ran('a-2', 'failure', {}, { v: 2 }), ran('b', 'success')],
    /job b is skipped .*act ran it/,
  ],
  [
    'a condition that fails',
    `a: { ${run} }\nb: { needs: a, if: "fromJSON(needs.a.outputs.none)", ${run} }`,
    [ran('a', 'success'), ran('b', 'success')],
    /job b fails the run/,
  ],
  [
    'an empty matrix',
    `a: { outputs: { l: "\${{ steps.s.outputs.l }}" }, ${run} }\nb: { needs: a, strategy: { matrix: { v: "\${{ fromJSON(needs.a.outputs.l) }}" } }, ${run} }`,
    [ran('a', 'success', { l: '[]' }), ran('b', 'success')],
    /job b fails the run: its matrix is empty/,
  ],
  [
    'fewer jobs of a matrix',
    `a: { strategy: { matrix: { v: [1, 2], w: [3, 4] } }, ${run} }`,
    [ran('a-1', 'success', {}, { v: 1 })],
    /matrix of a makes 4 jobs, and act ran 1/,
  ],
  [
    'a runner of another system',
    `a: { strategy: { matrix: { os: [macos-15] } }, runs-on: "\${{ matrix.os }}", steps: [{ run: "true" }] }`,
    [ran('a', 'success', {}, { os: 'macos-15' })],
    /job a runs on macos-15/,
  ],
  [
    'a runner that an entry of the matrix does not name',
    `a: { strategy: { matrix: { include: [{ v: 1 }, { v: 2, on: ubuntu-latest }] } }, runs-on: "\${{ matrix.on }}", steps: [{ run: "true" }] }`,
    [ran('a-1', 'success', {}, { v: 1 }), ran('a-2', 'success', {}, { v: 2, on: 'ubuntu-latest' })],
    /^On GitHub the job a fails: its `runs-on` is empty for an entry of its matrix\.$/,
  ],
] as const)('what act did otherwise is said: %s', async (_, jobs, recorded, message) => {
  expect((await problemsOf(jobs, ...recorded)).join('\n')).toMatch(message);
});

test('a called workflow is judged by its own conditions and inputs, and its outputs go on', async () => {
  const called = `on: { workflow_call: { inputs: { a: { type: string } }, outputs: { r: { value: "\${{ jobs.inner.outputs.r }}" } } } }
jobs:
  inner: { outputs: { r: "\${{ steps.s.outputs.r }}" }, ${run} }
  never: { if: "inputs.a == 'x'", ${run} }`;
  const text = `name: w\non: push\njobs:\n  call: { uses: ./c.yml, with: { a: b } }\n  next: { needs: call, if: "needs.call.outputs.r == 'done'", ${run} }\n`;
  const inner = { ...ran('', 'success', { r: 'done' }), name: 'call/c.yml/inner', id: 'inner' };
  const jobs = [inner, ran('next', 'success')];
  const { problems, judged } = await judge(workflowOf('w.yml', text), { jobs, remarks: [] }, scene, () => called);
  expect(problems).toEqual([]);
  expect(judged.map(({ id, act, github }) => [id, act, github])).toEqual([
    ['call', 'success', 'runs'],
    ['call / inner', 'success', 'runs'],
    ['call / never', 'absent', 'skips'],
    ['next', 'success', 'runs'],
  ]);
});
