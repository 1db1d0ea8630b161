import { UserError } from '@actions-aws/action';
import { BrokenOffError } from '@actions-aws/action/http';
import type { Api } from '../api.ts';
import { explainAnswer } from '../failures.ts';
import { type ImageName, showImageName } from '../image-name.ts';
import type { Blob, BlobBytes } from './blob.ts';

/** The bytes of a blob as they come; most registries send to their store for them. */
export async function readBlob(api: Api, name: ImageName, { digest }: Blob, signal?: AbortSignal): Promise<BlobBytes> {
  const doing = {
    doing: `read the layer ${digest} of ${showImageName(name)}`,
    ecrAction: 'ecr:GetDownloadUrlForLayer',
  };
  const answer = await api.open({ at: `blobs/${digest}`, signal, ...doing });
  if (answer.stream) return named(answer.stream, answer.from.host);
  const error = explainAnswer(api, answer, doing);
  if (answer.status !== 404) throw error;
  throw new UserError(error.message, {
    hint: 'The image is not whole: something deleted this layer, or ECR archived it. Restore the image, or build and push it again.',
    code: 'not-whole',
  });
}

/** The same bytes; an error says whose they are, as others are on their way besides. */
function named(bytes: BlobBytes, host: string): BlobBytes {
  return {
    areLent: bytes.areLent,
    end: bytes.end,
    async *[Symbol.asyncIterator]() {
      try {
        yield* bytes;
      } catch (error) {
        if (!(error instanceof BrokenOffError)) throw error;
        throw new BrokenOffError(`${host} stopped sending it: ${error.message}`, { cause: error.cause });
      }
    },
  };
}
