import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { namingInputs, outputsGiven } from '@actions-aws/testing';
import { actionNames } from './root.ts';

const WORKFLOWS = '.github/workflows';

/** Folders with workflows, from the root: this repository, `.`, and the examples, which users copy. */
export function repositories(root: string): string[] {
  const examples = existsSync(path.join(root, 'examples')) ? readdirSync(path.join(root, 'examples')).sort() : [];
  return ['.', ...examples.map((name) => `examples/${name}`)].filter((folder) =>
    existsSync(path.join(root, folder, WORKFLOWS)),
  );
}

/** Every workflow of them, from the root. */
export function workflowFiles(root: string): string[] {
  return repositories(root).flatMap((folder) =>
    readdirSync(path.join(root, folder, WORKFLOWS)).map((name) => path.join(folder, WORKFLOWS, name)),
  );
}

/**
 * Runs `lint` in a copy of each repository's workflows, in which our actions are beside them and `uses: org/actions/NAME@v1` is
 * `uses: ./NAME`: actionlint compares inputs and outputs of no other form with an action.yml that is on this machine.
 * https://github.com/rhysd/actionlint/blob/v1.7.12/docs/checks.md#check-local-action-inputs
 *
 * @param lint says what is wrong with the workflows of the folder that it is given.
 * @returns all that is wrong, with the repository that it is about.
 */
export async function lintWithLocalActions(root: string, lint: (folder: string) => Promise<string>): Promise<string> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'actionlint-'));
  try {
    const wrong: string[] = [];
    const names = await actionNames(root);
    for (const [index, repository] of repositories(root).entries()) {
      const copy = path.join(scratch, String(index));
      await copyActions(root, names, copy);
      const unknown = await copyWorkflows(path.join(root, repository), names, copy);
      await declareOutputs(path.join(root, repository, WORKFLOWS), names, copy);
      const said = [...unknown, await lint(copy)].filter(Boolean).join('\n');
      if (said) wrong.push(`In ${repository}, with our actions as ./NAME:\n${said}`);
    }
    return wrong.join('\n');
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Their action.yml files, and an empty file where these name one, since actionlint looks whether it is there. */
async function copyActions(root: string, names: readonly string[], copy: string): Promise<void> {
  for (const name of names) {
    const from = path.join(root, 'actions', name, 'action.yml');
    await mkdir(path.join(copy, name), { recursive: true });
    await cp(from, path.join(copy, name, 'action.yml'));
    const runs = (await readFile(from, 'utf8')).matchAll(/^ {2}(?:pre|main|post): (\S+)$/gm);
    for (const [, file = ''] of runs) {
      await mkdir(path.dirname(path.join(copy, name, file)), { recursive: true });
      await writeFile(path.join(copy, name, file), '');
    }
  }
}

/** Outputs that an input names are in no action.yml: in the copy they are. */
async function declareOutputs(workflows: string, names: readonly string[], copy: string): Promise<void> {
  const files = await readdir(workflows);
  const texts = await Promise.all(files.map((file) => readFile(path.join(workflows, file), 'utf8')));
  for (const [name, input] of Object.entries(namingInputs)) {
    const given = texts.flatMap((text, index) => outputsGiven({ file: files[index] ?? '', text }, name, input));
    const outputs = [...new Set(given)];
    if (outputs.length === 0 || !names.includes(name)) continue;
    const manifest = path.join(copy, name, 'action.yml');
    const lines = outputs.map((output) => `\n  ${output}: { description: Named by an input }`).join('');
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(/^outputs:/m, `$&${lines}`));
  }
}

/** @returns what is used and is none of our actions: actionlint says nothing of a folder that is not there. */
async function copyWorkflows(repository: string, names: readonly string[], copy: string): Promise<string[]> {
  // By both it knows the root, from which `./` counts.
  await mkdir(path.join(copy, '.git'), { recursive: true });
  await mkdir(path.join(copy, WORKFLOWS), { recursive: true });
  const unknown: string[] = [];
  for (const file of await readdir(path.join(repository, WORKFLOWS))) {
    const text = await readFile(path.join(repository, WORKFLOWS, file), 'utf8');
    const local = text.replaceAll(/(?<=\buses: *['"]?)org\/actions\/([\w-]+)@v1\b/g, (uses, name: string) => {
      if (!names.includes(name)) unknown.push(`${file} uses ${uses}, and there is no such action.`);
      return `./${name}`;
    });
    await writeFile(path.join(copy, WORKFLOWS, file), local);
  }
  return unknown;
}
