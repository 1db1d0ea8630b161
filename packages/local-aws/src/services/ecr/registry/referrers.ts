import { referrersOf, shownReferrer, usualPage } from '../images/referrers.ts';
import type { Blobs } from '../layers/blobs.ts';
import { page } from '../paging.ts';
import { repositoryOf } from '../place.ts';
import { type Named, operation } from './operation.ts';
import { registryError } from './refusals.ts';

interface Asked extends Named {
  readonly digest?: string;
  readonly artifactType?: string;
  readonly last?: string;
}

/**
 * The referrers of a digest as an OCI index: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers.
 * ECR has it (https://docs.aws.amazon.com/AmazonECR/latest/userguide/images.html). How ECR pages it is not known: here as ListImageReferrers
 * does, twenty at a time, which clients that follow no link see cut off (google/go-containerregistry#2446); the link is that of
 * tags. The IAM action is that of ListImageReferrers, and only ACTIVE artifacts are listed, as there.
 */
export function listReferrers(store: Blobs) {
  return operation<Asked>({
    takes: ['name', 'digest', 'artifactType', 'last'],
    actions: () => ['BatchGetImage'],
    below: ({ digest = '' }) => `@${digest}`,
    run(call, { name = '', digest = '', artifactType, last }) {
      const repository = repositoryOf(call, name);
      // "If the request is invalid, such as a <digest> with an invalid syntax, a 400 Bad Request MUST be returned."
      if (!/^sha256:[0-9a-f]{64}$/.test(digest))
        throw registryError('DIGEST_INVALID', 400, `Invalid digest '${digest}'`);
      const artifactTypes = artifactType === undefined ? undefined : [artifactType];
      const { items, next } = page(referrersOf(repository, digest, { artifactTypes }), {
        maxResults: usualPage,
        nextToken: last,
      });
      const manifests = items.map((image) => shownReferrer(store, image));
      const query = new URLSearchParams({ ...(artifactType !== undefined && { artifactType }), last: next ?? '' });
      const mediaType = 'application/vnd.oci.image.index.v1+json';
      return {
        ContentType: mediaType,
        Body: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests })),
        ...(artifactType !== undefined && { FiltersApplied: 'artifactType' }),
        ...(next !== undefined && { Link: `<${call.endpoint}/v2/${name}/referrers/${digest}?${query}>; rel="next"` }),
      };
    },
  });
}
