import type { Kind } from '@actions-aws/findings';
import type { Acceptance } from './acceptance.ts';
import type { Exclusion } from './exclusion.ts';
import type { Known, Threshold } from './severity.ts';

/** What the workflow says of which findings block. */
export interface Settings {
  readonly failOn: Threshold;
  readonly failOnNew: Threshold;
  /** What counts for a severity that no tool gives; without it, it meets every threshold. */
  readonly unknownAs?: Known;
  readonly kinds: readonly Kind[];
  readonly exclude: readonly Exclusion[];
  readonly accept: readonly Acceptance[];
  /** As `2026-11-29`, in UTC. */
  readonly today: string;
  /** Whether `block` is red. */
  readonly enforce: boolean;
}

/** Why a finding blocks; the first that holds. */
export const CAUSES = ['secret', 'fail-on', 'fail-on-new'] as const;
export type Cause = (typeof CAUSES)[number];

/** By number, 0 for what does not block. */
export const CAUSE_BY_NUMBER: readonly (Cause | undefined)[] = [undefined, ...CAUSES];
