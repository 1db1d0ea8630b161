import { UserError } from '@actions-aws/action';
import type { Api } from '../api.ts';
import { explainAnswer, unusable } from '../failures.ts';
import { type ImageName, showImageName } from '../image-name.ts';
import { descriptorIn, objectIn } from '../manifests/descriptor.ts';
import type { Persistence } from '../transport/insist.ts';
import { nextPage } from '../transport/next-page.ts';

/** The longest page that is read, in bytes. */
const PAGE_BYTES = 8 * 1024 * 1024;
const INDEX = 'application/vnd.oci.image.index.v1+json';

/**
 * What says that a registry has no such list: 404, in any form, as it does not know the path; and what those answer that
 * take it for another path. Source: https://github.com/google/go-containerregistry/blob/main/pkg/v1/remote/referrers.go
 */
const HAS_NONE = [400, 404, 405, 406];

/**
 * The digests that a registry lists as referrers of a manifest, over all pages; all of them, for a registry filters them as it
 * likes (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers). By GET: a HEAD tells nothing.
 *
 * @returns `undefined` where it has no such list: then there are tags. A failure is neither.
 */
export async function listedReferrers(
  api: Api,
  name: ImageName,
  digest: string,
  { clock, until }: Persistence,
): Promise<readonly string[] | undefined> {
  const doing = { doing: `list what refers to ${showImageName(name)}@${digest}`, ecrAction: 'ecr:BatchGetImage' };
  const found = new Set<string>();
  const seen = new Set<string>();
  let next: URL | undefined = new URL(`referrers/${digest}`, api.base);
  while (next) {
    seen.add(next.href);
    const answer = await api.ask({ at: next, accept: INDEX, bytes: PAGE_BYTES, ...doing });
    if (seen.size === 1 && HAS_NONE.includes(answer.status) && answer.from.origin === api.base.origin) return undefined;
    if (answer.status !== 200) throw explainAnswer(api, answer, doing);
    const { manifests } = objectIn(answer.body) ?? {};
    // An empty list is null to registries written in Go.
    const page = manifests === null ? [] : Array.isArray(manifests) ? manifests.map(descriptorIn) : [undefined];
    for (const one of page) {
      if (!one) throw unusable(answer.from, 'it is no list of referrers', doing);
      found.add(one.digest);
    }
    const following = nextPage(answer.headers.link, next);
    if (following && (following.origin !== api.base.origin || seen.has(following.href))) {
      throw unusable(next, `its next page is said to be at ${following.origin}${following.pathname}`, doing);
    }
    if (following && clock.now() > until) {
      throw new UserError(`Could not ${doing.doing} in time: there are more than ${found.size}.`, {
        hint: 'Raise `timeout`.',
        code: 'unavailable',
      });
    }
    next = following;
  }
  return [...found];
}
