import type { Fields } from '../../fields.ts';

/** What was scanned. Files of an image or a cluster are not the checkout's. */
export interface Scanned {
  readonly kind: 'files' | 'image' | 'cluster';
  /** The image without its tag, or what the scan says, for packages that are in no file. */
  readonly target: string;
  /** Of a cluster, the object. */
  readonly resource?: string;
}

/** A target of the report, and what it is part of. */
export interface Target {
  readonly result: Fields;
  readonly where: Scanned;
  /** The file of the checkout that the target is; absent where it is none. */
  readonly path?: string;
}
