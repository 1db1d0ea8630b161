/** Where users will find a tree: what they write around an action's name after `uses:`. */
export interface Refs {
  /** `owner/name`. */
  readonly repository: string;
  /** A tag, a branch or a full commit SHA. */
  readonly ref: string;
}

/**
 * What the sources say wherever a user's workflow names these actions.
 */
export const WRITTEN: Refs = { repository: 'org/actions', ref: 'v1' };

/**
 * Reads `OWNER/REPO@REF`.
 *
 * @throws when it has another form, naming the one that it must have.
 */
export function readRefs(text: string): Refs {
  // Owners and names as GitHub allows them; of the names of refs those that need no quotes in YAML and no escape in Markdown.
  const [, repository, ref] = /^([A-Za-z\d-]{1,39}\/[\w.-]{1,100})@([\w.-]+(?:\/[\w.-]+)*)$/.exec(text) ?? [];
  if (!repository || !ref || ref.includes('..')) {
    throw new Error(`--refs is "${text}", but must be OWNER/REPO@REF, such as acme/actions@v1.`);
  }
  return { repository, ref };
}

/** The text with every mention of {@link WRITTEN} as `refs`; links to the sources, which have a host before it, stay. */
export function withRefs(text: string, refs: Refs): string {
  const written = literal(WRITTEN.repository);
  return text.replace(
    new RegExp(`(?<![\\w./-])${written}(?![\\w-])((?:/[\\w.-]+)*)(@${literal(WRITTEN.ref)}(?!\\.?[\\w-]))?`, 'g'),
    (_, folders: string, ref: string | undefined) => `${refs.repository}${folders}${ref ? `@${refs.ref}` : ''}`,
  );
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
