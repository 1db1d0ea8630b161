import { findInEcr } from '@actions-aws/registry/ecr';
import type { ECRClient } from '@aws-sdk/client-ecr';

/** Where the image of a version is now, or why that is not known. */
export type Kept =
  | { readonly is: 'there' | 'gone' }
  /** In ECR's archive storage class, or on its way back: Lambda cannot read it there. */
  | { readonly is: 'archived' }
  | { readonly is: 'unknown'; readonly why: string };

/** The repositories of ECR that functions have their images from. */
export interface Images {
  /** Looks for an image, as `…/search@sha256:…`. Never rejects, and takes some seconds at most: users wait. */
  look(image: string): Promise<Kept>;
}

/** How long the answer is waited for, to its end, in milliseconds. */
const LOOK_MS = 5_000;

/** {@link Images} over the SDK. Needs `ecr:DescribeImages`; asks once, since the way back does not depend on the answer. */
export function awsImages(client: ECRClient): Images {
  return {
    async look(image) {
      const [, registryId, repositoryName, imageDigest = ''] =
        /^(?:(\d{12})\.dkr[.-]ecr\.[^/]+|[^/]+)\/(.+)@(sha256:[a-f0-9]+)$/.exec(image) ?? [];
      if (!repositoryName) return { is: 'unknown', why: `${image} is no image by its digest` };
      const repository = { registry: registryId ? { registryId } : {}, repositoryName, shown: repositoryName };
      // Of an answer that stops in its middle, too.
      const limits = { requestTimeout: LOOK_MS, abortSignal: AbortSignal.timeout(LOOK_MS) };
      try {
        const found = await findInEcr(client, repository, imageDigest, limits);
        if (!found) return { is: 'gone' };
        const { status } = found;
        if (status === 'ACTIVE') return { is: 'there' };
        if (status === 'ARCHIVED' || status === 'ACTIVATING') return { is: 'archived' };
        return { is: 'unknown', why: `its status is ${status}` };
      } catch (error) {
        const { message, hint = '' } = error as Error & { readonly hint?: string };
        return { is: 'unknown', why: `${message} ${hint}`.trim() };
      }
    },
  };
}
