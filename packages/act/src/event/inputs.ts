import type { Json } from '../github-language.ts';
import type { Workflow } from '../workflows.ts';

/** Inputs of a dispatch, as its workflow gets them. */
export interface DispatchInputs {
  /** `github.event.inputs`: texts. */
  readonly texts: Readonly<Record<string, string>>;
  /** `inputs`: the same, but for booleans, which stay what they are. */
  readonly values: Readonly<Record<string, Json>>;
  /** For each of these GitHub answers 422, and starts nothing. */
  readonly refusals: readonly string[];
}

interface InputDocument {
  readonly type?: string;
  readonly required?: unknown;
  readonly default?: unknown;
  readonly options?: readonly unknown[];
}

/**
 * Takes the inputs of a dispatch as GitHub does, with its words where it refuses; a default is looked at like a value. How it
 * answers what is no boolean or no number is not known: it is refused here.
 *
 * Types, and the limits of 25 inputs and 65,535 characters:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#providing-inputs
 * Refusals: https://github.com/benc-uk/workflow-dispatch/issues/80 and https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
 */
export function dispatchInputs(workflow: Workflow, given: Readonly<Record<string, string>>): DispatchInputs {
  const declared = inputsOf(workflow);
  const names = Object.keys(declared);
  const refusals: string[] = [];
  const unexpected = Object.keys(given).filter((name) => !names.includes(name));
  if (unexpected.length > 0)
    refusals.push(
      `Unexpected inputs provided: ${JSON.stringify(unexpected)}; the workflow has ${names.join(', ') || 'none'}.`,
    );
  if (names.length > 25) refusals.push(`The workflow has ${names.length} inputs, and can have 25.`);
  const texts: Record<string, string> = {};
  const values: Record<string, Json> = {};
  for (const [name, input] of Object.entries(declared)) {
    const text = given[name] ?? (input?.default === undefined ? undefined : String(input.default));
    if (input?.required === true && (text === undefined || text === ''))
      refusals.push(`Required input '${name}' not provided`);
    else if (text !== undefined) refusals.push(...refusalsOf(name, text, input));
    if (text !== undefined) texts[name] = text;
    values[name] = input?.type === 'boolean' ? text === 'true' : (text ?? '');
  }
  const size = JSON.stringify(texts).length;
  if (size > 65_535) refusals.push(`The inputs have ${size} characters, and can have 65,535.`);
  return { texts, values, refusals };
}

/** Declared inputs of a workflow's `workflow_dispatch`. */
export function inputsOf({ document: { on } }: Workflow): Readonly<Record<string, InputDocument | null>> {
  if (typeof on !== 'object' || on === null || Array.isArray(on)) return {};
  const { workflow_dispatch: dispatch } = on as { workflow_dispatch?: { inputs?: Record<string, InputDocument> } };
  return dispatch?.inputs ?? {};
}

function refusalsOf(name: string, text: string, input: InputDocument | null): string[] {
  const provided = `Provided value '${text}' for input '${name}'`;
  switch (input?.type) {
    case 'choice': {
      const options = (input.options ?? []).map(String);
      return options.includes(text)
        ? []
        : [`${provided} not in the list of allowed values, which are ${options.join(', ')}.`];
    }
    case 'boolean':
      return text === 'true' || text === 'false' ? [] : [`${provided} is neither true nor false.`];
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? [] : [`${provided} is no number.`];
    default:
      return [];
  }
}
