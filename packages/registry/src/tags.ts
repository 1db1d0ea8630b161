import type { Clock } from '@actions-aws/action';
import type { Api } from './api.ts';
import { isNotFound, unusable } from './failures.ts';
import { type ImageName, showImageName } from './image-name.ts';
import { isTag } from './references.ts';
import { pagesOf } from './transport/pages.ts';

/** How many tags are asked for at once; a registry may give fewer, or all that it has. */
const PAGE = 1000;
/** The longest page that is read, in bytes. */
const PAGE_BYTES = 32 * 1024 * 1024;

/**
 * All tags of a repository, page by page (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags).
 * @returns none where the registry says that it does not know the repository.
 */
export async function listTags(
  api: Api,
  name: ImageName,
  patience: { readonly clock: Clock; readonly until: number },
): Promise<readonly string[]> {
  const tags = new Set<string>();
  const doing = { doing: `list the tags of ${showImageName(name)}`, ecrAction: 'ecr:ListImages' };
  const listing = {
    ...doing,
    at: new URL(`tags/list?n=${PAGE}`, api.base),
    accept: 'application/json',
    bytes: PAGE_BYTES,
    isNone: isNotFound,
    count: () => tags.size,
    hint: 'Raise `timeout`, or have old images expire.',
  };
  for await (const { from, body } of pagesOf(api, listing, patience)) {
    const page = tagsIn(body);
    if (!page) throw unusable(from, 'it is no list of tags', doing);
    for (const tag of page) tags.add(tag);
  }
  return [...tags];
}

function tagsIn(body: Buffer): readonly string[] | undefined {
  try {
    const document = JSON.parse(body.toString()) as { readonly tags?: unknown } | null;
    // An empty list is null to registries written in Go.
    const tags = document?.tags ?? (document && 'tags' in document ? [] : undefined);
    if (!Array.isArray(tags)) return undefined;
    return tags.every((tag): tag is string => typeof tag === 'string' && isTag(tag)) ? tags : undefined;
  } catch {
    return undefined;
  }
}
