import type { Rows } from '../store/rows.ts';

/** A scan of today, of which rows know the number. */
export interface ScanToday {
  readonly name: string;
  /** What its report was read as, such as `bandit JSON`; a tool's other format is a new baseline. */
  readonly form?: string;
  /** Whether it saw everything: only then what it does not report is gone. */
  readonly whole: boolean;
}

/** A scan as the earlier aggregate names it. */
export type ScanBefore = Pick<ScanToday, 'name' | 'form'>;

/** An earlier aggregate. Its rows share words and packages with those of today. */
export interface Baseline {
  readonly rows: Rows;
  readonly scans: readonly ScanBefore[];
  /** Ids of advisories that were named together, as the earlier aggregate carries them. */
  readonly aliases: readonly (readonly string[])[];
}

/** What today says of the scan that a row of the baseline came from. */
export type Since = 'whole' | 'partial' | 'unnamed' | 'reformatted';

/** By the baseline's numbers of scans. */
export function sinceThen(before: readonly ScanBefore[], today: readonly ScanToday[]): readonly Since[] {
  const byName = new Map(today.map((scan) => [scan.name, scan]));
  return before.map(({ name, form }) => {
    const now = byName.get(name);
    if (!now) return 'unnamed';
    if (!now.whole) return 'partial';
    return form !== undefined && now.form !== undefined && form !== now.form ? 'reformatted' : 'whole';
  });
}
