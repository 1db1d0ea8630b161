import { type Log, oneLine, UserError } from '@actions-aws/action';
import {
  type Descriptor,
  digestOf,
  type Found,
  isDigest,
  type Registry,
  readManifest,
  showImageName,
} from '@actions-aws/registry';
import type { Package } from '../code/package.ts';
import type { ImageUri } from '../inputs/image-uri.ts';
import { configurationIn, refuseManifest } from './platform.ts';

/** The images that functions are made of. */
export interface Images {
  /** Looks at one, and finds out which digest a tag has now. */
  read(uri: ImageUri, context: { readonly log: Log; readonly signal: AbortSignal }): Promise<Package>;
}

/** Opens the repository that an image is in; the signal ends all that is asked of it. */
export type OpenRegistry = (uri: ImageUri, signal: AbortSignal) => Promise<Registry>;

/** No limit is documented; of real ones, those with a long history have some tens of kilobytes. Bytes. */
const CONFIG_BYTES = 8 * 1024 * 1024;

/**
 * {@link Images} over a registry. Needs `ecr:GetAuthorizationToken`, `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer`;
 * `ecr:DescribeImages` for what seems absent. What Lambda would refuse ends the run here.
 */
export function registryImages(open: OpenRegistry): Images {
  return {
    async read(uri, { log, signal }) {
      const registry = await open(uri, signal);
      const described = await registry.describe(uri.reference);
      if (described.state !== 'present') throw missing(uri, described.state, described.why, described.digest);
      const { digest } = described;
      const repository = showImageName(uri.name);
      const byDigest = `${repository}@${digest}`;
      const image = await imageIn(described, uri, registry, signal);
      if (!isDigest(uri.reference)) {
        log.info(
          `${uri.text} is ${digest} now: that is what is proved and promoted, wherever the tag may lead by then.`,
        );
      }
      return {
        codeSha256: digest.replace('sha256:', ''),
        size: 0,
        source: byDigest,
        upload: { ImageUri: byDigest },
        image: { repository, digest, region: uri.region, architecture: image.architecture, given: uri.text },
      };
    },
  };
}

/** What the image says of itself, if Lambda can run it. */
async function imageIn(found: Found, uri: ImageUri, registry: Registry, signal: AbortSignal) {
  const manifest = readManifest({ ...found, bytes: found.manifest });
  if (typeof manifest === 'string') throw new UserError(`Input \`image-uri\` is "${uri.text}", but ${manifest}.`);
  refuseManifest(manifest, uri.text);
  const { config } = manifest;
  if (!config) throw new Error('An image has no configuration, and nothing refused it. This is a bug.');
  if (config.size > CONFIG_BYTES) throw new UserError(`The configuration of ${uri.text} has ${config.size} bytes.`);
  const bytes = await bytesOf(config, uri, registry, signal);
  return configurationIn(bytes, uri.text);
}

/** How often a configuration is read whose bytes stop coming, or are not those of its digest. */
const READS = 3;

async function bytesOf(blob: Descriptor, { text }: ImageUri, registry: Registry, signal: AbortSignal): Promise<Buffer> {
  let failure: unknown;
  for (let reads = 1; reads <= READS; reads += 1) {
    const bytes = await registry.readBlob(blob, signal);
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytes) chunks.push(chunk);
      const read = Buffer.concat(chunks);
      if (digestOf(read, blob.digest) === blob.digest) return read;
      failure = new Error(`What came is not what has the digest ${blob.digest}.`);
    } catch (error) {
      signal.throwIfAborted();
      failure = error;
    } finally {
      bytes.end();
    }
  }
  const why = failure instanceof Error ? oneLine(failure.message) : '';
  throw new UserError(`Could not read the configuration of ${text}. ${why}`, {
    hint: 'Run the job again; if this stays, check whether a proxy changes what the registry answers.',
    code: 'unavailable',
    cause: failure,
  });
}

function missing(uri: ImageUri, state: 'absent' | 'archived', why: string, digest = ''): UserError {
  const given = `Input \`image-uri\` is "${uri.text}", but`;
  if (state === 'absent') {
    return new UserError(`${given} there is no such image. ${why}`, {
      hint: 'Push it before this step, and look whether account, Region, repository and tag are spelled right.',
    });
  }
  return new UserError(`${given} Lambda cannot read it. ${why}`, {
    hint: `Restore it, which takes up to 20 minutes (aws ecr update-image-storage-class --repository-name ${uri.name.repository} --image-id imageDigest=${digest} --target-storage-class STANDARD), or push it again, by the same digest. Then run the job again.`,
  });
}
