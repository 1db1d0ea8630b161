import type * as sdk from '@aws-sdk/client-ecr';
import type { Blobs } from '../layers/blobs.ts';
import { operation } from '../operation.ts';
import { page } from '../paging.ts';
import { repositoryOf } from '../place.ts';
import type { Image, Repository } from '../state.ts';
import { imagesOf } from './find.ts';

/** What a referrer is listed as: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers */
export interface Referrer {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Which referrers are asked for. */
export interface Wanted {
  /** All types unless given. */
  readonly artifactTypes?: readonly string[] | undefined;
  /** "If not specified, only artifacts with ACTIVE status are returned" (AWS's model, ListImageReferrersFilter). */
  readonly artifactStatus?: Image['status'] | 'ANY' | undefined;
}

/** How many one page holds, unless an input says otherwise: AWS's model, ListImageReferrersRequest. */
export const usualPage = 20;

/**
 * The images of a repository that have a digest for their subject, whether or not it is there: OCI has a registry take a
 * manifest whose subject it does not have, and list it later.
 */
export function referrersOf(
  repository: Repository,
  subject: string,
  { artifactTypes, artifactStatus = 'ACTIVE' }: Wanted,
): readonly Image[] {
  return imagesOf(repository).filter(
    (image) =>
      image.subject === subject &&
      (artifactStatus === 'ANY' || image.status === artifactStatus) &&
      (artifactTypes === undefined || artifactTypes.includes(image.artifactType ?? '')),
  );
}

/** A referrer as it is listed, with the annotations of its manifest. */
export function shownReferrer(store: Blobs, { digest, mediaType, size, artifactType }: Image): Referrer {
  const { annotations } = JSON.parse(Buffer.from(store.get(digest)).toString('utf8'));
  return {
    mediaType,
    digest,
    size,
    ...(artifactType !== undefined && { artifactType }),
    ...(annotations !== undefined && { annotations }),
  };
}

/**
 * ListImageReferrers: "The IAM principal invoking this operation must have the `ecr:BatchGetImage` permission" (AWS's model). It
 * has no error for a subject that is not there, so that nothing refers to it.
 */
export function referrerOperations(store: Blobs) {
  return {
    ListImageReferrers: operation<sdk.ListImageReferrersRequest, sdk.ListImageReferrersResponse>('ListImageReferrers', {
      takes: [
        'registryId',
        'repositoryName',
        'subjectId',
        'filter.artifactTypes',
        'filter.artifactStatus',
        'nextToken',
        'maxResults',
      ],
      action: 'BatchGetImage',
      run(call, { repositoryName = '', subjectId, filter = {}, nextToken, maxResults = usualPage }) {
        const repository = repositoryOf(call, repositoryName);
        const referrers = referrersOf(repository, subjectId?.imageDigest ?? '', filter);
        const { items, next } = page(referrers, { nextToken, maxResults });
        return {
          referrers: items.map((image) => ({ ...shownReferrer(store, image), artifactStatus: image.status })),
          ...(next !== undefined && { nextToken: next }),
        };
      },
    }),
  };
}
