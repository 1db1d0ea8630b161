import { errorName, explain } from '@actions-aws/aws';
import { DescribeImagesCommand, type ECRClient } from '@aws-sdk/client-ecr';

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
      const [, registryId, repositoryName, imageDigest] =
        /^(?:(\d{12})\.dkr[.-]ecr\.[^/]+|[^/]+)\/(.+)@(sha256:[a-f0-9]+)$/.exec(image) ?? [];
      if (!repositoryName) return { is: 'unknown', why: `${image} is no image by its digest` };
      try {
        const { imageDetails = [] } = await client.send(
          new DescribeImagesCommand({
            ...(registryId && { registryId }),
            repositoryName,
            imageIds: [{ imageDigest }],
            // Without it only active images are looked for: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImagesFilter.html
            filter: { imageStatus: 'ANY' },
          }),
          // Of an answer that stops in its middle, too.
          { requestTimeout: LOOK_MS, abortSignal: AbortSignal.timeout(LOOK_MS) },
        );
        const [{ imageStatus = 'ACTIVE' } = { imageStatus: 'missing from the answer' }] = imageDetails;
        if (imageStatus === 'ACTIVE') return { is: 'there' };
        if (imageStatus === 'ARCHIVED' || imageStatus === 'ACTIVATING') return { is: 'archived' };
        return { is: 'unknown', why: `its status is ${imageStatus}` };
      } catch (error) {
        // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html#API_DescribeImages_Errors
        if (['ImageNotFoundException', 'RepositoryNotFoundException'].includes(errorName(error))) return { is: 'gone' };
        const told = explain(error, { doing: 'look for the image', action: 'ecr:DescribeImages' });
        const { message, hint = '' } = told as Error & { readonly hint?: string };
        return { is: 'unknown', why: `${message} ${hint}`.trim() };
      }
    },
  };
}
