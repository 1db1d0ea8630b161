import type { StreamedBody } from '@actions-aws/action/http';
import type { Api } from '../api.ts';
import { explainAnswer, unusable } from '../failures.ts';
import type { Registry } from '../registry.ts';
import type { Followed } from '../transport/follow.ts';
import type { Blob, BlobBytes } from './blob.ts';
import { begin, isStored, sendThenEnd, sendWhole, type Uploading } from './upload.ts';
import { verified } from './verified.ts';

/**
 * Sends a blob from one registry to another while it comes, once.
 *
 * @param at Where an upload was begun already.
 * @returns the answer where the registry did not take it; `undefined` where it has it.
 * @throws BrokenOffError where one of them stopped, UnusableAnswerError where the bytes are others.
 */
export type Send = (blob: Blob, from: Registry, at: URL | undefined, doing: Uploading) => Promise<Followed | undefined>;

/** What sending needs in ECR: named together, for the registry does not say which of them is missing. */
export const SENDING = { ecrAction: 'ecr:UploadLayerPart` and `ecr:CompleteLayerUpload' };

/** Answers to a request with a whole blob after which another form of it may do. */
const WANTS_ANOTHER_FORM = [400, 404, 405, 411, 413, 415, 416, 501];

/** {@link Send}; a registry that takes blobs only in the longer form is asked the shorter way once. */
export function sender(api: Api): Send {
  let form = sendWhole;
  return async (blob, from, at, asked) => {
    const doing = { ...asked, ...SENDING };
    // Both sides are asked at once.
    const opening = from.readBlob(blob, asked.signal);
    opening.catch(() => {});
    try {
      const begun = at ?? (await begunAt(api, blob, asked));
      const body = bodyOf(blob, await opening, () => from.readBlob(blob, asked.signal));
      const used = form;
      const answer = await used(api, blob, begun, body, doing);
      if (isStored(answer, blob, doing)) return undefined;
      if (used === sendThenEnd || !WANTS_ANOTHER_FORM.includes(answer.status)) return answer;
      const second = await sendThenEnd(api, blob, await begunAt(api, blob, asked), body, doing);
      if (!isStored(second, blob, doing)) return second;
      form = sendThenEnd;
      return undefined;
    } finally {
      opening.then(
        (bytes) => bytes.end(),
        () => {},
      );
    }
  };
}

async function begunAt(api: Api, blob: Blob, doing: Uploading): Promise<URL> {
  const begun = await begin(api, blob, undefined, doing);
  if (begun === 'mounted') throw unusable(api.base, 'it took a layer that was not sent', doing);
  if ('at' in begun) return begun.at;
  throw explainAnswer(api, begun, doing);
}

/** The bytes of a blob to be sent; begun again, it is read again. */
function bodyOf(blob: Blob, first: BlobBytes, again: () => Promise<BlobBytes>): StreamedBody {
  let ready: BlobBytes | undefined = first;
  let { areLent } = first;
  return {
    length: blob.size,
    sent: (piece) => {
      if (!areLent) letGo(piece);
    },
    async *open() {
      const bytes = ready ?? (await again());
      ready = undefined;
      areLent = bytes.areLent;
      try {
        yield* verified(bytes, blob);
      } finally {
        bytes.end();
      }
    },
  };
}

/**
 * Frees the memory of a piece. By itself that waits for the garbage collector, for which a piece is a small object, so that tens
 * of megabytes of them pile up.
 */
function letGo({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
