import { workflowOf, workflowsIn } from '../src/workflows.ts';
import { combinationsOf } from './support/matrices.ts';
import { brokenOff, failed, resultsIn, type Situation, succeeded } from './support/situations.ts';
import { root } from './support/sources.ts';

type Row = readonly [situation: string, situation: Situation, results: Readonly<Record<string, string>>];

const testsWent = (test: string, extended: string) => ({ test, extended });

const byHand = { event: 'workflow_dispatch' };
const built = {
  'build (linux, ubuntu-latest, 20.19.0)/build': succeeded({ linux: 'abc' }),
  'build (macos, macos-latest, 24)/build': succeeded({ macos: 'abc' }),
  'build (windows, windows-latest, 24)/build': succeeded({ windows: 'abc' }),
};
/** Linux hands on what is signed. */
const uploaded = 'success + 4 in build (linux, ubuntu-latest, 20.19.0)';
const went = (plan: string, build: string, attest: string, publish: string) => ({ plan, build, attest, publish });

/** Which jobs of this repository's own workflows run when. */
const tables: Readonly<Record<string, readonly Row[]>> = {
  '.github/workflows/ci.yml': [
    ['a push to main', {}, testsWent('success', 'success')],
    ['a push to another branch', { ref: 'refs/heads/topic' }, {}],
    ['a pull request, of a fork as well', { event: 'pull_request' }, testsWent('success', 'success')],
    ['the tag of a release', { ref: 'refs/tags/v1.2.3' }, {}],
    [
      'the tests fail on one system',
      { ends: { 'test (windows-latest, 24)/3': failed() } },
      testsWent('failure', 'success'),
    ],
    [
      'they do on the oldest Node alone',
      { ends: { 'test (ubuntu-latest, 20.19.0)/3': failed() } },
      testsWent('failure', 'success'),
    ],
    ['the extended run fails', { ends: { 'extended/3': failed() } }, testsWent('success', 'failure')],
    ['it runs out of time', { ends: { 'extended/3': brokenOff } }, testsWent('success', 'cancelled')],
  ],
  '.github/workflows/release.yml': [
    ['all is green', { ...byHand, ends: built }, went('success', uploaded, 'success', 'success')],
    [
      'on the branch of an older minor version',
      { ...byHand, ref: 'refs/heads/v1.1.x', ends: built },
      went('success', uploaded, 'success', 'success'),
    ],
    ['a push', {}, {}],
    ['a pull request', { event: 'pull_request' }, {}],
    ['the tag that it pushes itself', { ref: 'refs/tags/v1.2.3' }, {}],
    ['the release that it publishes itself', { event: 'release', ref: 'refs/tags/v1.2.3' }, {}],
    [
      'the plan refuses, as it does on a fork, which is called otherwise',
      { ...byHand, repository: 'stranger/actions', ends: { 'plan/3': failed() } },
      went('failure', 'skipped', 'skipped', 'skipped'),
    ],
    [
      'the plan runs out of time',
      { ...byHand, ends: { 'plan/3': brokenOff } },
      went('cancelled', 'skipped', 'skipped', 'skipped'),
    ],
    [
      'one system cannot build',
      { ...byHand, ends: { ...built, 'build (macos, macos-latest, 24)/build': failed() } },
      went('success', uploaded.replace('success', 'failure'), 'skipped', 'skipped'),
    ],
    [
      'Linux cannot build: nothing is handed on',
      { ...byHand, ends: { ...built, 'build (linux, ubuntu-latest, 20.19.0)/build': failed() } },
      went('success', 'failure', 'skipped', 'skipped'),
    ],
    [
      'the systems have built different trees',
      { ...byHand, ends: { ...built, 'attest/1': failed() } },
      went('success', uploaded, 'failure', 'skipped'),
    ],
    [
      'what was built cannot be signed',
      { ...byHand, ends: { ...built, 'attest/3': failed() } },
      went('success', uploaded, 'failure', 'skipped'),
    ],
    [
      'the run is cancelled while it is signed',
      { ...byHand, ends: { ...built, 'attest/3': brokenOff }, cancelled: true },
      went('success', uploaded, 'cancelled', 'skipped'),
    ],
    [
      'the machine that publishes has built another tree',
      { ...byHand, ends: { ...built, 'publish/4': failed() } },
      went('success', uploaded, 'success', 'failure'),
    ],
  ],
};

const workflows = new Map(workflowsIn(root).map((each) => [each.path, each]));
const rows = Object.entries(tables).flatMap(([file, table]) => table.map((row) => [file, ...row] as const));

test('every workflow of this repository has a table of situations', () => {
  expect([...workflows.keys()].sort()).toEqual(Object.keys(tables).sort());
});

test.each(rows)('%s: %s', async (file, _, situation, results) => {
  expect(await resultsIn(workflows.get(file)!, situation)).toEqual(results);
});

test.each([
  [
    'publishes without the comparison',
    'needs: [build, attest]',
    'needs: build',
    'the systems have built different trees',
  ],
  [
    'signs what one system has not built',
    'needs: build\n',
    'needs: build\n    if: always()\n',
    'one system cannot build',
  ],
  [
    'builds what is not planned',
    'needs: plan\n',
    '',
    'the plan refuses, as it does on a fork, which is called otherwise',
  ],
  ['hands on what each system has built', "if: matrix.system == 'linux'", 'if: always()', 'all is green'],
  ['starts with each tag', 'workflow_dispatch:', 'workflow_dispatch:\n  push:', 'the tag that it pushes itself'],
])('the table sees it when release.yml %s', async (_, from, to, name) => {
  const file = '.github/workflows/release.yml';
  const workflow = workflows.get(file)!;
  const changed = workflowOf(workflow.path, workflow.text.replace(from, to));
  expect(changed.text).not.toBe(workflow.text);
  const [, situation, results] = tables[file]!.find(([each]) => each === name)!;
  expect(await resultsIn(changed, situation)).not.toEqual(results);
});

test('an end for a job that the matrix does not make is refused', async () => {
  const ends = { 'test (ubuntu-latest, 22)/3': failed() };
  await expect(resultsIn(workflows.get('.github/workflows/ci.yml')!, { ends })).rejects.toThrow(
    'There is no job test (ubuntu-latest, 22); the matrix makes test (ubuntu-latest, 24) and test (macos-latest, 24)',
  );
});

// https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations#example-expanding-configurations
test('a matrix makes the jobs that GitHub’s documentation says', () => {
  const include = [
    { color: 'green' },
    { color: 'pink', animal: 'cat' },
    { fruit: 'apple', shape: 'circle' },
    { fruit: 'banana' },
    { fruit: 'banana', animal: 'cat' },
  ];
  const matrix = { fruit: ['apple', 'pear'], animal: ['cat', 'dog'], include };
  expect(combinationsOf(matrix, { values: {}, status: {} })).toEqual([
    { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
    { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
    { fruit: 'pear', animal: 'cat', color: 'pink' },
    { fruit: 'pear', animal: 'dog', color: 'green' },
    { fruit: 'banana' },
    { fruit: 'banana', animal: 'cat' },
  ]);
});
