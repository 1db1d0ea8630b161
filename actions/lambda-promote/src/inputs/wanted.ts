import type { Input } from '@actions-aws/action';
import { checksDocument, verifyDocument } from '@actions-aws/checks';
import { oneOrSeveral } from '@actions-aws/lambda';
import * as z from 'zod';

/** A function as the workflow names it, with what is different for it. */
export interface Wanted {
  readonly name: string;
  readonly zip?: string | undefined;
  readonly 's3-uri'?: string | undefined;
  readonly 's3-uri-owner'?: string | undefined;
  readonly 's3-uri-sha256'?: string | undefined;
  readonly 'image-uri'?: string | undefined;
  readonly version?: string | undefined;
  readonly 'from-alias'?: string | undefined;
  readonly latest?: boolean | undefined;
  readonly alias?: string | undefined;
  readonly smoke?: z.output<typeof checksDocument> | undefined;
  readonly 'smoke-on'?: string | undefined;
  readonly verify?: z.output<typeof verifyDocument> | undefined;
  /** Of the candidate, at each share of a canary. */
  readonly 'min-invocations'?: number | undefined;
  /** Passed over, and said, where there is no such function. */
  readonly optional?: boolean | undefined;
}

// YAML reads a version as a number, and so an account.
const digits = z.union([z.string(), z.int().transform(String)]);

const overrides = z.strictObject({
  name: z.string(),
  zip: z.string().optional(),
  's3-uri': z.string().optional(),
  's3-uri-owner': digits.optional(),
  's3-uri-sha256': z.string().optional(),
  'image-uri': z.string().optional(),
  version: digits.optional(),
  'from-alias': z.string().optional(),
  latest: z.boolean().optional(),
  alias: z.string().optional(),
  smoke: checksDocument.optional(),
  'smoke-on': z.string().optional(),
  verify: verifyDocument.optional(),
  'min-invocations': z.int().min(0).max(1_000_000).optional(),
  optional: z.boolean().optional(),
});

const several = z
  .array(z.union([z.string().transform((name): Wanted => ({ name })), overrides]))
  .min(1, 'must name at least one function');

/** What to do where a source of code is missing: it arrives empty from a step that did not set its output. */
export const SAY_A_SOURCE =
  'Give one of `zip`, `s3-uri`, `image-uri`, `version`, `from-alias`, or `latest: true` to promote $LATEST as it is; an unset step output arrives empty.';

const REMEDIES = {
  zip: SAY_A_SOURCE,
  's3-uri': SAY_A_SOURCE,
  'image-uri': SAY_A_SOURCE,
  version: SAY_A_SOURCE,
  'from-alias': SAY_A_SOURCE,
  latest: SAY_A_SOURCE,
};

/** The input for functions: one name or ARN, or a list of them, each of which may say what is different for it. */
export function functionsToPromote(): Input<readonly Wanted[]> {
  return oneOrSeveral<Wanted>(several, (name) => ({ name }), REMEDIES);
}
