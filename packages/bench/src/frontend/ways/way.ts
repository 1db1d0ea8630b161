import type { LocalAws } from '@actions-aws/local-aws';

/** A build, and where it goes. */
export interface Uploading {
  readonly folder: string;
  readonly bucket: string;
  readonly cloud: Pick<LocalAws, 'endpoint' | 'clock'>;
  readonly sites: Readonly<Record<'test' | 'app', { readonly id: string; readonly url: string }>>;
  /** The number of the workflow's run: each upload is one of its own. */
  readonly run: number;
  /** An empty folder for what programs keep. */
  readonly home: string;
  readonly signal: AbortSignal;
}

/** A way to bring a build into a bucket. */
export interface Way {
  /** As the figures call it. */
  readonly name: string;
  /** Uploads what is not there. @returns from the start of its process to its end, in milliseconds. */
  upload(uploading: Uploading): Promise<number>;
}
