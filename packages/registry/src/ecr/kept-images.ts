import type { ECRClient } from '@aws-sdk/client-ecr';
import { findInEcr } from './images.ts';

/** Where an image is now that a rollback would need, or why that is not known. */
export type Kept =
  | { readonly is: 'there' | 'gone' }
  /** In ECR's archive storage class, or on its way back: neither Lambda nor ECS can pull it there. */
  | { readonly is: 'archived' }
  | { readonly is: 'unknown'; readonly why: string };

/** The repositories of ECR that functions and tasks have their images from. */
export interface KeptImages {
  /** Looks for an image, as `…/search@sha256:…`. Never rejects. */
  look(image: string): Promise<Kept>;
}

/** How long the answer is waited for, to its end, in milliseconds. */
const LOOK_MS = 5_000;

/**
 * {@link KeptImages} over the SDK, for images in the client's Region. Needs `ecr:DescribeImages`. Asks once, and for some seconds, unless
 * `isWaitedFor`: then it is as patient as the client.
 */
export function awsKeptImages(
  client: ECRClient,
  { isWaitedFor = false }: { readonly isWaitedFor?: boolean } = {},
): KeptImages {
  return {
    async look(image) {
      const [, registryId, repositoryName, imageDigest = ''] =
        /^(?:(\d{12})\.dkr[.-]ecr\.[^/]+|[^/]+)\/(.+)@(sha256:[a-f0-9]+)$/.exec(image) ?? [];
      if (!repositoryName) return { is: 'unknown', why: `${image} is no image by its digest` };
      const repository = { registry: registryId ? { registryId } : {}, repositoryName, shown: repositoryName };
      // Of an answer that stops in its middle, too.
      const limits = isWaitedFor ? {} : { requestTimeout: LOOK_MS, abortSignal: AbortSignal.timeout(LOOK_MS) };
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
