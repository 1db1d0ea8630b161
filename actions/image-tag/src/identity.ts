import { oneLine } from '@actions-aws/action';
import type { Found } from '@actions-aws/registry';

/**
 * What an image is of, beside its revision. Its name does not tell all of it: the component stands in it only where the template says
 * so, and of a content there are twelve digits.
 */
export interface Identity {
  /** Empty where the repository builds one image. */
  readonly component: string;
  /** The SHA-256 of what goes into the image, where that names it and not the commit. */
  readonly content: string | undefined;
}

/** Keys of this action's own: the OCI has none for these (https://github.com/opencontainers/image-spec/blob/main/annotations.md). */
const COMPONENT = 'image-tag.component';
const CONTENT = 'image-tag.content';

/** Labels that tell it, `key=value` each; none of what an image of the whole repository at a commit has nothing to tell of. */
export function identityLabels({ component, content }: Identity): readonly string[] {
  return [
    ...(component === '' ? [] : [`${COMPONENT}=${component}`]),
    ...(content === undefined ? [] : [`${CONTENT}=${content}`]),
  ];
}

/** What an image says of its component, for people, where that is another one than ours; undefined of one that says nothing. */
export function otherComponent({ component: said }: Partial<Identity>, component: string): string | undefined {
  // What an image says may be anything; a component has 64 characters at most.
  return said === undefined || said === component ? undefined : `the component "${oneLine(said).slice(0, 64)}"`;
}

/** What an image says of it; nothing where it was built without these labels. */
export async function identitySaid({ says }: Pick<Found, 'says'>): Promise<Partial<Identity>> {
  const component = await says(COMPONENT);
  const content = await says(CONTENT);
  return { ...(component !== undefined && { component }), ...(content !== undefined && { content }) };
}
