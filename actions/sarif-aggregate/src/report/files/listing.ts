import type { Gathered } from '../../store/gathered.ts';
import type { Told } from '../document.ts';

/** A report that is told of one finding after the other, so that all reports need one reading of them: they are on disk. */
export interface Listing {
  /** What stands before all findings. */
  begin(): string;
  /** Writes what a finding adds, if it is told now. */
  add(told: Told, out: Gathered): void;
  /** What stands after them. */
  end(): Iterable<string | Uint8Array>;
}
