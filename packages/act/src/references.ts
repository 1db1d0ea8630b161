import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Lookup } from './github-language.ts';
import { usesIn, type Workflow, workflowOf } from './workflows.ts';

/** Where things that workflows refer to are on this machine. */
export interface Sources {
  /** The copied repository. */
  readonly repository: string;
  /** The tree that our own actions are taken from. */
  readonly tree: string;
  /** Repositories that the tree stands for, at any ref: `org/actions`. */
  readonly own: readonly string[];
  /** Folders of stand-ins, by owner and name, and what is below it. */
  readonly standIns: ReadonlyMap<string, string>;
}

/** Reads what a reference means: the manifest of an action, or the text of a workflow. */
export function lookupIn(sources: Sources): Lookup {
  return (reference) => {
    const folder = folderOf(sources, reference);
    if (folder === undefined) return undefined;
    if (/\.ya?ml$/.test(folder)) return existsSync(folder) ? readFileSync(folder, 'utf8') : undefined;
    const manifest = ['action.yml', 'action.yaml']
      .map((name) => path.join(folder, name))
      .find((each) => existsSync(each));
    return manifest && readFileSync(manifest, 'utf8');
  };
}

function folderOf({ repository, tree, own, standIns }: Sources, reference: string): string | undefined {
  if (/^(\.|\$)\//.test(reference)) return path.join(repository, reference.slice(2));
  const { name, below } = parsed(reference);
  if (isOwn(own, reference)) return path.join(tree, below);
  return standIns.get(path.posix.join(name, below));
}

/** `OWNER/NAME`, what is below it, and the ref. */
export function parsed(reference: string): { readonly name: string; readonly below: string; readonly ref: string } {
  const [where = '', ref = ''] = reference.split('@');
  const [owner, name, ...below] = where.split('/');
  return { name: `${owner}/${name}`, below: below.join('/'), ref };
}

/** Whether a reference is to a repository that the tree stands for: a branch, a version, or a pinned SHA. */
export function isOwn(own: readonly string[], reference: string): boolean {
  const { name, ref } = parsed(reference);
  return ref !== '' && own.some((each) => each.toLowerCase() === name.toLowerCase());
}

/** A reference without what is below: `org/actions@v1` of `org/actions/lambda-promote@v1`. */
export function repositoryAt(reference: string): string {
  const { name, ref } = parsed(reference);
  return `${name}@${ref}`;
}

/** All that a workflow refers to, what it calls included: workflows by their reference, and every `uses` of steps. */
export function referencesOf(
  workflow: Workflow,
  lookup: Lookup,
): { readonly called: ReadonlyMap<string, Workflow>; readonly uses: readonly string[] } {
  const called = new Map<string, Workflow>();
  const uses = new Set<string>();
  const follow = (one: Workflow) => {
    for (const reference of usesIn(one)) {
      if (uses.has(reference)) continue;
      uses.add(reference);
      const text = lookup(reference);
      if (text === undefined) continue;
      if (!/\.ya?ml(@|$)/.test(reference)) {
        // A composite action uses others in turn.
        follow(compositeOf(reference, text));
        continue;
      }
      const found = workflowOf(reference, text);
      called.set(reference, found);
      follow(found);
    }
  };
  follow(workflow);
  return { called, uses: [...uses] };
}

function compositeOf(reference: string, text: string): Workflow {
  const { document } = workflowOf(reference, text);
  const { runs } = document as { runs?: { steps?: [] } };
  return { path: reference, text, name: reference, document: { jobs: { composite: { steps: runs?.steps ?? [] } } } };
}
