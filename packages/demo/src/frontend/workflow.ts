import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from '../stage/checkout.ts';

/** The example whose workflows the scene follows. */
const example = path.join(root, 'examples/storefront');

/** What a job has said to those that need it, as GitHub's context `needs` has it. */
export interface NeededJob {
  readonly result: 'success' | 'failure';
  readonly outputs: Readonly<Record<string, string>>;
}

/** What the expressions of a step can ask for. */
export interface StepContext {
  readonly vars: Readonly<Record<string, string>>;
  readonly needs: Readonly<Record<string, NeededJob>>;
  /** What a person has filled in. */
  readonly inputs: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly StepOfWorkflow[] }>>;
}

interface StepOfWorkflow {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/**
 * What a step of our own is given by the example's workflows, its expressions evaluated as the runner would.
 *
 * @throws when there is no such step, and for an expression that is not understood: the story must not go on with something else.
 */
export function inputsOf(action: string, context: StepContext): Record<string, string> {
  const files = ['deploy.yml', 'roll-back.yml'].map((name) => path.join(example, '.github/workflows', name));
  const steps = files
    .map((file) => parse(readFileSync(file, 'utf8')) as Workflow)
    .flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps));
  const step = steps.find(({ uses }) => uses === `org/actions/${action}@v1`);
  if (!step) throw new Error(`No workflow of the example uses ${action}.`);
  const inputs = Object.entries(step.with ?? {}).map(([name, value]) => [name, evaluated(String(value), context)]);
  // What has no value is as if it was not given.
  return Object.fromEntries(inputs.filter(([, value]) => value !== ''));
}

function evaluated(text: string, { vars, needs, inputs }: StepContext): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    if (expression === 'toJSON(needs)') return JSON.stringify(needs, null, 2);
    const [, variable] = /^vars\.(\w+)$/.exec(expression) ?? [];
    if (variable !== undefined) return vars[variable] ?? '';
    const [, job = '', output = ''] = /^needs\.([\w-]+)\.outputs\.([\w-]+)$/.exec(expression) ?? [];
    if (job !== '') return needs[job]?.outputs[output] ?? '';
    const [, input] = /^inputs\.([\w-]+)$/.exec(expression) ?? [];
    if (input !== undefined) return inputs[input] ?? '';
    // No step assumes a role here.
    if (expression.startsWith('steps.aws.outputs.')) return '';
    throw new Error(`The story cannot evaluate \${{ ${expression} }}.`);
  });
}
