import { accepted, document, type Input, input, type Problem, type Refusal, type Schema } from '@actions-aws/action';
import { functionName } from './names.ts';

/**
 * The input for functions: the name or ARN of one, or a YAML or JSON list whose entries a schema reads. What is empty in an
 * entry is refused before that: an expression that yields nothing leaves it so, and must not count as leaving the key out.
 * `remedies` says for some keys what else to do.
 */
export function oneOrSeveral<Entry>(
  entries: Schema<readonly Entry[]>,
  named: (name: string) => Entry,
  remedies: Readonly<Record<string, string>> = {},
): Input<readonly Entry[]> {
  const one = functionName();
  const several = document(entries);
  const asWritten = document<unknown>({ safeParse: (data) => ({ success: true, data }) });
  return input('name or ARN, or a list', async (text, surroundings) => {
    const isList = /^\s*[[\-{]/.test(text) || text.includes('\n');
    if (isList) {
      const read = await asWritten.parse(text, surroundings);
      const empty = read.accepted ? emptyIn(read.value, remedies) : [];
      return empty.length > 0 ? { accepted: false, refusals: empty } : several.parse(text, surroundings);
    }
    const name = await one.parse(text, surroundings);
    return name.accepted ? accepted([named(name.value)]) : name;
  });
}

function emptyIn(list: unknown, remedies: Readonly<Record<string, string>>): readonly Refusal[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index): readonly Refusal[] => {
    const at = `[${index}]`;
    if (isEmpty(entry))
      return [{ at, value: undefined, message: 'is empty', remedy: 'Name a function, or take it out.' }];
    if (typeof entry !== 'object') return [];
    const keys = Object.entries(entry as object).filter(([, value]) => isEmpty(value));
    return keys.map(([key]) => ({
      at: `${at}.${key}`,
      value: undefined,
      message: 'is empty, as an expression that yields nothing leaves it',
      remedy: remedies[key] ?? `Give it a value, or leave \`${key}\` out.`,
    }));
  });
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
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
  const seen = new Map<string, string>();
  return names.flatMap((value, index) => {
    const name = shortName(value);
    const first = seen.get(name);
    if (first !== undefined) return [{ input: 'functions', at: `[${index}]`, value, ...twice(name, first, value) }];
    seen.set(name, value);
    return [];
  });
}

function twice(name: string, first: string, second: string): Pick<Problem, 'message' | 'remedy'> {
  const [, , , region, account] = first.split(':');
  const [, , , otherRegion, otherAccount] = second.split(':');
  if (region && otherRegion && region !== otherRegion) {
    return {
      message: `${name} is listed in two regions, ${region} and ${otherRegion}`,
      remedy: 'A run reaches one region: write a step for each region, with its AWS_REGION.',
    };
  }
  if (account && otherAccount && account !== otherAccount) {
    return {
      message: `${name} is listed in two accounts, ${account} and ${otherAccount}`,
      remedy: 'Outputs tell functions apart by name: write a step for each account.',
    };
  }
  return {
    message: `the function ${name} is listed a second time`,
    remedy: 'Take one of the two out; another alias of the same function needs a step of its own.',
  };
}
