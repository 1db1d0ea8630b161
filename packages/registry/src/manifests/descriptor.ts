import { isDigest } from '../references.ts';

/** What points to other content. Source: https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
  /** Of an image in an index; empty texts where it is not said. */
  readonly platform: Platform;
  /** What kind of artifact it is, where the descriptor says so. The manifest itself knows better. */
  readonly artifactType?: string;
}

/** What an image runs on. Source: https://github.com/opencontainers/image-spec/blob/main/image-index.md */
export interface Platform {
  /** Such as `linux`. */
  readonly os: string;
  /** Such as `arm64`. */
  readonly architecture: string;
  /** Such as `v7`. */
  readonly variant: string;
}

/** A JSON object of which nothing is known yet. */
export type Loose = Readonly<Record<string, unknown>>;

/** Reads a descriptor; `undefined` where a value is none. */
export function descriptorIn(value: unknown): Descriptor | undefined {
  if (!isObject(value)) return undefined;
  const { mediaType, digest, size, annotations, platform, artifactType } = value;
  if (typeof mediaType !== 'string' || typeof digest !== 'string' || !isDigest(digest)) return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  return {
    mediaType,
    digest,
    size,
    annotations: textsIn(annotations),
    platform: platformIn(platform),
    ...(typeof artifactType === 'string' && artifactType !== '' && { artifactType }),
  };
}

/** The entries of an object that are texts. */
export function textsIn(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The JSON object in some bytes; `undefined` where there is none. */
export function objectIn(bytes: Uint8Array): Loose | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function platformIn(value: unknown): Platform {
  const { os = '', architecture = '', variant = '' } = textsIn(value);
  return { os, architecture, variant };
}
