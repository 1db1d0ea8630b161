import type { EcrPlace } from './place.ts';
import type { Pace, ScanResult } from './state.ts';

/** What a test can arrange beyond AWS's API, reached as `ecr.<method>` of the control API. */
export const control = {
  /** Sets how long what happens by itself takes, in milliseconds of the local clock; what is left out stays. Returns all. */
  pace({ state }: EcrPlace, change: Partial<Pace>): Pace {
    state.pace = { ...state.pace, ...change };
    return state.pace;
  },

  /**
   * What the scan of a digest comes to: at once and whether or not it was scanned where a `status` is given, else at the end of
   * its scans, which find nothing by themselves.
   */
  scanResult(
    { state }: EcrPlace,
    { imageDigest, ...result }: { readonly imageDigest: string } & Partial<ScanResult>,
  ): void {
    state.scanResults.set(imageDigest, { findings: [], ...result });
  },
};
