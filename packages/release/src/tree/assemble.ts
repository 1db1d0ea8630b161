import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { actionNames } from '@actions-aws/workspace';
import { parse } from 'yaml';
import { catalogue, type Entry } from './catalogue.ts';
import { relinked } from './links.ts';
import { type Refs, withRefs } from './refs.ts';
import { type Files, treeRefusals } from './refusals.ts';

/**
 * The tree that users consume, from sources whose bundles are up to date: one folder for each action, workflows, licence and
 * catalogue. Sorted by path.
 *
 * @param refs what READMEs, manifests and workflows call the repository and the version, instead of what the sources say. Workflows that
 *   cannot be called are then left out: they test and release these sources, and would run, and fail, in another repository.
 * @throws when something is in the way, naming all of it.
 */
export async function assembleTree(root: string, refs?: Refs): Promise<Files> {
  const names = await actionNames(root);
  const sources = await sourcesOf(root);
  const files = new Map<string, Uint8Array>();
  const add = (file: string, text: string) => files.set(file, Buffer.from(refs ? withRefs(text, refs) : text));
  const read = (file: string) => readFile(path.join(root, file), 'utf8');

  const entries: Entry[] = [];
  for (const name of names) {
    const folder = `actions/${name}`;
    const manifest = await read(`${folder}/action.yml`);
    add(`${name}/action.yml`, manifest);
    entries.push({ name, description: String(parse(manifest).description ?? '') });
    add(
      `${name}/README.md`,
      relinked(await read(`${folder}/README.md`), { folder, sources: `${sources}/blob/main`, ...reach(root, names) }),
    );
    const dist = path.join(root, folder, 'dist');
    for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      files.set(`${name}/dist/${path.relative(dist, file).replaceAll(path.sep, '/')}`, await readFile(file));
    }
  }
  const workflows = '.github/workflows';
  for (const name of existsSync(path.join(root, workflows)) ? await readdir(path.join(root, workflows)) : []) {
    const text = await read(`${workflows}/${name}`);
    if (!refs || isCallable(text)) add(`${workflows}/${name}`, text);
  }
  add('LICENSE', await read('LICENSE'));
  files.set('README.md', Buffer.from(catalogue(entries, sources, refs)));

  const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  const refusals = treeRefusals(sorted);
  if (refusals.length > 0) throw new Error(`This is no tree for users.\n${refusals.join('\n')}`);
  return sorted;
}

/** Address of the repository that package.json names; only the short form for GitHub is read. */
async function sourcesOf(root: string): Promise<string> {
  const { repository } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const [, name] = /^github:([\w.-]+\/[\w.-]+)$/.exec(String(repository)) ?? [];
  if (!name) throw new Error(`"repository" in package.json is "${repository}", but must be "github:OWNER/REPO".`);
  return `https://github.com/${name}`;
}

function reach(root: string, names: readonly string[]) {
  return {
    exists: (file: string) => existsSync(path.join(root, file)),
    released: (file: string) => {
      if (file === 'LICENSE' || file === 'README.md') return file;
      const [, name = '', inside = ''] = /^actions\/([^/]+)\/(.+)$/.exec(file) ?? [];
      return names.includes(name) && /^(action\.yml|README\.md)$/.test(inside) ? `${name}/${inside}` : undefined;
    },
  };
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_call */
function isCallable(workflow: string): boolean {
  const { on } = parse(workflow);
  return (
    on === 'workflow_call' ||
    (typeof on === 'object' && on !== null && 'workflow_call' in on) ||
    [on].flat().includes('workflow_call')
  );
}
