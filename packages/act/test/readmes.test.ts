import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
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

/** Jobs that hand on which release was tested, and have it from another job: they would prove all that was staged. */
function unproved(where: string, text: string): string[] {
  const { jobs = {} } = parse(text) as {
    readonly jobs?: Readonly<Record<string, { readonly outputs?: Readonly<Record<string, string>> }>>;
  };
  return Object.entries(jobs).flatMap(([job, { outputs }]) =>
    outputs?.['release-id'] === undefined || /\bsteps\./.test(outputs['release-id'])
      ? []
      : [`${where}: ${job} has asked no site for its release.`],
  );
}

test('a job that says which release it tested has asked TEST for it', () => {
  const found = readmes().flatMap((file) =>
    workflowsOf(file, readFileSync(path.join(root, file), 'utf8'), actions).filter(({ kind }) => kind !== 'steps'),
  );
  expect(found.flatMap(({ where, text }) => unproved(where, text))).toEqual([]);
  const handed = `jobs: { e2e: { outputs: { release-id: "\${{ needs.stage.outputs.release-id }}" } } }`;
  expect(unproved('x', handed)).toEqual(['x: e2e has asked no site for its release.']);
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
