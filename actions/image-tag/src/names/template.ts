import type { Template } from '@actions-aws/registry/order';
import { endsInHash, LONGEST, tagFor } from './tag.ts';

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

/**
 * Whether a name, in the form of one component, could be that of another: where components share a repository, the branch
 * `web-main` of `svc` has the tag of `main` of `svc-web`. Only a name in one piece cannot, nor one with a hash of its own.
 */
export function couldBeOfAnother(text: string, name: string): boolean {
  if (!namesComponent(text)) return false;
  return endsInHash(`-${name}`) ? !name.includes('-') : /[._-]/.test(name);
}

/** Whether nothing tells where the component ends and the name begins: `api.1` and `2.3.4` are `api` and `1.2.3.4`. */
export function runsTogether(text: string): boolean {
  const [, between] = /\{(?:component|name)\}([^{}]*)\{(?:component|name)\}/.exec(text) ?? [];
  return between !== undefined && !/[_-]/.test(between);
}

/** How many characters are left for a name. */
export function roomIn({ before, after }: Template): number {
  return LONGEST - before.length - after.length;
}
