import { type Clock, UserError } from '@actions-aws/action';
import type { Api } from './api.ts';
import { explainAnswer, isNotFound, unusable } from './failures.ts';
import { type ImageName, showImageName } from './image-name.ts';
import { isTag } from './references.ts';
import { nextPage } from './transport/next-page.ts';

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
  { clock, until }: { readonly clock: Clock; readonly until: number },
): Promise<readonly string[]> {
  const doing = { doing: `list the tags of ${showImageName(name)}`, ecrAction: 'ecr:ListImages' };
  const tags = new Set<string>();
  const seen = new Set<string>();
  let next: URL | undefined = new URL(`tags/list?n=${PAGE}`, api.base);
  while (next) {
    seen.add(next.href);
    const answer = await api.ask({ at: next, accept: 'application/json', bytes: PAGE_BYTES, ...doing });
    // Only of the first page: what is there at first and then gone is an odd registry, and no empty one.
    if (seen.size === 1 && isNotFound(answer) && answer.from.origin === api.base.origin) return [];
    if (answer.status !== 200) throw explainAnswer(api, answer, doing);
    const page = tagsIn(answer.body);
    if (!page) throw unusable(answer.from, 'it is no list of tags', doing);
    for (const tag of page) tags.add(tag);
    const following = nextPage(answer.headers.link, next);
    if (following && (following.origin !== api.base.origin || seen.has(following.href))) {
      throw unusable(next, `its next page is said to be at ${following.origin}${following.pathname}`, doing);
    }
    if (following && clock.now() > until) {
      throw new UserError(`Could not ${doing.doing} in time: there are more than ${tags.size}.`, {
        hint: 'Raise `timeout`, or have old images expire.',
        code: 'unavailable',
      });
    }
    next = following;
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
