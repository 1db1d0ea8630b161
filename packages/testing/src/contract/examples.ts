import { inputName } from '@actions-aws/action';
import { parseAllDocuments } from 'yaml';
import type { DescribedAction } from './manifest.ts';
import { outputsNamedIn } from './named-outputs.ts';

/** A text that shows how actions are used: a README with its blocks of YAML, or a whole workflow. */
export interface Example {
  /** Its name, for the sentences; one that ends in `.md` is Markdown. */
  readonly file: string;
  readonly text: string;
}

/** What a step, or a part of one, gives below `with`. */
type Given = Readonly<Record<string, unknown>>;

/** A step of an example. */
interface ExampleStep {
  readonly id?: unknown;
  readonly uses?: unknown;
  readonly with?: unknown;
}

/**
 * What an example says that is not so: values that an action refuses, inputs and outputs that it does not have, and steps
 * without what it requires. `own` is the action whose README it is: there, some inputs may stand alone.
 */
export async function wrongExamples(
  example: Example,
  actions: readonly DescribedAction[],
  own?: DescribedAction,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const block of blocksOf(example)) {
    // Scalars stay as they are written, since the runner makes text of them anyway.
    const documents = parseAllDocuments(block, { schema: 'failsafe' });
    const [error] = documents.flatMap(({ errors }) => errors);
    if (error) {
      wrong.push(`is not valid YAML: ${error.message.split('\n')[0]?.replace(/:$/, '.')}`);
      continue;
    }
    for (const value of documents.map((document): unknown => document.toJS())) {
      if (own && isPartOf(own, value)) wrong.push(...(await wrongValues(own, value)));
      for (const step of stepsIn(value)) {
        const action = actions.find(({ name }) => new RegExp(`/${name}(?:@|$)`).test(String(step.uses)));
        if (action) wrong.push(...(await wrongStep(step, action)), ...wrongOutputs(step, action, block));
      }
    }
  }
  return [...new Set(wrong)].map((what) => `An example in ${example.file} ${what}`);
}

/** What an action refuses of what it is given, by the types that it reads its inputs with. */
export async function wrongValues({ name, manifest, inputs }: DescribedAction, given: Given): Promise<string[]> {
  const types = new Map(Object.entries(inputs).map(([key, type]) => [inputName(key), type]));
  const wrong: string[] = [];
  for (const [input, value] of Object.entries(given)) {
    if (!Object.hasOwn(manifest.inputs ?? {}, input)) {
      wrong.push(`gives \`${input}\`, which is no input of \`${name}\`.`);
    } else if (typeof value !== 'string') {
      wrong.push(`gives \`${input}\` something else than text: a list goes below \`|\`.`);
    } else if (value.trim() !== '' && !value.includes('${{')) {
      // An expression has no value before a workflow runs, and neither has a file been built.
      const read = await types.get(input)?.parse(value.trim(), { env: {}, filesMustExist: false });
      for (const { at = '', message } of read?.accepted === false ? read.refusals : []) {
        wrong.push(`gives \`${input}\` what \`${name}\` refuses: ${at && `at \`${input}${at}\`: `}${message}.`);
      }
    }
  }
  return wrong;
}

/** The texts of YAML in an example: blocks of a README, or a whole file. */
export function blocksOf({ file, text }: Example): readonly string[] {
  if (!file.endsWith('.md')) return [text];
  return [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
}

/** Whether it is what may stand below `with`, and not a step or a workflow. */
function isPartOf({ manifest }: DescribedAction, value: unknown): value is Given {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).some((key) => Object.hasOwn(manifest.inputs ?? {}, key));
}

/** Every mapping with `uses`, however deep: an example may be a whole workflow, a job, or a few steps. */
function stepsIn(value: unknown): ExampleStep[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...('uses' in value ? [value] : []), ...Object.values(value).flatMap(stepsIn)];
}

async function wrongStep(step: ExampleStep, action: DescribedAction): Promise<string[]> {
  const given = (step.with || {}) as Given;
  const missing = Object.entries(action.manifest.inputs ?? {}).filter(
    ([name, { required }]) => required === 'true' && !given[name],
  );
  return [
    ...(await wrongValues(action, given)),
    ...missing.map(([name]) => `does not give \`${name}\`, which \`${action.name}\` requires.`),
  ];
}

/** Names of outputs that an example's steps give an action by an input, and that its action.yml cannot declare. */
export function outputsGiven(example: Example, name: string, input: string): string[] {
  const found = blocksOf(example).flatMap((block) =>
    parseAllDocuments(block, { schema: 'failsafe' })
      .flatMap((document) => [...stepsIn(document.toJS())])
      .filter(({ uses }) => new RegExp(`/${name}(?:@|$)`).test(String(uses)))
      .flatMap((step) => outputsNamedIn(((step.with || {}) as Given)[input]) ?? []),
  );
  return [...new Set(found)];
}

function wrongOutputs(
  { id, with: given }: ExampleStep,
  { name, manifest, outputsNamedBy }: DescribedAction,
  block: string,
): string[] {
  if (typeof id !== 'string') return [];
  const named = outputsNamedBy === undefined ? [] : outputsNamedIn(((given || {}) as Given)[outputsNamedBy]);
  // Any name may be right then.
  if (named === undefined) return [];
  return [...block.matchAll(new RegExp(`steps\\.${id}\\.outputs\\.([\\w-]+)`, 'g'))]
    .map(([, output = '']) => output)
    .filter((output) => !Object.hasOwn(manifest.outputs ?? {}, output) && !named.includes(output))
    .map((output) => `reads \`${output}\`, which is no output of \`${name}\`.`);
}
