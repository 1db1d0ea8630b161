import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../src/root.ts';
import { tools } from '../src/tools.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'linted-'));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const step = (uses: string, inputs: string) => `      - { id: it, uses: ${uses}, with: { ${inputs} } }`;
const workflow = (...steps: string[]) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps.join('\n')}\n`;

test.each([
  ['as it must be', step('org/actions/lambda-promote@v1', 'functions: search, smoke: GET /'), ''],
  [
    'a wrong name of an input',
    step('org/actions/lambda-promote@v1', 'functions: search, smoke: GET /, verfy: GET /'),
    '"verfy"',
  ],
  ['an action that we do not have', step('org/actions/lambda-promot@v1', 'functions: search'), 'no such action'],
  [
    'a wrong name of an output',
    `${step('org/actions/lambda-promote@v1', 'functions: search, smoke: GET /')}\n      - { run: echo, env: { V: "\${{ steps.it.outputs.versoin }}" } }`,
    '"versoin"',
  ],
])('in the workflow of an example, actionlint sees %s', async (_, steps, complaint) => {
  await cp(
    path.join(root, 'actions/lambda-promote/action.yml'),
    path.join(scratch, 'actions/lambda-promote/action.yml'),
  );
  await mkdir(path.join(scratch, 'actions/lambda-promote/src'));
  await writeFile(path.join(scratch, 'actions/lambda-promote/src/main.ts'), '');
  await mkdir(path.join(scratch, 'examples/shop/.github/workflows'), { recursive: true });
  await writeFile(path.join(scratch, 'examples/shop/.github/workflows/deploy.yml'), workflow(steps));
  const [check] = tools.filter(({ name }) => name.includes('actionlint on a copy'));
  const said = await check?.run(scratch);
  if (complaint === '') expect(said).toBe('');
  else expect(said).toMatch(new RegExp(`^In examples/shop.*${complaint}`, 's'));
});
