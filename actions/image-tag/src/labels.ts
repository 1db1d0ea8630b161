import { type Identity, identityLabels } from './identity.ts';
import type { Event } from './ref.ts';

/** What an image's labels tell. */
export interface Described extends Identity {
  readonly repository: Event['repository'];
  /** `octo/app`. */
  readonly slug: string;
  /** `https://github.com`, or that of a GitHub Enterprise Server. */
  readonly server: string;
  /** The version that is released, else the image's tag. */
  readonly version: string;
  readonly revision: string;
  /** Seconds since the epoch. */
  readonly committedAt: number;
}

/**
 * Labels of an image: the keys of https://github.com/opencontainers/image-spec/blob/main/annotations.md that
 * docker/metadata-action writes, in its form and order, one on a line. `created` is the date of the commit and not of the run:
 * a re-run builds from the same labels. Those of this action come last.
 */
export function labelsOf({
  repository = {},
  slug,
  server,
  version,
  revision,
  committedAt,
  component,
  content,
}: Described): readonly string[] {
  const url = repository.html_url ?? (slug === '' ? '' : `${server}/${slug}`);
  const values: Readonly<Record<string, string>> = {
    created: new Date(committedAt * 1000).toISOString(),
    description: repository.description ?? '',
    licenses: repository.license?.spdx_id ?? '',
    revision,
    source: url,
    title: repository.name ?? slug.split('/').at(-1) ?? '',
    url,
    version,
  };
  const usual = Object.entries(values).map(([key, value]) => `org.opencontainers.image.${key}=${oneLine(value)}`);
  return [...usual, ...identityLabels({ component, content })];
}

/** The same as annotations of the manifest of each platform, as docker/metadata-action writes them unless told otherwise. */
export function annotationsOf(labels: readonly string[]): readonly string[] {
  return labels.map((label) => `manifest:${label}`);
}

/**
 * A line break in a description would begin a label of its own. docker/build-push-action reads each line as comma-separated
 * values (https://github.com/docker/actions-toolkit/blob/main/src/util.ts), in which a quote right behind a comma opens a field
 * that may have no end.
 */
function oneLine(text: string): string {
  return text
    .replace(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, ' ')
    .replaceAll(',"', ', "')
    .trim();
}
