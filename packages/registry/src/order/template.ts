/** The form of a repository's tags: what stands before the name, and what stands behind it. */
export interface Template {
  readonly before: string;
  readonly after: string;
}

/** A name in its form. */
export function tagged({ before, after }: Template, name: string): string {
  return `${before}${name}${after}`;
}

/** The name that a tag has in it; nothing where the tag has another form. */
export function nameIn({ before, after }: Template, tag: string): string | undefined {
  if (tag.length <= before.length + after.length || !tag.startsWith(before) || !tag.endsWith(after)) return undefined;
  return tag.slice(before.length, tag.length - after.length);
}
