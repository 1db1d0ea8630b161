import { UserError } from '@actions-aws/action';
import type { Api } from '../api.ts';
import type { ImageName } from '../image-name.ts';
import type { Registry } from '../registry.ts';
import { mayPass, type Persistence } from '../transport/insist.ts';
import type { Blob } from './blob.ts';
import { begin, type Uploading } from './upload.ts';

/**
 * Has the registry take a blob from another of its repositories: from the one that it would be read from, where that is in the
 * same registry, or from those that may have it as well.
 *
 * @returns where the upload goes on that the registry began instead; `undefined` where it began none.
 */
export type Mount = (
  blob: Blob,
  from: Registry,
  others: readonly string[],
  doing: Uploading,
) => Promise<'mounted' | URL | undefined>;

/** How long a registry is asked again that fails to mount: there is another way. Milliseconds. */
const PATIENCE_MS = 5_000;

/** {@link Mount}; a repository that nothing can be mounted from is tried once. */
export function mounter(api: Api, name: ImageName, { clock, tell }: Persistence): Mount {
  const useless = new Set<string>([name.repository]);
  return async (blob, from, others, doing) => {
    const own = from.name.registry === name.registry ? [from.name.repository] : [];
    let at: URL | undefined;
    for (const repository of new Set([...own, ...others])) {
      if (useless.has(repository)) continue;
      const begun = await begin(api, blob, repository, { ...doing, until: clock.now() + PATIENCE_MS }).catch(
        whereUnavailable,
      );
      if (begun === 'mounted') return 'mounted';
      // Another repository would fare no better now, and the next blob may.
      if (begun === undefined || ('status' in begun && mayPass(begun.status))) return at;
      if ('at' in begun) {
        at = begun.at;
        // It has the blob there: so the registry mounts none, as ECR where the account did not switch it on.
        if (own.includes(repository)) useless.add(repository);
        continue;
      }
      const isNew = !useless.has(repository);
      useless.add(repository);
      if (isNew && (begun.status === 401 || begun.status === 403)) {
        tell?.(
          `${api.host} lets no layers be mounted from ${repository}: it said ${begun.status}. They are sent instead.`,
        );
      }
    }
    return at;
  };
}

/** No answer is no mount; if none comes to the upload either, that one says so. */
function whereUnavailable(error: unknown): undefined {
  if (!(error instanceof UserError) || error.code !== 'unavailable') throw error;
  return undefined;
}
