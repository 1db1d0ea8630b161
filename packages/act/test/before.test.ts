import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { problemsBefore } from '../src/before.ts';
import { lookupIn } from '../src/references.ts';
import { standIns } from '../src/stand-ins.ts';
import { isStarted, workflowOf, workflowsIn } from '../src/workflows.ts';

const root = path.resolve(import.meta.dirname, '../../..');
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
  const home = path.join(root, 'examples/stand-ins');
  const known = new Map([...(await standIns(home))].map(([name, each]) => [name, path.join(home, each)]));
  const sources = { repository: folder, tree: path.join(root, 'actions'), own: 'org/actions@v1', standIns: known };
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
    'services',
    `a: { runs-on: ubuntu-latest, services: { db: { image: postgres } }, ${steps} }`,
    /services:, which act drops/,
  ],
  ['a container', `a: { runs-on: ubuntu-latest, container: node, ${steps} }`, /container:, which needs Docker/],
  ['a runner that nothing stands in for', `a: { runs-on: [self-hosted, gpu], ${steps} }`, /runs on self-hosted, gpu/],
  [
    'an action without a stand-in',
    'a: { runs-on: ubuntu-latest, steps: [{ uses: docker/build-push-action@v6 }] }',
    /nothing stands in for it here; there are stand-ins for actions\/cache, /,
  ],
  [
    'another ref of ours',
    'a: { runs-on: ubuntu-latest, steps: [{ uses: org/actions/lambda-promote@v2 }] }',
    /the release tree stands for org\/actions@v1/,
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

test('files that the event does not start are read too, and so are those that are called', async () => {
  const broken = 'on: workflow_dispatch\njobs: { a: { steps: [] } }\n';
  expect((await problemsOf(`a: { runs-on: ubuntu-latest, ${steps} }`, { 'other.yml': broken })).join('\n')).toMatch(
    /other\.yml/,
  );
  const called =
    'on: { workflow_call: { inputs: { must: { type: string, required: true } } } }\njobs: { a: { runs-on: ubuntu-latest, services: { x: { image: y } }, steps: [{ run: "true" }] } }\n';
  const problems = await problemsOf('a: { uses: ./.github/workflows/other.yml }', { 'other.yml': called });
  expect(problems.join('\n')).toMatch(/Input must is required/);
  expect(problems.join('\n')).toMatch(/The job a has services/);
});

test.each([
  ['push', true],
  ['[push, pull_request]', true],
  ['pull_request', false],
  ['{ push: { branches: [main] } }', true],
  ['{ push: { branches: [release/**] } }', false],
  ['{ push: { branches: ["**", "!main"] } }', false],
  ['{ push: { branches-ignore: [main] } }', false],
  ['{ push: { tags: ["v*"] } }', false],
  ['{ push: { paths: [src/**] } }', true],
  ['{ push: }', true],
])('on: %s is started by a push to main: %s', (on, expected) => {
  expect(isStarted(workflowOf('w.yml', `on: ${on}\n`), { event: 'push', ref: 'refs/heads/main' })).toBe(expected);
});
