/** What was measured, or why it was not. */
export type Measured = number | NotMeasured;

/** Such as `aws is not on the PATH`. */
export interface NotMeasured {
  readonly why: string;
}

/** In all of them less is better. */
export type Unit = 'ms' | 'calls' | 'runs' | 'MB' | 'kB';

/** Something measured of us and of a peer, in the same run. */
export interface Comparison {
  readonly figure: string;
  readonly unit: Unit;
  readonly ours: Measured;
  /** Whom, or what, we are held against. */
  readonly peer: string;
  readonly theirs: Measured;
  /** What ours divided by theirs is not to exceed; left out where there is nothing to expect. */
  readonly expected?: number;
}

/** A comparison as `--json` prints it; `null` is what was not measured, or not expected. */
export interface Figure {
  readonly figure: string;
  readonly unit: Unit;
  readonly ours: number | null;
  readonly peer: string;
  readonly theirs: number | null;
  readonly ratio: number | null;
  readonly expected: number | null;
}

/** Whether an expectation holds; `open` where there is none, or nothing to hold it against. */
export type Verdict = 'held' | 'missed' | 'open';

/** Rounds what was measured, so that the ratio that is shown is the one that is judged. */
export function figureOf({ figure, unit, peer, expected, ...measured }: Comparison): Figure {
  const ours = shown(measured.ours);
  const theirs = shown(measured.theirs);
  const ratio = ours === null || !theirs ? null : rounded(ours / theirs, 3);
  return { figure, unit, ours, peer, theirs, ratio, expected: expected ?? null };
}

/** Judges a figure. */
export function verdictOn({ ratio, expected }: Figure): Verdict {
  if (ratio === null || expected === null) return 'open';
  return ratio <= expected ? 'held' : 'missed';
}

function shown(measured: Measured): number | null {
  return typeof measured === 'number' ? rounded(measured, 2) : null;
}

function rounded(value: number, places: number): number {
  return Number(value.toFixed(places));
}
