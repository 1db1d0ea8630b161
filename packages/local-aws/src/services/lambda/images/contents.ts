import type { ImagePiece, LambdaPorts } from '../ports.ts';
import type { FunctionImage, Reason } from '../state.ts';

/** What is wrong with an image that Lambda only sees when it has its layers. */
export function flawOf(image: FunctionImage, ports: LambdaPorts, largest: number): Reason | undefined {
  let size = 0;
  for (const layer of image.layers) {
    const uncompressed = sizeOf(layer, ports);
    if (uncompressed === undefined) {
      // bazel-contrib/rules_oci#777
      return {
        code: 'InvalidImage',
        text: `ImageLayerFailure: UnsupportedImageLayerDetected - Layer Digest ${layer.digest}`,
      };
    }
    size += uncompressed;
  }
  if (size <= largest) return undefined;
  // aws-samples/aws-genai-llm-chatbot#59
  return { code: 'InvalidImage', text: 'SizeLimitExceeded: Uncompressed container image size exceeds 10 GiB limit' };
}

/**
 * Bytes of a layer's archive; undefined where it is not compressed as its type says. What gzip says of its last member is
 * taken (https://www.rfc-editor.org/rfc/rfc1952#page-8): less than there is, where a layer has several, or 4 GiB.
 */
function sizeOf({ mediaType, digest, size }: ImagePiece, { readBlob }: LambdaPorts): number | undefined {
  const begins = Buffer.from(readBlob(digest, { start: 0, end: 1 })).toString('hex');
  const isGzip = begins === '1f8b';
  if (isGzip !== /[.+]gzip$/.test(mediaType)) return undefined;
  if (!isGzip) return size;
  const end = Buffer.from(readBlob(digest, { start: size - 4, end: size - 1 }));
  return end.length === 4 ? end.readUInt32LE() : undefined;
}
