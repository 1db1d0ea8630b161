import { blobCopier, type CopyBlob } from './blobs/copy.ts';
import { readBlob } from './blobs/read.ts';
import { type Connection, connectionTo, type RegistryOptions } from './connect.ts';
import { describeInEcr } from './ecr/describe.ts';
import type { ImageName } from './image-name.ts';
import { describeImage } from './manifests/describe.ts';
import { putManifest } from './manifests/put.ts';
import type { Registry } from './registry.ts';
import { listTags } from './tags.ts';
import type { WritableRegistry } from './writable.ts';

/**
 * Opens one repository of a registry; the first request goes out with the first question. Credentials are those that Docker
 * would use, if there are any, so that reading and pushing are by the same user. In ECR, those of AWS are used where Docker
 * has none, or the registry refuses what it has, such as a login of twelve hours ago that a self-hosted runner kept.
 */
export function openRegistry(name: ImageName, options: RegistryOptions): Registry {
  return reading(connectionTo(name, 'pull', options));
}

/** Opens one repository of a registry to write to it: see {@link openRegistry}. */
export function openRegistryToWrite(name: ImageName, options: RegistryOptions): WritableRegistry {
  const connection = connectionTo(name, 'pull,push', options);
  return { ...reading(connection), ...writing(connection) };
}

function reading({ name, api, ecr, persistence }: Connection): Registry {
  const describe = async (reference: string) => describeImage(await api(), name, reference);
  return {
    name,
    describe: ecr
      ? (reference) => describeInEcr(() => describe(reference), ecr, name, reference, persistence)
      : describe,
    tags: async () => (ecr ? (await ecr()).tags() : listTags(await api(), name, persistence)),
    mutability: async () => ecr && (await ecr()).mutability(),
    referrers: notYet,
    scan: notYet,
    expiring: notYet,
    existence: notYet,
    readBlob: async (blob, signal) => readBlob(await api(), name, blob, signal),
  };
}

function writing({ name, api, persistence }: Connection): Omit<WritableRegistry, keyof Registry> {
  let copier: Promise<CopyBlob> | undefined;
  return {
    async copyBlob(blob, from, options) {
      copier ??= api().then((known) => blobCopier(known, name, persistence));
      return (await copier)(blob, from, options);
    },
    async putManifest(manifest, tag) {
      await putManifest(await api(), name, manifest, tag);
    },
    recordReferrers: notYet,
    create: notYet,
  };
}

/** The port stands before all that is behind it. */
async function notYet(): Promise<never> {
  throw new Error('not implemented yet');
}
