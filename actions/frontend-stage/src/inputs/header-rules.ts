import { document, type Input, input, type Refusal } from '@actions-aws/action';
import { FILE_HEADERS, type FileHeaders } from '@actions-aws/site';
import * as z from 'zod';
import type { HeaderRule } from '../build/header-rules.ts';
import { patternOf } from '../build/patterns.ts';

// https://www.rfc-editor.org/rfc/rfc9110#section-5.5, without what S3 would have to encode:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
const value = z
  .string()
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'must be letters of ASCII, without a line break');

const rule = z
  .strictObject({
    files: z.string().min(1, 'must be a pattern'),
    ...(Object.fromEntries(FILE_HEADERS.map((name) => [name, value.optional()])) as Record<
      keyof FileHeaders,
      z.ZodOptional<typeof value>
    >),
  })
  .refine((one) => Object.keys(one).length > 1, 'must have a header beside `files`');

const rules = document(z.array(rule).min(1, 'must have at least one rule'), { type: 'rules for headers' });

/** The input for headers of files: a list of rules, each with a pattern in `files` and headers beside it. */
export function headerRules(): Input<readonly HeaderRule[]> {
  return input(rules.type, async (given, surroundings) => {
    const read = await rules.parse(given, surroundings);
    if (!read.accepted) return read;
    const refusals: Refusal[] = [];
    const found = read.value.flatMap(({ files, ...headers }, index): HeaderRule[] => {
      const pattern = patternOf(files);
      if ('wrong' in pattern) refusals.push({ at: `[${index}].files`, value: files, message: pattern.wrong });
      else if (pattern.isNegated)
        refusals.push({
          at: `[${index}].files`,
          value: files,
          message: 'must not take away: a rule names the files that it is for',
        });
      else return [{ files: pattern, headers: headers as Partial<FileHeaders> }];
      return [];
    });
    return refusals.length > 0 ? { accepted: false, refusals } : { accepted: true, value: found };
  });
}
