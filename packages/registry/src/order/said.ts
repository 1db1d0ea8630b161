import { nameIn, type Template } from './template.ts';
import { type Version, versionOfName } from './version.ts';

/** The keys by which an image says which commit and which version it is of. Source: https://github.com/opencontainers/image-spec/blob/main/annotations.md */
export const REVISION = 'org.opencontainers.image.revision';
export const VERSION = 'org.opencontainers.image.version';

/** The versions among tags, in the form that the tags of a repository have. */
export function versionsIn(tags: readonly string[], template: Template): readonly Version[] {
  return tags.flatMap((tag) => versionOfName(nameIn(template, tag) ?? '') ?? []);
}
