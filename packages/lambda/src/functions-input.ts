import { accepted, document, type Input, input, type Problem, type Schema } from '@actions-aws/action';
import { functionName } from './names.ts';

/** The input for functions: the name or ARN of one, or a YAML or JSON list whose entries a schema reads. */
export function oneOrSeveral<Entry>(
  entries: Schema<readonly Entry[]>,
  named: (name: string) => Entry,
): Input<readonly Entry[]> {
  const one = functionName();
  const several = document(entries);
  return input('name or ARN, or a list', async (text, surroundings) => {
    const isList = /^\s*[[\-{]/.test(text) || text.includes('\n');
    if (isList) return several.parse(text, surroundings);
    const name = await one.parse(text, surroundings);
    return name.accepted ? accepted([named(name.value)]) : name;
  });
}

/** A function that a run passes over, and why. */
export interface Skipped {
  /** As the workflow names it. */
  readonly functionName: string;
  readonly why: string;
}

/** A function's name, whether it was given so or as an ARN. */
export function shortName(nameOrArn: string): string {
  return nameOrArn.split(':').at(-1) ?? nameOrArn;
}

/**
 * Looks for functions that are listed twice, under whatever names. What is told of each is keyed by its name, so that of a
 * second alias of it nothing would be told, and nothing undone.
 */
export function listedTwice(names: readonly string[]): Problem[] {
  const seen = new Set<string>();
  return names.flatMap((value, index) => {
    const name = shortName(value);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        input: 'functions',
        at: `[${index}]`,
        value,
        message: `the function ${name} is listed a second time`,
        remedy: 'Take one of the two out; another alias of the same function needs a step of its own.',
      },
    ];
  });
}
