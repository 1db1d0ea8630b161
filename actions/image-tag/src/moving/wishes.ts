import { type Template, tagged, type Version, type Wish } from '@actions-aws/registry/order';
import type { Asked } from '../inputs/names.ts';
import { hasMeaning, tagFor } from '../names/tag.ts';
import { couldBeOfAnother, roomIn } from '../names/template.ts';
import type { Ref } from '../ref.ts';

/** What the forms of names are filled with. */
export interface Filling {
  readonly ref: Ref;
  /** The version that this run releases. */
  readonly version: Version | undefined;
  /** The input `template`, and what became of it. */
  readonly form: string;
  readonly template: Template;
}

/** The tags that the workflow asks for, in its order; a form that this run has nothing for gives none. */
export function wishesOf(asked: readonly Asked[], { ref, version, form, template }: Filling): readonly Wish[] {
  const isTaken = (tag: string) => hasMeaning(tag) || asked.includes(tag) || couldBeOfAnother(form, tag);
  const wishes = asked.flatMap((one): Wish[] => {
    switch (one) {
      case '{branch}':
        if (ref.kind === 'pull-request') return [{ tag: `pr-${ref.number}`, rule: 'revision' }];
        return ref.kind === 'branch' ? [{ tag: tagFor(ref.name, isTaken, roomIn(template)), rule: 'revision' }] : [];
      case '{major}.{minor}':
        return version ? [{ tag: `${version.major}.${version.minor}`, rule: 'version', within: 'minor' }] : [];
      case '{major}':
        return version ? [{ tag: `${version.major}`, rule: 'version', within: 'major' }] : [];
      case 'latest':
        return [{ tag: one, rule: 'latest' }];
      default:
        return [{ tag: one, rule: 'revision' }];
    }
  });
  return wishes.map((wish) => ({ ...wish, tag: tagged(template, wish.tag) }));
}
