import type { Level } from './severity.ts';

const LEVELS: readonly unknown[] = ['none', 'note', 'warning', 'error'] satisfies readonly Level[];

/** A level, where what stands there is one. */
export function levelOf(written: unknown): Level | undefined {
  return LEVELS.includes(written) ? (written as Level) : undefined;
}

/**
 * The level of a result as SARIF derives it: its own, else that of the configuration that overrides its rule's, else the rule's
 * default, else `warning`. What its kind says is no failure has none. `open` and `review` are not decided yet, so they are treated
 * as failures: nothing tells that they are good.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317648
 */
export function levelFor(kind: unknown, own: unknown, override: Level | undefined, rule: Level | undefined): Level {
  if (kind === 'pass' || kind === 'notApplicable' || kind === 'informational') return 'none';
  return levelOf(own) ?? override ?? rule ?? 'warning';
}
