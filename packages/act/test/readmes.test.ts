import { readFileSync } from 'node:fs';
import path from 'node:path';
import { problemsBefore } from '../src/before.ts';
import { lookupIn } from '../src/references.ts';
import { usesIn, workflowOf } from '../src/workflows.ts';
import { unguardedMatrices } from './support/matrices.ts';
import { faces, readmes, workflowsOf } from './support/readmes.ts';
import { root, sourcesOf } from './support/sources.ts';

const actions = faces();

/** What GitHub’s parser and language service say of the workflows and fragments of a README. */
async function saidOf(file: string, text: string): Promise<string[]> {
  const sources = await sourcesOf(root);
  const lookup = lookupIn(sources);
  const workflows = workflowsOf(file, text, actions).map((each) => workflowOf(each.where, each.text));
  const problems = await problemsBefore(workflows, [], lookup, sources);
  const missing = workflows.flatMap(usesIn).filter((uses) => uses.startsWith('org/') && lookup(uses) === undefined);
  const matrices = await Promise.all(workflows.map(unguardedMatrices));
  return [...problems.map(({ where, message }) => `${where}: ${message}`), ...matrices.flat(), ...missing];
}

test('workflows, jobs and steps are found in the READMEs', () => {
  const found = readmes().flatMap((file) =>
    workflowsOf(file, readFileSync(path.join(root, file), 'utf8'), actions).map(({ kind }) => `${kind} of ${file}`),
  );
  expect(found).toEqual(
    expect.arrayContaining([
      'workflow of README.md',
      'steps of README.md',
      'job of actions/lambda-promote/README.md',
      'workflow of actions/lambda-rollback/README.md',
      'steps of actions/lambda-rollback/README.md',
    ]),
  );
});

test.each(readmes())('GitHub’s parser and language service have nothing to say of what %s shows', async (file) => {
  expect(await saidOf(file, readFileSync(path.join(root, file), 'utf8'))).toEqual([]);
});

const promote = 'uses: org/actions/lambda-promote@v1, with: { functions: x, smoke: x }';

test.each([
  ['a key of a workflow', `on: push\npermisions: {}\njobs: { a: { runs-on: x, steps: [{ run: x }] } }`, 'permisions'],
  ['an action that we do not have', '- uses: org/actions/lambda-promot@v1', 'lambda-promot'],
  [
    'an input of a whole workflow',
    `on: push\njobs: { a: { runs-on: x, steps: [{ ${promote.replace('smoke', 'smok')} }] } }`,
    'smok',
  ],
  ['a job that another needs', `jobs: { a: { needs: b, runs-on: x, steps: [{ run: x }] } }`, "'b'"],
  ['a key of a job', `permission: {}\nsteps:\n  - run: x`, 'permission'],
  ['an input in a job', `steps:\n  - { ${promote.replace('smoke', 'smok')} }`, 'smok'],
  ['an input of steps', `- { ${promote.replace('smoke', 'smok')} }`, 'smok'],
  ['a context in steps', '- if: success() && step.promote.outcome == 1\n  run: x', 'step'],
  [
    'an output of a step that is there',
    `- { id: a, ${promote} }\n- run: echo "\${{ steps.a.outputs.versoin }}"`,
    'versoin',
  ],
])('a mistake is seen: %s', async (_, block, names) => {
  const said = await saidOf('README.md', `# x\n\n\`\`\`yaml\n${block}\n\`\`\`\n`);
  expect(said.join('\n')).toContain(names);
});

test.each([
  ['an output of a step that stands elsewhere', `- run: echo "\${{ steps.a.outputs.versoin }}"`, 'versoin'],
  ['a step without its list', 'uses: org/actions/lambda-promote@v1\nwith: { functions: x }', 'README.md:4 uses'],
])('and so is this: %s', (_, block, names) => {
  expect(() => workflowsOf('README.md', `# x\n\n\`\`\`yaml\n${block}\n\`\`\`\n`, actions)).toThrow(names);
});
