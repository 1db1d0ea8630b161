import { uriInImage } from '@actions-aws/findings';
import type { Fields } from '../../fields.ts';

/** What was scanned. Files of an image or a cluster are not the checkout's. */
export interface Scanned {
  readonly kind: 'files' | 'image' | 'cluster';
  /** The image without its tag, or what the scan says, for packages that are in no file. */
  readonly target: string;
  /** The image without its tag, also one of a cluster. */
  readonly image?: string;
  /** Of a cluster, the object. */
  readonly resource?: string;
}

/** A target of the report, and what it is part of. */
export interface Target {
  readonly result: Fields;
  readonly where: Scanned;
  /** The file of the checkout that the target is; absent where it is none. */
  readonly path?: string;
  /** The same, and a file in an image or a cluster as a URI; absent where the target is no file. */
  readonly file?: string;
}

/** A file of what was scanned. The same in two images is two, as it is in Trivy's SARIF. */
export function fileIn({ kind, target, image }: Scanned, file: string): string {
  if (kind === 'files') return file;
  if (image !== undefined) return uriInImage(image, file);
  const parts = [...target.split('/'), ...file.split('/')].filter((part) => part !== '');
  return `cluster://${parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')}`;
}
