import type { ImagePiece, LambdaPorts } from '../ports.ts';
import type { FunctionImage, Reason } from '../state.ts';

/** What is wrong with an image that Lambda only sees when it has its layers. */
export function flawOf(image: FunctionImage, ports: LambdaPorts, largest: number): Reason | undefined {
  let size = 0;
  for (const layer of image.layers) {
    const uncompressed = sizeOf(layer, ports.readBlob(layer.digest));
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
function sizeOf({ mediaType }: ImagePiece, bytes: Uint8Array): number | undefined {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (isGzip !== /[.+]gzip$/.test(mediaType)) return undefined;
  return isGzip ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true) : bytes.length;
}
