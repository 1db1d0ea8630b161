import { ecrPlace, parseImageName } from '@actions-aws/registry';
import { awsKeptImages, type Kept } from '@actions-aws/registry/ecr';
import type { ECRClient } from '@aws-sdk/client-ecr';

/** Where images are that tasks would be started from. */
export interface Images {
  /** Looks for an image by its digest, as `…/web@sha256:…`. `elsewhere` where it is not in ECR, and is not looked for. Never rejects. */
  look(image: string): Promise<Kept | { readonly is: 'elsewhere' }>;
}

/** {@link Images} over ECR, in whichever region the registry of an image is: `ecr` makes a client, as patient as the run is. */
export function ecrImages(
  ecr: (region: string) => Promise<ECRClient>,
  env: Readonly<Record<string, string | undefined>>,
): Images {
  return {
    async look(image) {
      const name = parseImageName(image.split('@')[0] ?? '');
      const place = name.accepted ? ecrPlace(name.value, env) : undefined;
      return place ? awsKeptImages(await ecr(place.region), { isWaitedFor: true }).look(image) : { is: 'elsewhere' };
    },
  };
}
