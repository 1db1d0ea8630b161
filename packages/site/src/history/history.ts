import type { Mark } from '@actions-aws/promotion';
import type { Pointer, PointerContent } from '../pointer/pointer.ts';

/** A move of a site's pointer, as it was noted right before it. */
export interface Move {
  /** Where the pointer was to go, and where it was; `undefined` where it named no release. */
  readonly to: string;
  readonly from: string | undefined;
  /** The nonce of its writer. */
  readonly nonce: string;
  /** When it was noted, by the clock of S3. Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * What a site's pointer went through. Each move is noted right before it, so that one which a crash cut short may be noted and never
 * made; where it came from, the pointer was.
 */
export interface History {
  /** Notes a move that is about to be made. The same move is noted once, however often it is said. */
  note(site: string, current: Pick<Pointer, 'release'>, content: PointerContent): Promise<void>;
  /** The newest moves of a site, newest first, up to a thousand. */
  newest(site: string): Promise<readonly Move[]>;
  /** What a move was noted with; `undefined` where it is not there. */
  markOf(site: string, move: Pick<Move, 'to' | 'nonce'>): Promise<Mark | undefined>;
}

/**
 * The releases that were live last, newest first, each once, beginning with what is live: a move says for certain only where it came
 * from, and so does what the pointer itself says, which has the newest one also where the history could not be written. `most` of them.
 */
export function lastLive(
  { release, mark }: Pick<Pointer, 'release' | 'mark'>,
  moves: readonly Move[],
  most: number,
): readonly string[] {
  const seen = new Set<string>();
  for (const one of [release, mark?.undid ?? mark?.from, ...moves.map(({ from }) => from)]) {
    if (one && seen.size < most) seen.add(one);
  }
  return [...seen];
}

/** How many of the releases that were live last have open tabs that are cared for. */
const KEPT_LIVE = 3;

/** The releases whose open tabs are cared for as this one takes over: those that were live last, newest first, this one apart. */
export function tabsBefore(
  next: string,
  current: Pick<Pointer, 'release' | 'mark'>,
  moves: readonly Move[],
): readonly string[] {
  return lastLive(current, moves, KEPT_LIVE + 1)
    .filter((release) => release !== next)
    .slice(0, KEPT_LIVE);
}

/** When a release stopped being live: at the last move away from it; `undefined` where it is live, or never was. Milliseconds since the epoch. */
export function retiredAt(
  release: string,
  current: Pick<Pointer, 'release'>,
  moves: readonly Move[],
): number | undefined {
  if (current.release === release) return undefined;
  return moves.find(({ from }) => from === release)?.at;
}
