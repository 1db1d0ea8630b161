import type { Architecture, Runtime } from '@aws-sdk/client-lambda';

/** A version of a layer. One that was deleted stays, for the functions that have it. */
export interface LayerVersion {
  readonly arn: string;
  readonly name: string;
  readonly number: number;
  /** Of its archive, which is among the packages; undefined of one of another account, whose code is not kept. */
  readonly codeSha256: string | undefined;
  readonly codeSize: number;
  /** Bytes of all its files. */
  readonly unzippedSize: number;
  readonly created: number;
  readonly description: string;
  readonly licenseInfo: string | undefined;
  /** Undefined where the request had none. */
  readonly runtimes: readonly Runtime[] | undefined;
  readonly architectures: readonly Architecture[] | undefined;
  deleted: boolean;
}

/** All layers of a place. */
export interface Layers {
  /** By ARN. */
  readonly versions: Map<string, LayerVersion>;
  /** The next number of each name: none is given twice, even after a deletion (recorded). */
  readonly nextNumber: Map<string, number>;
}

/** No layers yet. */
export function initialLayers(): Layers {
  return { versions: new Map(), nextNumber: new Map() };
}
