import { createHash } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';
import { crc32, crc32c, crc64nvme } from './crc.ts';
import { invalidRequest, notImplemented } from './errors.ts';
import type { Algorithm, Checksum } from './state.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html

const digests: Readonly<Record<Algorithm, (bytes: Uint8Array) => Uint8Array>> = {
  CRC32: crc32,
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: (bytes) => createHash('sha1').update(bytes).digest(),
  SHA256: (bytes) => createHash('sha256').update(bytes).digest(),
  SHA512: (bytes) => createHash('sha512').update(bytes).digest(),
  MD5: (bytes) => createHash('md5').update(bytes).digest(),
};

/** The algorithms that can be verified here. */
export const algorithms = Object.keys(digests) as readonly Algorithm[];

/** The digest of some bytes. */
export type Digest = (algorithm: Algorithm) => Uint8Array;

/**
 * Works out each digest of bytes once, however many headers name it. Only for as long as one request is looked at: a client in this process
 * may use its buffer again.
 */
export function digestOf(body: Uint8Array): Digest {
  const known = new Map<Algorithm, Uint8Array>();
  return (algorithm) => {
    const digest = known.get(algorithm) ?? digests[algorithm](body);
    known.set(algorithm, digest);
    return digest;
  };
}

/** An object's ETag, with quotes: the MD5 of its bytes. */
export function etagOf(digest: Digest): string {
  return `"${Buffer.from(digest('MD5')).toString('hex')}"`;
}

/** The checksum of bytes, in base64. */
export function checksumOf(digest: Digest, algorithm: Algorithm): string {
  return Buffer.from(digest(algorithm)).toString('base64');
}

/** The checksum of the parts' checksums, as S3 composes it. */
export function composite(parts: readonly Checksum[], algorithm: Algorithm): string {
  const all = Buffer.concat(parts.map(({ value }) => Buffer.from(value, 'base64')));
  return `${checksumOf(digestOf(all), algorithm)}-${parts.length}`;
}

/** The member of an input or output that carries a checksum of this algorithm. */
export function memberOf(algorithm: Algorithm): `Checksum${Algorithm}` {
  return `Checksum${algorithm}`;
}

/** The members with which a request that is a document says what its body must be; {@link verifyBody} reads them as headers. */
export const requestMembers = ['ContentMD5', 'ChecksumAlgorithm'] as const;

/** The same of a request that is an object, or a part of one. */
export const bodyMembers = [...requestMembers, ...algorithms.map(memberOf)] as const;

/** Checks what a request says of its body, and gives the checksum it sent, if any. Throws S3's errors. */
export function verifyBody(digest: Digest, headers: Readonly<Record<string, string>>): Checksum | undefined {
  verifyPayloadHash(digest, headers['x-amz-content-sha256']);
  verifyMd5(digest, headers['content-md5']);
  const names = Object.keys(headers).filter((name) => /^x-amz-checksum-(?!algorithm|type|mode)/.test(name));
  if (names.length > 1)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const [name] = names;
  if (name === undefined) {
    if (headers['x-amz-sdk-checksum-algorithm'] === undefined) return undefined;
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const algorithm = algorithms.find((each) => `x-amz-checksum-${each.toLowerCase()}` === name);
  if (!algorithm) throw notImplemented(`the checksum of ${name}`);
  const value = headers[name]!;
  if (Buffer.from(value, 'base64').length !== digest(algorithm).length) {
    throw invalidRequest(`Value for ${name} header is invalid.`);
  }
  if (checksumOf(digest, algorithm) !== value) {
    throw new AwsError('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value, type: 'FULL_OBJECT' };
}

/** The hash that the signature covers; a streamed or unsigned body has none. */
function verifyPayloadHash(digest: Digest, hash: string | undefined): void {
  if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) return;
  const computed = Buffer.from(digest('SHA256')).toString('hex');
  if (computed === hash) return;
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  throw new AwsError('XAmzContentSHA256Mismatch', 400, message, {
    ClientComputedContentSHA256: hash,
    S3ComputedContentSHA256: computed,
  });
}

function verifyMd5(digest: Digest, md5: string | undefined): void {
  if (md5 === undefined) return;
  if (Buffer.from(md5, 'base64').length !== 16)
    throw new AwsError('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', { 'Content-MD5': md5 });
  const computed = checksumOf(digest, 'MD5');
  if (computed === md5) return;
  throw new AwsError('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.', {
    // Recorded: one in hexadecimal, the other in base64.
    ExpectedDigest: Buffer.from(md5, 'base64').toString('hex'),
    CalculatedDigest: computed,
  });
}

/** The checksum to keep: what was sent, else CRC64NVME, which S3 computes itself since December 2024. */
export function kept(sent: Checksum | undefined, digest: Digest): Checksum {
  return sent ?? { algorithm: 'CRC64NVME', value: checksumOf(digest, 'CRC64NVME'), type: 'FULL_OBJECT' };
}

/** A checksum as members of an output. */
export function shown(
  checksum: Checksum | undefined,
): Partial<Record<`Checksum${Algorithm}`, string>> & { ChecksumType?: Checksum['type'] } {
  return checksum ? { [memberOf(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type } : {};
}
