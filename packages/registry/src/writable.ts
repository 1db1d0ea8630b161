import type { Blob, CopiedBlob } from './blobs/blob.ts';
import type { RepositorySettings } from './ecr/settings.ts';
import type { Descriptor } from './manifests/descriptor.ts';
import type { ManifestBytes } from './manifests/manifest.ts';
import type { Referrer } from './referrers/referrer.ts';
import type { Registry } from './registry.ts';

/** The images of one repository that may be written to. What a method says is done was said by the registry. */
export interface WritableRegistry extends Registry {
  /** Asks already whether a blob is here, for the copy of it that may follow. How that ends is seen by the copy. */
  lookForBlob(blob: Blob, signal?: AbortSignal): void;
  /**
   * Brings a blob here from another repository, with as little as it takes: it is there already, the registry mounts it from
   * `from` or from one of `mountFrom`, repositories of this registry; else it is read from `from` and sent, in pieces that are
   * checked against the digest before the last one goes out. What breaks is begun anew as long as there is time.
   */
  copyBlob(
    blob: Blob,
    from: Registry,
    options: { readonly mountFrom: readonly string[]; readonly signal?: AbortSignal },
  ): Promise<CopiedBlob>;
  /**
   * Writes a manifest, byte for byte, under its digest or under a tag, which then names it. All that it points to must be there.
   * With `attempts: 'one'` a request that fails is not made again: no registry compares and swaps a tag, so that a look comes
   * before each attempt.
   *
   * @throws UserError with the code `immutable-tag` where the tag names another image and the repository lets no tag move,
   * `no-repository` where there is no such repository and a push makes none, `not-whole` where something is missing, and
   * `unsupported` where the registry takes no such manifest.
   */
  putManifest(manifest: ManifestBytes, tag?: string, options?: { readonly attempts?: 'one' | 'many' }): Promise<void>;
  /**
   * Sees to it that the registry lists these referrers of a manifest: where it keeps no such list itself, in the index that
   * stands under the fallback tag. Entries that are there stay.
   *
   * @param options With `subject: 'to come'` a registry that keeps a list, and does not have them in it, is left alone: it may
   * list them once it has the subject.
   * @returns whether they are listed.
   */
  recordReferrers(
    subject: Pick<Descriptor, 'digest'>,
    entries: readonly Referrer[],
    options?: { readonly subject?: 'there' | 'to come' },
  ): Promise<boolean>;
  /** Creates the repository. ECR only: elsewhere the first push does. One that is there is an error. */
  create(settings: RepositorySettings): Promise<void>;
}
