import type { Api } from '../api.ts';
import { unusable } from '../failures.ts';
import { type ImageName, showImageName } from '../image-name.ts';
import { descriptorIn, objectIn } from '../manifests/descriptor.ts';
import { OCI_INDEX } from '../manifests/media-types.ts';
import type { Followed } from '../transport/follow.ts';
import type { Persistence } from '../transport/insist.ts';
import { pagesOf } from '../transport/pages.ts';

/** The longest page that is read, in bytes. */
const PAGE_BYTES = 8 * 1024 * 1024;

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
  patience: Persistence,
): Promise<readonly string[] | undefined> {
  const found = new Set<string>();
  const doing = { doing: `list what refers to ${showImageName(name)}@${digest}`, ecrAction: 'ecr:BatchGetImage' };
  const listing = {
    ...doing,
    at: new URL(`referrers/${digest}`, api.base),
    accept: OCI_INDEX,
    bytes: PAGE_BYTES,
    isNone: ({ status }: Followed) => HAS_NONE.includes(status),
    count: () => found.size,
    hint: 'Raise `timeout`.',
  };
  let hasList = false;
  for await (const { from, body } of pagesOf(api, listing, patience)) {
    hasList = true;
    const { manifests } = objectIn(body) ?? {};
    // An empty list is null to registries written in Go.
    const page = manifests === null ? [] : Array.isArray(manifests) ? manifests.map(descriptorIn) : [undefined];
    for (const one of page) {
      if (!one) throw unusable(from, 'it is no list of referrers', doing);
      found.add(one.digest);
    }
  }
  return hasList ? [...found] : undefined;
}
