import { type Log, UserError } from '@actions-aws/action';
import type { ResolvedImage, ServiceName } from '@actions-aws/ecs';
import {
  ecrPlace,
  type ImageName,
  type ImageReference,
  isDigest,
  type Registry,
  showImageName,
} from '@actions-aws/registry';
import { findInEcr } from '@actions-aws/registry/ecr';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { GivenImages } from './inputs/images.ts';

/** Registries that images are in. */
export interface Images {
  /**
   * Finds out which digest an image has now.
   *
   * @throws UserError where it is not there, or could not be pulled by ECS.
   */
  resolve(container: string, image: ImageReference): Promise<ResolvedImage>;
}

/** Opens the repository of an image that is in no ECR of this Region. */
export type OpenRegistry = (name: ImageName) => Promise<Registry>;

/**
 * {@link Images} over ECR's own API, and over the API of registries elsewhere. Needs `ecr:DescribeImages`; of images in ECR of other Regions
 * what a pull needs.
 */
export function awsImages(
  client: ECRClient,
  env: Readonly<Record<string, string | undefined>>,
  open: OpenRegistry,
): Images {
  const here = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  return {
    async resolve(container, image) {
      const { name, reference, text } = image;
      const place = ecrPlace(name, env);
      const where = `The image of the container ${container}, ${text},`;
      if (place?.region !== here) {
        const found = await (await open(name)).describe(reference);
        if (found.state === 'present') return resolved(image, found.digest);
        throw found.state === 'absent' ? absent(where, found.why) : archived(where, name.repository, found.digest);
      }
      const registry = place?.account ? { registryId: place.account } : {};
      const asked = { registry, repositoryName: name.repository, shown: showImageName(name) };
      const found = await findInEcr(client, asked, reference);
      if (!found) throw absent(where, `ECR has no ${reference} in ${showImageName(name)}.`);
      if (found.status === 'ACTIVE') return resolved(image, found.digest);
      if (found.status === 'ARCHIVED' || found.status === 'ACTIVATING') {
        throw archived(where, name.repository, found.digest);
      }
      throw new UserError(`${where} has the status ${found.status}, which is not known here.`, {
        hint: 'Look at the image in ECR, and update this action.',
      });
    },
  };
}

/** Finds out all digests, once for the whole run: that is what is proved and promoted, wherever a tag may lead by then. */
export async function resolveImages(
  given: GivenImages,
  images: Images,
  { log }: { readonly log: Log },
  { service }: Pick<ServiceName, 'service'>,
): Promise<Readonly<Record<string, ResolvedImage>>> {
  const found = await Promise.all(
    Object.entries(given).map(async ([container, image]) => {
      const one = await images.resolve(container, image).catch((error: Error) => {
        throw notDeployed(error, service);
      });
      if (!isDigest(image.reference)) log.info(`${container}: ${image.text} is ${one.digest} now.`);
      return [container, one] as const;
    }),
  );
  return Object.fromEntries(found);
}

/** Of several services in one workflow a person has to know which. */
function notDeployed(error: Error, service: string): Error {
  if (!(error instanceof UserError)) return error;
  const { message, hint, code } = error;
  return new UserError(`Could not deploy ${service}. ${message}`, {
    cause: error,
    ...(hint && { hint }),
    ...(code && { code }),
  });
}

function resolved({ name, text }: ImageReference, digest: string): ResolvedImage {
  return { reference: text, pinned: `${showImageName(name)}@${digest}`, digest };
}

function absent(where: string, why: string): UserError {
  return new UserError(`${where} is not there. ${why}`, {
    code: 'no-image',
    hint: 'Push it before this step, and look whether account, Region, repository and tag are spelled right.',
  });
}

function archived(where: string, repository: string, digest = ''): UserError {
  return new UserError(`${where} is in the archive storage class of ECR, from which ECS cannot pull it.`, {
    code: 'archived',
    hint: `Restore it, which takes up to 20 minutes (aws ecr update-image-storage-class --repository-name ${repository} --image-id imageDigest=${digest} --target-storage-class STANDARD), or push it again, by the same digest.`,
  });
}
