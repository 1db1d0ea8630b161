import type { Comparison } from './figure.ts';

/** Something that can be measured by `npm run bench -- NAME`. */
export interface Benchmark {
  /** What it measures, for the usage text. */
  readonly does: string;
  /** Whole numbers from 1 that the command line may set, each by an option of its name. */
  readonly settings: Readonly<Record<string, Setting>>;
  /** Parts that can be measured alone, by `--only`. */
  readonly parts?: Readonly<Record<string, string>>;
  run(surroundings: Surroundings): Promise<Measurement>;
}

/** One number of a benchmark. */
export interface Setting {
  readonly does: string;
  /** Unless given. The figures that are told to others are measured with these. */
  readonly standard: number;
}

/** What a benchmark gets. */
export interface Surroundings {
  readonly settings: Readonly<Record<string, number>>;
  /** The one part to measure; all unless given. */
  readonly only?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the person at the keyboard has had enough. */
  readonly signal: AbortSignal;
  /** Tells how far it has come. */
  say(text: string): void;
}

/** What a benchmark gives. */
export interface Measurement {
  /** On what, and how often, in a few sentences. */
  readonly notes: readonly string[];
  readonly comparisons: readonly Comparison[];
}
