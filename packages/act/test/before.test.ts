import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { problemsBefore } from '../src/before.ts';
import { lookupIn } from '../src/references.ts';
import { workflowsIn } from '../src/workflows.ts';
import { root, sourcesOf } from './support/sources.ts';

const pinned = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'act-before-'));
  mkdirSync(path.join(folder, '.github/workflows'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function problemsOf(jobs: string, others: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const text = `name: w\non: push\njobs:\n${jobs.replace(/^/gm, '  ')}\n`;
  for (const [name, content] of Object.entries({ 'w.yml': text, ...others }))
    writeFileSync(path.join(folder, '.github/workflows', name), content);
  const sources = await sourcesOf(folder);
  const all = workflowsIn(folder);
  const started = all.filter(({ path: file }) => file.endsWith('/w.yml'));
  const problems = await problemsBefore(all, started, lookupIn(sources), sources);
  return problems.map(({ where, message }) => `${where}: ${message}`);
}

const steps = 'steps: [{ run: "true" }]';

test('a good workflow that uses stand-ins and the tree has none', async () => {
  const uses = `a:
  runs-on: ubuntu-24.04
  steps:
    - uses: ${pinned}
      with: { fetch-depth: 0 }
    - uses: org/actions/lambda-rollback@v1
      with: { functions: a, only-if: '[]' }`;
  expect(await problemsOf(uses)).toEqual([]);
});

test.each([
  ['a version', 'org/actions', 'v1.2.3'],
  ['a pinned SHA', 'org/actions', '3d3c42e5aac5ba805825da76410c181273ba90b1'],
  ['a branch, and the owner in other letters', 'Org/Actions', 'main'],
])('our own actions are known at any ref: %s', async (_, name, ref) => {
  const given = (inputs: string) =>
    `a:\n  runs-on: ubuntu-24.04\n  steps:\n    - uses: ${name}/lambda-rollback@${ref} # v1.0.0\n      with: ${inputs}`;
  expect(await problemsOf(given(`{ functions: a, only-if: '[]' }`))).toEqual([]);
  expect((await problemsOf(given('{ function: a }'))).join('\n')).toMatch(/Invalid action input 'function'/);
});

test.each([
  ['a key that is misspelt', `a: { runs_on: ubuntu-latest, ${steps} }`, /w\.yml:4: Unexpected value 'runs_on'/],
  ['a job that is not there', `a: { needs: b, runs-on: ubuntu-latest, ${steps} }`, /Value 'b' is not valid/],
  [
    'a context that is not there',
    `a: { runs-on: ubuntu-latest, steps: [{ run: "\${{ nothing.x }}" }] }`,
    /Unrecognized named-value: 'nothing'/,
  ],
  [
    'an input that the action lacks',
    `a: { runs-on: ubuntu-latest, steps: [{ uses: ${pinned}, with: { depth: 1 } }] }`,
    /Invalid action input 'depth'/,
  ],
  [
    'an input of ours that is missing',
    'a: { runs-on: ubuntu-latest, steps: [{ uses: org/actions/lambda-rollback@v1 }] }',
    /Missing required input `functions`/,
  ],
  [
    'a step’s output that is not there',
    `a: { runs-on: ubuntu-latest, steps: [{ run: "\${{ steps.x.outputs.y }}" }] }`,
    /Context access might be invalid: x/,
  ],
  [
    'an output of ours that is not there',
    `a: { runs-on: ubuntu-latest, steps: [{ id: x, uses: org/actions/lambda-rollback@v1, with: { functions: a, only-if: any } }, { run: "\${{ steps.x.outputs.versoin }}" }] }`,
    /w\.yml: The job a uses steps\.x\.outputs\.versoin, and org\/actions\/lambda-rollback@v1 has no such output; it has outcome, version, /,
  ],
  [
    'a job’s output that is not there',
    `a: { runs-on: ubuntu-latest, ${steps} }\nb: { needs: a, runs-on: ubuntu-latest, steps: [{ run: "\${{ needs.a.outputs.y }}" }] }`,
    /Context access might be invalid: y/,
  ],
  [
    'a job that is not needed',
    `a: { runs-on: ubuntu-latest, ${steps} }\nb: { runs-on: ubuntu-latest, if: "needs.a.result == 'success'", ${steps} }`,
    /Context access might be invalid: a|Unrecognized named-value: 'needs'/,
  ],
  [
    'services',
    `a: { runs-on: ubuntu-latest, services: { db: { image: postgres } }, ${steps} }`,
    /services:, which act drops/,
  ],
  ['a container', `a: { runs-on: ubuntu-latest, container: node, ${steps} }`, /container:, which needs Docker/],
  ['a runner that nothing stands in for', `a: { runs-on: [self-hosted, gpu], ${steps} }`, /runs on self-hosted, gpu/],
  [
    'an action without a stand-in',
    'a: { runs-on: ubuntu-latest, steps: [{ uses: docker/login-action@v3 }] }',
    /nothing stands in for it here; there are stand-ins for actions\/cache, .* examples\/stand-ins\/README.md says how to add one/,
  ],
  [
    'ours without a ref',
    'a: { runs-on: ubuntu-latest, steps: [{ uses: org/actions/lambda-rollback }] }',
    /Expected format/,
  ],
  [
    'an action of ours that is not there',
    'a: { runs-on: ubuntu-latest, steps: [{ uses: org/actions/lambda-frobnicate@v1 }] }',
    /the release tree has no such action/,
  ],
  ['an image', 'a: { runs-on: ubuntu-latest, steps: [{ uses: docker://alpine }] }', /needs Docker/],
])('it is said before anything runs: %s', async (_, jobs, message) => {
  expect((await problemsOf(jobs)).join('\n')).toMatch(message);
});

test.each([
  ['an input that it lacks', '{ functions: a, only_if: any }', /Invalid action input 'only_if'/],
  ['an input that is missing', '{ only-if: any }', /Missing required input `functions`/],
])('an action of the repository itself is looked up by $/: %s', async (_, given, message) => {
  mkdirSync(path.join(folder, 'lambda-rollback'));
  copyFileSync(path.join(root, 'actions/lambda-rollback/action.yml'), path.join(folder, 'lambda-rollback/action.yml'));
  const uses = `a: { runs-on: ubuntu-latest, steps: [{ uses: $/lambda-rollback, with: ${given} }] }`;
  expect((await problemsOf(uses)).join('\n')).toMatch(message);
});

test('files that the event does not start are read too, and so are those that are called', async () => {
  const broken = 'on: workflow_dispatch\njobs: { a: { steps: [] } }\n';
  expect((await problemsOf(`a: { runs-on: ubuntu-latest, ${steps} }`, { 'other.yml': broken })).join('\n')).toMatch(
    /other\.yml/,
  );
  const called =
    'on: { workflow_call: { inputs: { must: { type: string, required: true } } } }\njobs: { a: { runs-on: ubuntu-latest, services: { x: { image: y } }, steps: [{ run: "true" }] } }\n';
  const calling = `a: { uses: ./.github/workflows/other.yml }
b: { needs: a, runs-on: ubuntu-latest, steps: [{ run: "\${{ needs.a.outputs.none }}" }] }`;
  const problems = await problemsOf(calling, { 'other.yml': called });
  expect(problems.join('\n')).toMatch(/Input must is required/);
  expect(problems.join('\n')).toMatch(/Context access might be invalid: none/);
  expect(problems.join('\n')).toMatch(/The job a has services/);
});

test.each([
  ['branches and branches-ignore', '{ push: { branches: [a], branches-ignore: [b] } }'],
  ['paths and paths-ignore', '{ pull_request: { paths: [a], paths-ignore: [b] } }'],
  ['tags and tags-ignore', '{ push: { tags: [a], tags-ignore: [b] } }'],
  ['nothing but exclusions', '{ push: { branches: ["!main"] } }'],
])('filters that GitHub takes for an error are said: %s', async (_, on) => {
  const text = `on: ${on}\njobs: { a: { runs-on: ubuntu-latest, ${steps} } }\n`;
  const problems = await problemsOf(`a: { runs-on: ubuntu-latest, ${steps} }`, { 'other.yml': text });
  expect(problems.join('\n')).toMatch(/^\.github\/workflows\/other\.yml: on\.\w+\S* has /);
});
