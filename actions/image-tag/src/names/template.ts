import { LONGEST, tagFor } from './tag.ts';

/** Every tag that this run gives has this form: what stands before the name, and what stands behind it. */
export interface Template {
  readonly before: string;
  readonly after: string;
}

/** What stands for the name in a template. */
export const NAME = '{name}';

const COMPONENT = '{component}';

/** The form of tags, once the component is known; its name is made a tag where it is none, as of `services/api`. */
export function templateOf(text: string, component: string): Template {
  const [before = '', after = ''] = text
    .replaceAll(
      COMPONENT,
      tagFor(component, () => false),
    )
    .split(NAME);
  return { before, after };
}

/** Whether a template has a place for the component. */
export function namesComponent(text: string): boolean {
  return text.includes(COMPONENT);
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

/** How many characters are left for a name. */
export function roomIn({ before, after }: Template): number {
  return LONGEST - before.length - after.length;
}
