import { UserError } from '@actions-aws/action';
import { clientSettings, errorName, explain, explained, patient } from '@actions-aws/aws';
import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
} from '@aws-sdk/client-ecr';
import { type ImageName, showImageName } from '../image-name.ts';
import { isDigest } from '../references.ts';
import type { Persistence } from '../transport/insist.ts';
import type { Ecr } from './ecr.ts';
import type { EcrPlace } from './place.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A client of ECR where a registry is, with the settings that all actions share. */
export function ecrClient({ region, isFips, isDualStack }: EcrPlace, action: string, env: Env): ECRClient {
  return new ECRClient({
    ...clientSettings({ ...env, AWS_REGION: region }, { action }),
    ...(isFips && { useFipsEndpoint: true }),
    ...(isDualStack && { useDualstackEndpoint: true }),
  });
}

/**
 * {@link Ecr} over the SDK. Needs `ecr:GetAuthorizationToken`; `ecr:DescribeImages` where the registry says that an image is
 * absent, `ecr:ListImages` to list tags, and `ecr:DescribeRepositories` for the mutability.
 */
export function awsEcr(client: ECRClient, name: ImageName, { account }: EcrPlace, persistence: Persistence): Ecr {
  const ecr = insistent(client, persistence);
  const shown = showImageName(name);
  const registry = account === undefined ? {} : { registryId: account };
  const repository = { ...registry, repositoryName: name.repository };
  /** `undefined` for the errors that say that the repository or the image is not there. */
  const ifThere = async <Output>(
    answer: Promise<Output>,
    doing: string,
    action: string,
  ): Promise<Output | undefined> => {
    try {
      return await answer;
    } catch (error) {
      if (['RepositoryNotFoundException', 'ImageNotFoundException'].includes(errorName(error))) return undefined;
      throw explain(error, { doing, action });
    }
  };

  return {
    async login() {
      const doing = { doing: `log in to ${name.registry}`, action: 'ecr:GetAuthorizationToken' };
      // Of AWS's, each token opens all registries that the role may use. The accounts are deprecated for that reason, and
      // still taken: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
      const asked = account === undefined ? {} : { registryIds: [account] };
      const answer = await explained(ecr.send(new GetAuthorizationTokenCommand(asked)), doing);
      const { authorizationToken = '', proxyEndpoint = '' } = answer.authorizationData?.[0] ?? {};
      const text = Buffer.from(authorizationToken, 'base64').toString();
      const colon = text.indexOf(':');
      if (colon <= 0)
        throw new UserError(`Could not ${doing.doing}: ECR gave no token.`, { hint: 'Run the job again.' });
      const credentials = { kind: 'login', username: text.slice(0, colon), password: text.slice(colon + 1) } as const;
      return { credentials, proxyEndpoint };
    },

    async find(reference) {
      const answer = await ifThere(
        ecr.send(
          new DescribeImagesCommand({
            ...repository,
            imageIds: [isDigest(reference) ? { imageDigest: reference } : { imageTag: reference }],
            // Without it only active images are looked for: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImagesFilter.html
            filter: { imageStatus: 'ANY' },
          }),
        ),
        `look for ${reference} in ${shown} among images of any status`,
        'ecr:DescribeImages',
      );
      if (!answer) return undefined;
      const [image] = answer.imageDetails ?? [];
      // An empty answer is not the error that says that there is none.
      if (!image?.imageDigest) throw new UserError(`ECR described ${reference} in ${shown} without a digest.`);
      return { digest: image.imageDigest, status: image.imageStatus ?? 'ACTIVE' };
    },

    async tags() {
      const tags = new Set<string>();
      for (let nextToken: string | undefined; ; ) {
        const asked = {
          ...repository,
          filter: { imageStatus: 'ANY', tagStatus: 'TAGGED' },
          maxResults: 1000,
          nextToken,
        } as const;
        const answer = await ifThere(
          ecr.send(new ListImagesCommand(asked)),
          `list the tags of ${shown}`,
          'ecr:ListImages',
        );
        for (const { imageTag } of answer?.imageIds ?? []) if (imageTag !== undefined) tags.add(imageTag);
        nextToken = answer?.nextToken;
        if (!nextToken) return [...tags];
      }
    },

    async mutability() {
      const answer = await ifThere(
        ecr.send(new DescribeRepositoriesCommand({ ...registry, repositoryNames: [name.repository] })),
        `read which tags of ${shown} may move`,
        'ecr:DescribeRepositories',
      );
      const found = answer?.repositories?.[0];
      if (!found) return undefined;
      const filters = found.imageTagMutabilityExclusionFilters ?? [];
      const wildcards = filters.filter(({ filterType }) => filterType === 'WILDCARD');
      return {
        mode: found.imageTagMutability ?? 'MUTABLE',
        exclusions: wildcards.flatMap(({ filter }) => filter ?? []),
        hasUnknownExclusions: wildcards.length < filters.length,
      };
    },
  };
}

function insistent(client: ECRClient, { clock, until, signal, tell }: Persistence): ECRClient {
  return patient(client, { waitsOut: 'outages', until, signal, ...(tell && { tell }) }, clock);
}
