import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describeAction, wrongExamples } from '@actions-aws/testing';
import { readTree } from '../src/house/tree.ts';
import { actionNames, root } from '../src/root.ts';

// An action's own README is judged by its contract test as well, where inputs may stand alone.
test('every example in this repository can be pasted: the actions read it as it is', async () => {
  const names = await actionNames(root);
  const actions = await Promise.all(names.map((name) => describeAction(path.join(root, 'actions', name))));
  const tree = [...(await readdir(root)), ...(await readTree(root)).keys()];
  const files = tree.filter((file) => /\.md$|^examples\/.*\.ya?ml$/.test(file));
  expect(files).toEqual(expect.arrayContaining(['README.md', 'examples/search-api/.github/workflows/deploy.yml']));
  const found = files.map(async (file) =>
    wrongExamples({ file, text: await readFile(path.join(root, file), 'utf8') }, actions),
  );
  expect((await Promise.all(found)).flat()).toEqual([]);
});
