import { UserError } from '@actions-aws/action';
import { blobCopier } from './blobs/copy.ts';
import { type Connection, once } from './connect.ts';
import { showImageName } from './image-name.ts';
import { putManifest } from './manifests/put.ts';
import { recordReferrers } from './referrers/record.ts';
import type { Registry } from './registry.ts';
import type { WritableRegistry } from './writable.ts';

/** What is written to a repository. */
export function writing(connection: Connection, { describe }: Registry): Omit<WritableRegistry, keyof Registry> {
  const { name, api, ecr, persistence } = connection;
  const copier = once(async () => blobCopier(await api(), name, persistence));
  /** What the registry said that it lists as a referrer, when it was written. */
  const listed = new Set<string>();
  const putManifestAt: WritableRegistry['putManifest'] = async (manifest, tag, { attempts = 'many' } = {}) => {
    const isOnce = attempts === 'one';
    const { listsSubject } = await putManifest(await api(), name, manifest, tag, { isOnce });
    if (listsSubject) listed.add(manifest.digest);
  };
  return {
    lookForBlob(blob, signal) {
      copier().then(
        (one) => one.lookFor(blob, signal),
        () => {},
      );
    },
    copyBlob: async (blob, from, options) => (await copier()).copy(blob, from, options),
    putManifest: putManifestAt,
    recordReferrers({ digest }, entries, { subject = 'there' } = {}) {
      const unlisted = entries.filter((one) => !listed.has(one.digest));
      return recordReferrers({ connection, describe, put: putManifestAt }, { digest, subject }, unlisted);
    },
    async create(settings) {
      if (ecr) return (await ecr()).create(settings);
      throw new UserError(`The repository ${showImageName(name)} cannot be created: only ECR has an API for that.`, {
        hint: 'Push to it: in other registries, that creates it.',
      });
    },
  };
}
