import { UserError } from '@actions-aws/action';
import {
  DescribeImagesCommand,
  type ECRClient,
  ListImageReferrersCommand,
  ListImagesCommand,
} from '@aws-sdk/client-ecr';
import { isDigest } from '../references.ts';
import { type Asking, unlessNot } from './asking.ts';
import type { Ecr, EcrImage } from './ecr.ts';

const GONE = ['RepositoryNotFoundException', 'ImageNotFoundException'];

/**
 * What a tag or a digest names, archived ones too; `undefined` where there is no such image, or no such repository.
 *
 * @param options Of the one request, such as how long it may take.
 */
export async function findInEcr(
  ecr: ECRClient,
  { registry, repositoryName, shown }: Omit<Asking, 'persistence'>,
  reference: string,
  options: Parameters<ECRClient['send']>[1] = {},
): Promise<EcrImage | undefined> {
  const question = new DescribeImagesCommand({
    ...registry,
    repositoryName,
    imageIds: [isDigest(reference) ? { imageDigest: reference } : { imageTag: reference }],
    // Without it only active images are looked for: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImagesFilter.html
    filter: { imageStatus: 'ANY' },
  });
  const asked = {
    doing: `look for ${reference} in ${shown} among images of any status`,
    action: 'ecr:DescribeImages',
  };
  const answer = await unlessNot(GONE, ecr.send(question, options), asked);
  if (!answer) return undefined;
  const [image] = answer.imageDetails ?? [];
  // An empty answer is not the error that says that there is none.
  if (!image?.imageDigest) throw new UserError(`ECR described ${reference} in ${shown} without a digest.`);
  return { digest: image.imageDigest, status: image.imageStatus ?? 'ACTIVE' };
}

/** What ECR's API tells about images. Archived ones are in none of its lists unless they are asked for. */
export function imagesInEcr(
  ecr: ECRClient,
  { registry, repositoryName, shown }: Asking,
): Pick<Ecr, 'find' | 'tags' | 'referrers'> {
  const repository = { ...registry, repositoryName };
  return {
    find: (reference) => findInEcr(ecr, { registry, repositoryName, shown }, reference),

    async tags() {
      const tags = new Set<string>();
      for (let nextToken: string | undefined; ; ) {
        const filter = { imageStatus: 'ANY', tagStatus: 'TAGGED' } as const;
        const answer = await unlessNot(
          GONE,
          ecr.send(new ListImagesCommand({ ...repository, filter, maxResults: 1000, nextToken })),
          { doing: `list the tags of ${shown}`, action: 'ecr:ListImages' },
        );
        for (const { imageTag } of answer?.imageIds ?? []) if (imageTag !== undefined) tags.add(imageTag);
        nextToken = answer?.nextToken;
        if (!nextToken) return [...tags];
      }
    },

    async referrers(digest) {
      const found = new Map<string, string>();
      for (let nextToken: string | undefined; ; ) {
        const subjectId = { imageDigest: digest };
        const answer = await unlessNot(
          GONE,
          ecr.send(
            // At most fifty: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
            new ListImageReferrersCommand({
              ...repository,
              subjectId,
              filter: { artifactStatus: 'ANY' },
              maxResults: 50,
              nextToken,
            }),
          ),
          { doing: `list what refers to ${digest} in ${shown}`, action: 'ecr:BatchGetImage' },
        );
        for (const one of answer?.referrers ?? []) {
          if (one.digest === undefined)
            throw new UserError(`ECR listed a referrer of ${digest} in ${shown} without a digest.`);
          found.set(one.digest, one.artifactStatus ?? 'ACTIVE');
        }
        nextToken = answer?.nextToken;
        if (!nextToken) return [...found].map(([one, status]) => ({ digest: one, status }));
      }
    },
  };
}
