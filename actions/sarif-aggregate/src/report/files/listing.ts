import type { Finding } from '../document.ts';

/** A report that is told of one finding after the other, so that all reports need one reading of them: they are on disk. */
export interface Listing {
  /** What stands before all findings. */
  begin(): string;
  /** What a finding adds, if it is told now. */
  add(finding: Finding): string;
  /** What stands after them. */
  end(): Iterable<string>;
}
