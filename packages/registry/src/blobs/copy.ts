import { atMost, UserError } from '@actions-aws/action';
import { BrokenOffError, UnusableAnswerError } from '@actions-aws/action/http';
import type { Api } from '../api.ts';
import { explainAnswer, unusable } from '../failures.ts';
import { type ImageName, showImageName } from '../image-name.ts';
import type { Registry } from '../registry.ts';
import { either } from '../transport/either.ts';
import { insist, mayPass, type Persistence } from '../transport/insist.ts';
import type { Blob, CopiedBlob } from './blob.ts';
import { mounter } from './mount.ts';
import { SENDING, sender } from './send.ts';
import type { Uploading } from './upload.ts';

/** How many blobs are looked for at the same time, before they are copied. */
const LOOKS_AT_ONCE = 24;
/** How many the registry is asked to mount at the same time. */
const MOUNTS_AT_ONCE = 24;
/** How many blobs are on their way at the same time, the largest first. Each takes little memory, as its bytes go on as they come. */
const SENT_AT_ONCE = 24;
/** A blob up to this size, in bytes, takes no time but that of its requests. */
const SMALL = 64 * 1024;
/** How many of the small ones are, besides: what needs only these does not wait for the large ones. */
const SMALL_AT_ONCE = 24;
const LOOKING = { ecrAction: 'ecr:BatchCheckLayerAvailability' };

/** Where a blob may come from besides. */
export interface CopyOptions {
  /** Other repositories of the registry, which may have it. */
  readonly mountFrom: readonly string[];
  readonly signal?: AbortSignal;
}

/** Copies blobs into one repository. */
export interface BlobCopier {
  /** Asks already whether a blob is there. How that ends is seen by its copy. */
  lookFor(blob: Blob, signal?: AbortSignal): void;
  copy(blob: Blob, from: Registry, options: CopyOptions): Promise<CopiedBlob>;
}

/** A {@link BlobCopier} for a repository, which remembers from one blob to the next what the registry takes. */
export function blobCopier(api: Api, name: ImageName, all: Persistence): BlobCopier {
  const mount = mounter(api, name, all);
  const send = sender(api);
  const oneOfAFew = atMost(LOOKS_AT_ONCE);
  // A blob that waits to be sent could not be mounted: others are asked for while bytes go out.
  const oneOfTheMounts = atMost(MOUNTS_AT_ONCE);
  const [largeInTurn, smallInTurn] = [atMost(SENT_AT_ONCE), atMost(SMALL_AT_ONCE)];
  const inTurn: typeof largeInTurn = (run, size = 0) => (size > SMALL ? largeInTurn : smallInTurn)(run, size);
  const looks = new Map<string, Promise<boolean>>();
  const lookFor: BlobCopier['lookFor'] = (blob, signal) => {
    if (looks.has(blob.digest)) return;
    const doing = { doing: `look for the layer ${blob.digest} in ${showImageName(name)}`, ...LOOKING, signal };
    const look = oneOfAFew(() => isThere(api, blob, doing), blob.size > SMALL ? 0 : 1);
    look.catch(() => {});
    looks.set(blob.digest, look);
  };
  const copy: BlobCopier['copy'] = async (blob, from, { mountFrom, signal }) => {
    const doing = {
      doing: `copy the layer ${blob.digest} from ${showImageName(from.name)} to ${showImageName(name)}`,
      ecrAction: 'ecr:InitiateLayerUpload',
      writes: true,
      signal,
    };
    const lookedFor = looks.get(blob.digest);
    looks.delete(blob.digest);
    // One that has failed tells nothing.
    let look = await lookedFor?.catch(() => undefined);
    /** Once; the next time it begins anew, and asks first whether the last time was enough after all. */
    const attempt = async (): Promise<Attempt> => {
      const looked = look;
      look = undefined;
      if (looked) return done('there');
      const mounted = await oneOfTheMounts(() => mount(blob, from, mountFrom, doing));
      if (mounted === 'mounted') return done('mounted');
      if (looked === undefined && (await isThere(api, blob, doing))) return done('there');
      const refusal = await inTurn(() => send(blob, from, mounted, doing), blob.size);
      return refusal ?? done('sent', blob.size);
    };
    try {
      const outcome = await insist(attempt, api.host, { ...all, signal: either(all.signal, signal) });
      if ('copied' in outcome) return outcome.copied;
      throw explainAnswer(api, outcome, { ...doing, ...SENDING });
    } catch (error) {
      if (error instanceof UnusableAnswerError) throw unusable(from.name.registry, error.message, doing);
      if (!(error instanceof BrokenOffError)) throw error;
      throw new UserError(`Could not ${doing.doing}: the transfer kept breaking off. ${error.message}`, {
        hint: 'Run the job again: it goes on with the layers that are missing.',
        code: 'unavailable',
        cause: error,
      });
    }
  };
  return { lookFor, copy };
}

type Refusal = NonNullable<Awaited<ReturnType<ReturnType<typeof sender>>>>;
type Attempt = Refusal | (Pick<Refusal, 'status' | 'headers'> & { readonly copied: CopiedBlob });

function done(how: CopiedBlob['how'], bytes = 0): Attempt {
  return { status: 201, headers: {}, copied: { how, bytes } };
}

/** Whether the registry has a blob. It says so without words: where a 404 is none of its own, the blob is only sent in vain. */
async function isThere(api: Api, { digest, size }: Blob, doing: Uploading): Promise<boolean> {
  const asked = { ...doing, ...LOOKING };
  const answer = await api.ask({ method: 'HEAD', at: `blobs/${digest}`, ...asked });
  const length = answer.headers['content-length'];
  if (answer.status === 200) return length === undefined || Number(length) === size;
  // A store that the registry sends to may take only the GET that its link is signed for.
  const isOwn = answer.from.origin === api.base.origin;
  if (mayPass(answer.status) || (isOwn && (answer.status === 401 || answer.status === 403))) {
    throw explainAnswer(api, answer, asked);
  }
  return false;
}
