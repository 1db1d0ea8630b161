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

/** A function's name, whether it was given so or as an ARN. */
export function shortName(nameOrArn: string): string {
  return nameOrArn.split(':').at(-1) ?? nameOrArn;
}

/** Looks for an alias that the list of functions names twice: it would race with itself. */
export function twins(settings: readonly { readonly functionName: string; readonly alias: string }[]): Problem[] {
  const seen = new Set<string>();
  return settings.flatMap(({ functionName: name, alias }, index) => {
    const key = `${shortName(name)}:${alias}`;
    if (seen.has(key)) {
      return [{ input: 'functions', at: `[${index}]`, value: name, message: `names ${key} a second time` }];
    }
    seen.add(key);
    return [];
  });
}
