import type { Limits } from './limits.ts';
import { UnreadableReport } from './unreadable-report.ts';

/** The bytes of a document that are not cut out, as they come in. */
export interface Skeleton {
  readonly length: number;
  append(bytes: Buffer, from: number, to: number): void;
  /** Good until the next {@link append}. */
  slice(from: number, to: number): Buffer;
}

/** Starts without a byte. */
export function newSkeleton({ skeletonBytes }: Limits): Skeleton {
  let held = Buffer.allocUnsafe(Math.min(64 * 1024, skeletonBytes));
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(bytes, from, to) {
      const needed = length + to - from;
      if (needed > skeletonBytes) {
        throw new UnreadableReport(
          'too-large',
          `The file has more than ${skeletonBytes} bytes beside results of SARIF: such a report is not read.`,
        );
      }
      if (needed > held.length) {
        const larger = Buffer.allocUnsafe(Math.min(skeletonBytes, Math.max(needed, 2 * held.length)));
        held.copy(larger, 0, 0, length);
        held = larger;
      }
      bytes.copy(held, length, from, to);
      length = needed;
    },
    slice: (from, to) => held.subarray(from, to),
  };
}
