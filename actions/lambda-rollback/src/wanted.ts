import { document, type Input, input, type Refusal } from '@actions-aws/action';
import { aliasName, functionName, oneOrSeveral, versionNumber } from '@actions-aws/lambda';
import * as z from 'zod';

/** A function as the workflow names it, with what is different for it. */
export interface Wanted {
  readonly name: string;
  readonly alias?: string | undefined;
  readonly 'to-version'?: string | undefined;
  readonly 'only-if'?: string | undefined;
  /** Passed over, and said, where there is nothing to roll back. */
  readonly optional?: boolean | undefined;
}

/** One version, or versions by function; an empty one says that there is none for that function. */
export type GivenVersion = string | Readonly<Record<string, string>>;

// YAML reads a version as a number.
const versionText = z.union([z.string(), z.int().transform(String)]);

const overrides = z.strictObject({
  name: z.string(),
  alias: z.string().optional(),
  'to-version': versionText.optional(),
  'only-if': versionText.optional(),
  optional: z.boolean().optional(),
});

const several = z
  .array(z.union([z.string().transform((name): Wanted => ({ name })), overrides]))
  .min(1, 'must name at least one function');

const FIELDS = {
  name: functionName(),
  alias: aliasName(),
  'to-version': versionNumber(),
  'only-if': versionNumber(),
};

/** The input for functions: one name or ARN, or a list of them, each of which may say what is different for it. */
export function functionsToRollBack(): Input<readonly Wanted[]> {
  const list = oneOrSeveral<Wanted>(several, (name) => ({ name }));
  return input(list.type, async (text, surroundings) => {
    const read = await list.parse(text, surroundings);
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

/** The input for a version: of one function, or by function, as `lambda-promote` writes its outputs. */
export function versionOfEach(): Input<GivenVersion> {
  const one = versionNumber();
  const each = document(z.record(z.string(), z.union([versionText, z.null().transform(() => '')])));
  return input<GivenVersion>('version, or versions by function', async (text, surroundings) => {
    if (!/^\{|:/.test(text)) return one.parse(text, surroundings);
    const read = await each.parse(text, surroundings);
    if (!read.accepted) return read;
    const refusals: Refusal[] = [];
    for (const [name, value] of Object.entries(read.value)) {
      const version = value === '' ? undefined : await one.parse(value, surroundings);
      if (version?.accepted !== false) continue;
      refusals.push(...version.refusals.map((refusal) => ({ ...refusal, at: `.${name}`, value })));
    }
    return refusals.length > 0 ? { accepted: false, refusals } : read;
  });
}
