import { document, type Input } from '@actions-aws/action';
import { isSha } from '@actions-aws/git';
import * as z from 'zod';
import { isDigest, isTag } from '../references.ts';

/** Whether a tag may move to an image, and why. image-tag's output `moving-tags` is a list of these. */
export interface MovingTag {
  readonly tag: string;
  readonly move: boolean;
  /** A clause, for people: what speaks for it or against it. */
  readonly why: string;
  /** What decided, for programs that decide again right before they write. */
  readonly rule: 'version' | 'revision';
  /** The digest that it has now; empty where it has none, or was not looked at. */
  readonly from: string;
  /**
   * The commit of the run that decided. It is later than that of the image where a content came back, as after a revert, and its image
   * was found and not built again: the tag moves for this one.
   */
  readonly revision?: string | undefined;
}

const movingTag = z.strictObject({
  tag: z.string().refine(isTag, 'must be a tag'),
  move: z.boolean(),
  why: z.string(),
  rule: z.enum(['version', 'revision']),
  from: z.string().refine((digest) => digest === '' || isDigest(digest), 'must be a digest, or empty'),
  revision: z.string().refine(isSha, 'must be a whole commit id').optional(),
});

const once = z.array(movingTag).superRefine((all, context) => {
  for (const [index, { tag }] of all.entries()) {
    if (all.findIndex((other) => other.tag === tag) === index) continue;
    context.addIssue({ code: 'custom', path: [index, 'tag'], message: 'must not be there twice' });
  }
});

/** The input for image-tag's output `moving-tags`, as it is: its order is that in which the tags are written. */
export function movingTags(): Input<readonly MovingTag[]> {
  return document<readonly MovingTag[]>(once, { type: 'image-tag’s output `moving-tags`' });
}
