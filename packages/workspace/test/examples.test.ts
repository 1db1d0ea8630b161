import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describeAction, type Example, wrongExamples, wrongUndoing } from '@actions-aws/testing';
import { readTree } from '../src/house/tree.ts';
import { actionNames, root } from '../src/root.ts';

/** READMEs and whole workflows: those of the examples, and our own. */
async function examples(): Promise<readonly Example[]> {
  const own = (await readdir(path.join(root, '.github/workflows'))).map((name) => `.github/workflows/${name}`);
  const tree = [...(await readdir(root)), ...own, ...(await readTree(root)).keys()];
  const files = tree.filter((file) => /\.md$|^(examples|\.github)\/.*\.ya?ml$/.test(file));
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(path.join(root, file), 'utf8') })));
}

const SOME = ['README.md', 'actions/lambda-rollback/README.md', 'examples/search-api/.github/workflows/deploy.yml'];

// An action's own README is judged by its contract test as well, where inputs may stand alone.
test('every example in this repository can be pasted: the actions read it as it is', async () => {
  const names = await actionNames(root);
  const actions = await Promise.all(names.map((name) => describeAction(path.join(root, 'actions', name))));
  const all = await examples();
  expect(all.map(({ file }) => file)).toEqual(expect.arrayContaining(SOME));
  const found = all.map((example) => wrongExamples(example, actions));
  expect((await Promise.all(found)).flat()).toEqual([]);
});

test('every example that builds under the names of image-tag builds what was named, with the labels that tell it', async () => {
  const steps = (await examples()).flatMap(({ file, text }) =>
    text
      .split(/^(?= *- )/m)
      .map((step) => ({ file, step: step.split('```')[0] ?? '' }))
      .filter(({ step }) => /docker\/build-push-action@.*outputs\.tags }}/s.test(step)),
  );
  expect(steps.map(({ file }) => file)).toContain('actions/image-tag/README.md');
  const lacking = steps.filter(({ step }) => !/ context: .* labels: /s.test(step));
  expect(lacking.map(({ file }) => file)).toEqual([]);
});

test('every example undoes what a promotion changed, and no more, also when the job was cancelled', async () => {
  const undoings = [
    { action: 'lambda-rollback', input: 'only-if', output: 'promoted-versions', any: 'any' },
    { action: 'frontend-rollback', input: 'only-if', output: 'promoted-release', any: 'any' },
  ];
  const all = await examples();
  for (const file of SOME) expect(all.find((one) => one.file === file)?.text).toContain('actions/lambda-rollback@');
  expect(all.flatMap((example) => undoings.flatMap((undoing) => wrongUndoing(example, undoing)))).toEqual([]);
});
