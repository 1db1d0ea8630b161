import { AwsError } from '../../../kernel/errors.ts';
import type { LargeBody } from '../../../kernel/wire/large-body.ts';
import type { EcrPlace } from '../place.ts';
import type { Repository, Upload } from '../state.ts';
import type { Blobs } from './blobs.ts';

/** Begins an upload of a layer. */
export function startUpload(place: EcrPlace, repository: Repository): Upload {
  const upload: Upload = { id: place.newId(), chunks: [] };
  repository.uploads.set(upload.id, upload);
  return upload;
}

/** The upload of an id; throws UploadNotFoundException. */
export function uploadOf({ account }: EcrPlace, { name, uploads }: Repository, id: string): Upload {
  const upload = uploads.get(id);
  if (upload) return upload;
  const message = `The upload with id '${id}' could not be found in the repository with name '${name}' in the registry with id '${account}'`;
  throw new AwsError('UploadNotFoundException', 400, message);
}

/** How many bytes have come so far. */
export function received({ chunks }: Upload): number {
  return chunks.reduce((sum, { size }) => sum + size, 0);
}

/** Adds bytes at the end. */
export function append(store: Blobs, upload: Upload, content: Uint8Array | LargeBody): void {
  const size = content.length;
  if (size > 0) upload.chunks.push({ digest: store.put(content), size });
}

/**
 * Ends an upload: what has come is a layer of the repository, if its digest is the one that was said. One that differs ends
 * nothing, so that its client can see what there is.
 */
export function completeUpload(store: Blobs, repository: Repository, upload: Upload, digest: string): void {
  const [first, second] = upload.chunks;
  const isWhole = first?.digest === digest && second === undefined;
  const chunks = upload.chunks.map((chunk) => chunk.digest);
  if (!isWhole && !store.join(chunks, digest)) throw new AwsError('InvalidLayerException', 400, digestDiffers);
  repository.layers.set(digest, { size: received(upload), archived: false });
  repository.uploads.delete(upload.id);
}

/** In the words of AWS's model. */
const digestDiffers =
  'The layer digest calculation performed by Amazon ECR upon receipt of the image layer does not match the digest specified.';
