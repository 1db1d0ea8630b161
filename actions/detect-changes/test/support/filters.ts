import { readInputs } from '@actions-aws/action';
import type { Filters } from '../../src/components/component.ts';
import { filtersFrom } from '../../src/inputs/filters.ts';
import { inputs } from '../../src/inputs/inputs.ts';

const { filters, global, ignore } = inputs;

/** Reads filters as the action does, from what a workflow gives. */
export async function readFilters(
  text: string,
  others: { readonly global?: string; readonly ignore?: string } = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Filters> {
  const given = await readInputs(
    { filters, global, ignore },
    { ...env, INPUT_FILTERS: text, INPUT_GLOBAL: others.global ?? '', INPUT_IGNORE: others.ignore ?? '' },
  );
  return filtersFrom(given);
}
