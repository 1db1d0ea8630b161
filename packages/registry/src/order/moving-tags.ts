import { document, type Input } from '@actions-aws/action';

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

/** The input for image-tag's output `moving-tags`, as it is: its order is that in which the tags are written. */
export function movingTags(): Input<readonly MovingTag[]> {
  return document<readonly MovingTag[]>(async () => (await import('./moving-document.ts')).movingDocument, {
    type: 'image-tag’s output `moving-tags`',
  });
}
