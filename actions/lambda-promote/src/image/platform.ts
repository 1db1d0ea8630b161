import { UserError } from '@actions-aws/action';
import { isForeign, type Manifest } from '@actions-aws/registry';

/** What an image says of the machine that it is made for. */
export interface Platform {
  /** As Lambda names it. */
  readonly architecture: Architecture;
}

/** As Lambda names them: https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html#lambda-UpdateFunctionCode-request-Architectures */
export type Architecture = 'x86_64' | 'arm64';

/** By what images call them. Source: https://github.com/opencontainers/image-spec/blob/main/config.md, GOARCH */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = { amd64: 'x86_64', arm64: 'arm64' };

const ONE_PLATFORM =
  'Build it for one platform and without attestations in it: `platforms: linux/amd64` (or `linux/arm64`), `provenance: false` and `sbom: false` for docker/build-push-action; attach attestations to the image as referrers instead.';

/**
 * Refuses a manifest that Lambda does not take: it takes one image for one platform, and no index of several, which buildx
 * writes by default for the sake of provenance (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#images-reqs,
 * https://github.com/docker/buildx/issues/1533).
 */
export function refuseManifest({ kind, mediaType, manifests, config, layers }: Manifest, given: string): void {
  if (kind === 'index') {
    const platforms = manifests.filter(({ platform: { os } }) => os !== '' && os !== 'unknown').length;
    const what =
      platforms > 1
        ? `an index of images for ${platforms} platforms`
        : 'an index, which holds an image beside attestations of its build, as buildx writes it by default';
    throw refused(
      given,
      `it is ${what} (${mediaType}), and Lambda takes one image for one platform only`,
      ONE_PLATFORM,
    );
  }
  const isImage = kind === 'image' && config !== undefined && CONFIGURATIONS.includes(config.mediaType);
  if (!isImage) {
    const what = config ? `${mediaType} with ${config.mediaType || 'no type'}` : mediaType;
    throw refused(given, `it is no image that can run (${what})`, 'Name the image itself, not what belongs to it.');
  }
  const foreign = layers.find(isForeign);
  if (foreign) {
    const why = `its layer ${foreign.digest} is kept outside of the registry (${foreign.mediaType}), where Lambda does not read`;
    throw refused(given, why, 'Build it upon a base that has all of its layers in the registry.');
  }
}

const CONFIGURATIONS = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];

/** Reads the configuration of an image. @throws UserError where Lambda has no such machine. */
export function configurationIn(bytes: Uint8Array, given: string): Platform {
  const { os, architecture: named } = textsIn(bytes);
  if (os !== 'linux') {
    throw refused(given, `it is made for the system ${JSON.stringify(os)}, and Lambda runs Linux only`, ONE_PLATFORM);
  }
  const architecture = Object.hasOwn(ARCHITECTURES, named) ? ARCHITECTURES[named] : undefined;
  if (!architecture) {
    throw refused(
      given,
      `it is made for the architecture ${JSON.stringify(named)}, which Lambda does not have`,
      ONE_PLATFORM,
    );
  }
  return { architecture };
}

function textsIn(bytes: Uint8Array): { readonly os: string; readonly architecture: string } {
  try {
    const { os, architecture } = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
    return { os: typeof os === 'string' ? os : '', architecture: typeof architecture === 'string' ? architecture : '' };
  } catch {
    return { os: '', architecture: '' };
  }
}

function refused(given: string, why: string, hint: string): UserError {
  return new UserError(`Input \`image-uri\` is "${given}", but ${why}.`, { hint });
}
