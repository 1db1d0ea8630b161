import { LIMITS } from './limits.ts';

/** What of an analysis decides in which file it goes. */
export interface Sized {
  /** In bytes, compressed by itself. */
  readonly bytes: number;
}

/** Puts analyses into as few files as GitHub's limits let them, in order. */
export function deliveriesOf<Analysis extends Sized>(analyses: readonly Analysis[]): readonly (readonly Analysis[])[] {
  const files: Analysis[][] = [];
  let room = 0;
  for (const analysis of analyses) {
    const last = files.at(-1);
    if (last && last.length < LIMITS.runs && analysis.bytes <= room) {
      last.push(analysis);
      room -= analysis.bytes;
    } else {
      files.push([analysis]);
      room = LIMITS.bytes - analysis.bytes;
    }
  }
  return files;
}
