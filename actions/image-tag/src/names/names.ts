import { UserError } from '@actions-aws/action';
import { nameOfVersion, tagged, type Version, type Wish } from '@actions-aws/registry/order';
import type { Asked } from '../inputs/names.ts';
import { wishesOf } from '../moving/wishes.ts';
import type { Ref } from '../ref.ts';
import { versionOfGitTag } from './git-tag.ts';
import { type Content, hashOfContent, nameOfCommit, nameOfContent } from './immutable.ts';
import { LONGEST, TAG } from './tag.ts';
import { templateOf } from './template.ts';

/** All that names are made of. */
export interface Subject {
  readonly head: { readonly sha: string; readonly committedAt: number };
  readonly ref: Ref;
  /** Empty where the repository builds one image. */
  readonly component: string;
  readonly template: string;
  readonly moving: readonly Asked[];
  /** What goes into the image, where that names it and not the commit. */
  readonly content?: Content;
}

/** What a run calls its image. */
export interface Names {
  /** The name that never moves: of a commit, or of a content. */
  readonly tag: string;
  /** The version that this run releases, and the name that it has for ever. */
  readonly release: { readonly version: Version; readonly tag: string } | undefined;
  /** The SHA-256 of the content, where that is what names it. */
  readonly content: string | undefined;
  /** The tags that move, as the workflow asks for them. */
  readonly wishes: readonly Wish[];
}

/**
 * The names of an image; nothing is asked.
 *
 * @throws UserError where a version has no name.
 */
export function namesOf({ head, ref, component, template, moving, content }: Subject): Names {
  const form = templateOf(template, component);
  const version = ref.kind === 'tag' ? versionOfGitTag(ref.name, component) : undefined;
  const release = version && { version, tag: tagged(form, nameOfVersion(version)) };
  if (release && ref.kind === 'tag' && !TAG.test(release.tag)) {
    throw new UserError(
      `The version of the git tag ${ref.name} has no name: a tag has at most ${LONGEST} characters.`,
      {
        hint: 'Release it under a shorter version.',
        code: 'no-name',
      },
    );
  }
  const hash = content && hashOfContent(content);
  return {
    tag: tagged(form, hash === undefined ? nameOfCommit(head) : nameOfContent(hash)),
    release,
    content: hash,
    wishes: wishesOf(moving, { ref, version, form: template, template: form }),
  };
}

/** The names that never move, in the order in which they are written. */
export function immutableTags({ tag, release }: Names): readonly string[] {
  return release ? [tag, release.tag] : [tag];
}
