import { isSha } from '@actions-aws/git';
import * as z from 'zod';
import { isDigest, isTag } from '../references.ts';

const movingTag = z.strictObject({
  tag: z.string().refine(isTag, 'must be a tag'),
  move: z.boolean(),
  why: z.string(),
  rule: z.enum(['version', 'revision']),
  from: z.string().refine((digest) => digest === '' || isDigest(digest), 'must be a digest, or empty'),
  revision: z.string().refine(isSha, 'must be a whole commit id').optional(),
});

/** What image-tag writes into `moving-tags`, each tag once. */
export const movingDocument = z.array(movingTag).superRefine((all, context) => {
  for (const [index, { tag }] of all.entries()) {
    if (all.findIndex((other) => other.tag === tag) === index) continue;
    context.addIssue({ code: 'custom', path: [index, 'tag'], message: 'must not be there twice' });
  }
});
