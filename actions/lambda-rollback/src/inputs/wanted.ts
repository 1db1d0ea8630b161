import { document, type Input, input, type Refusal, text } from '@actions-aws/action';
import { aliasName, functionName, oneOrSeveral, shortName } from '@actions-aws/lambda';
import * as z from 'zod';
import { ANY } from '../plan/plan.ts';

/** A function as the workflow names it, with what is different for it. */
export interface Wanted {
  readonly name: string;
  readonly alias?: string | undefined;
  readonly to?: string | undefined;
  readonly 'only-if'?: string | undefined;
  /** Passed over, and said, where there is nothing to roll back. */
  readonly optional?: boolean | undefined;
}

/** Says that where to go back to is the version before, as the alias remembers it. */
export const PREVIOUS = 'previous';

/** One version or its word, or these by function; an empty one says that there is none for that function. */
export type GivenVersion = string | Readonly<Record<string, string>>;

// YAML reads a version as a number.
const versionText = z.union([z.string(), z.int().transform(String)]);

const overrides = z.strictObject({
  name: z.string(),
  alias: z.string().optional(),
  to: versionText.optional(),
  'only-if': versionText.optional(),
  optional: z.boolean().optional(),
});

const several = z
  .array(z.union([z.string().transform((name): Wanted => ({ name })), overrides]))
  .min(1, 'must name at least one function');

const FIELDS = {
  name: functionName(),
  alias: aliasName(),
  to: versionOr(PREVIOUS),
  'only-if': versionOr(ANY),
};

const REMEDIES = {
  'only-if': 'Give the version to undo, or say `any` to go back from the one that is live.',
  to: 'Give a version, or say `previous`.',
};

/** The input for functions: one name or ARN, or a list of them, each of which may say what is different for it. */
export function functionsToRollBack(): Input<readonly Wanted[]> {
  const list = oneOrSeveral<Wanted>(several, (name) => ({ name }), REMEDIES);
  return input(list.type, async (given, surroundings) => {
    const read = await list.parse(given, surroundings);
    if (!read.accepted) return read;
    const refusals: Refusal[] = [];
    for (const [index, wanted] of read.value.entries()) {
      for (const [key, type] of Object.entries(FIELDS)) {
        const value = wanted[key as keyof typeof FIELDS];
        const field = value === undefined ? undefined : await type.parse(value, surroundings);
        if (field?.accepted !== false) continue;
        refusals.push(...field.refusals.map((refusal) => ({ ...refusal, at: `[${index}].${key}`, value })));
      }
    }
    return refusals.length > 0 ? { accepted: false, refusals } : read;
  });
}

/**
 * The input for a version, or for the word that stands for one that need not be named: for one function, or by function, as
 * `lambda-promote` writes its outputs.
 */
export function versionOfEach(word: typeof ANY | typeof PREVIOUS): Input<GivenVersion> {
  const one = versionOr(word);
  const each = document(z.record(z.string(), z.union([versionText, z.null().transform(() => '')])));
  return input<GivenVersion>(`version, versions by function, or \`${word}\``, async (given, surroundings) => {
    if (!/^\{|:/.test(given)) return one.parse(given, surroundings);
    const read = await each.parse(given, surroundings);
    if (!read.accepted) return read;
    const refusals: Refusal[] = namedTwice(Object.keys(read.value));
    for (const [name, value] of Object.entries(read.value)) {
      const version = value === '' ? undefined : await one.parse(value, surroundings);
      if (version?.accepted !== false) continue;
      refusals.push(...version.refusals.map((refusal) => ({ ...refusal, at: `.${name}`, value })));
    }
    return refusals.length > 0 ? { accepted: false, refusals } : read;
  });
}

function versionOr(word: typeof ANY | typeof PREVIOUS): Input<string> {
  const type = `version, or \`${word}\``;
  const hint = `must be the number of a published version, such as 7, or \`${word}\``;
  return text({ pattern: new RegExp(`(${word}|[1-9]\\d*)`), hint, type });
}

/** Two versions for one function contradict each other. */
function namedTwice(names: readonly string[]): Refusal[] {
  const short = names.map(shortName);
  const twice = new Set(short.filter((name, index) => short.indexOf(name) !== index));
  return [...twice].map((name) => ({ value: undefined, message: `must not name ${name} twice` }));
}
