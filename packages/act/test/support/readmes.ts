import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { blocksOf } from '@actions-aws/testing';
import { parse } from 'yaml';
import { root } from './sources.ts';

/** A workflow that people find in a README, whole or made whole. */
export interface ReadmeWorkflow {
  /** README and line, such as `actions/lambda-promote/README.md:9`. */
  readonly where: string;
  /** What stands there. */
  readonly kind: 'workflow' | 'jobs' | 'job' | 'steps';
  readonly text: string;
}

/** What a step of an action must give, and what others may read of it. */
export interface Face {
  readonly name: string;
  readonly required: readonly string[];
  readonly outputs: readonly string[];
}

/** READMEs whose workflows people copy, from the root of the repository. */
export function readmes(): string[] {
  const found = globSync(['README.md', '{actions,packages,examples}/*/README.md'], { cwd: root });
  return found.map((file) => file.replaceAll(path.sep, '/')).sort();
}

/** The actions of this repository. */
export function faces(): Face[] {
  const manifests = globSync('actions/*/action.yml', { cwd: root }).sort();
  return manifests.map((file) => {
    const { inputs = {}, outputs = {} } = parse(readFileSync(path.join(root, file), 'utf8')) as Manifest;
    const required = Object.keys(inputs).filter((name) => inputs[name]?.required === true);
    return { name: path.basename(path.dirname(file)), required, outputs: Object.keys(outputs) };
  });
}

interface Manifest {
  readonly inputs?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly outputs?: object;
}

/**
 * Every block of YAML in a README that is a workflow or a fragment of one, as a whole workflow: a list of steps in a job, a job's
 * keys in a workflow. What a fragment reads of steps and jobs that stand elsewhere is put before it.
 *
 * @throws where a block uses an action and has none of these forms.
 */
export function workflowsOf(file: string, text: string, actions: readonly Face[]): ReadmeWorkflow[] {
  return blocksOf({ file, text }).flatMap((block): ReadmeWorkflow[] => {
    const where = `${file}:${text.slice(0, text.indexOf(block)).split('\n').length}`;
    const written = block.replaceAll('@<full commit SHA>', '@v1');
    const kind = kindOf(parse(written));
    if (kind !== undefined) return [{ where, kind, text: whole(kind, written, actions) }];
    if (/^[\s-]*uses:/m.test(block))
      throw new Error(`${where} uses an action, and is no workflow, job or list of steps.`);
    return [];
  });
}

function kindOf(value: unknown): ReadmeWorkflow['kind'] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return value.some((one) => one?.uses ?? one?.run) ? 'steps' : undefined;
  if ('jobs' in value) return 'on' in value ? 'workflow' : 'jobs';
  return 'steps' in value ? 'job' : undefined;
}

function whole(kind: ReadmeWorkflow['kind'], block: string, actions: readonly Face[]): string {
  if (kind === 'workflow') return block;
  if (kind === 'jobs') return `on: push\n${block}`;
  const before = stepsBefore(block, actions);
  const needed = jobsBefore(block);
  const needs = needed.size > 0 ? [`needs: [${[...needed.keys()].join(', ')}]`] : [];
  const lines =
    kind === 'steps'
      ? ['steps:', ...before, ...block.split('\n').map((line) => `  ${line}`)]
      : block.split('\n').flatMap((line) => (line === 'steps:' ? [line, ...before] : [line]));
  const job = ['runs-on: ubuntu-latest', ...needs, ...lines].map((line) => `    ${line}`.trimEnd());
  return ['on: push', 'jobs:', ...[...needed].flatMap(jobWith), '  shown:', ...job, ''].join('\n');
}

/** A step for each id that is read and stands elsewhere, of the action that has all outputs which are read of it. */
function stepsBefore(block: string, actions: readonly Face[]): string[] {
  const there = [...block.matchAll(/\bid: ([\w-]+)/g)].map(([, id]) => id);
  return [...read(block, 'steps')]
    .filter(([id]) => !there.includes(id))
    .map(([id, outputs]) => {
      const action = actions.find(({ outputs: declared }) => outputs.every((output) => declared.includes(output)));
      if (!action) throw new Error(`No action has all of the outputs ${outputs.join(', ')}, which are read of ${id}.`);
      const given = action.required.map((input) => `${input}: x`).join(', ');
      return `  - { id: ${id}, uses: org/actions/${action.name}@v1, with: { ${given} } }`;
    });
}

/** The jobs that are read, with their outputs. */
function jobsBefore(block: string): ReadonlyMap<string, readonly string[]> {
  return read(block, 'needs');
}

function jobWith([id, outputs]: readonly [string, readonly string[]]): string[] {
  const declared = outputs.map((output) => `${output}: x`).join(', ');
  return [`  ${id}: { runs-on: ubuntu-latest, outputs: { ${declared} }, steps: [{ run: make }] }`];
}

function read(block: string, context: 'steps' | 'needs'): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, id = '', output = ''] of block.matchAll(
    new RegExp(`\\b${context}\\.([\\w-]+)\\.outputs\\.([\\w-]+)`, 'g'),
  ))
    found.set(id, [...(found.get(id) ?? []), output]);
  return found;
}
