import { createHash } from 'node:crypto';

/** A tag. Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const TAG = /^\w[\w.-]{0,127}$/;

/** The algorithms of digests that every registry knows, and how many hexadecimal digits they have. Source: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#registered-algorithms */
const ALGORITHMS: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** Whether a text can be a tag: at most 128 letters, digits, `_`, `.` and `-`, of which the first is neither of the last two. */
export function isTag(text: string): boolean {
  return TAG.test(text);
}

/** Whether a text is a digest, by an algorithm that can be checked here. */
export function isDigest(text: string): boolean {
  const [algorithm = '', hex = '', ...more] = text.split(':');
  const digits = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  return more.length === 0 && hex.length === digits && /^[a-f0-9]+$/.test(hex);
}

/** The same image by the algorithm of another digest: a registry may name what a tag points to by another one than it was written by. */
export function digestedLike<Image extends { readonly digest: string; readonly manifest: Uint8Array }>(
  image: Image,
  digest: string,
): Image {
  return { ...image, digest: digestOf(image.manifest, digest) };
}

/** The digest of bytes, by the algorithm of another digest; `sha256` where there is none. */
export function digestOf(bytes: Uint8Array, like?: string): string {
  const algorithm = like === undefined ? 'sha256' : (like.split(':')[0] ?? '');
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}
